// The sound of a conversation's calls by WebRTC: agrees with the page and the SFU on a media connection, and while one is live carries
// frames by it in place of the page's own socket. The call above knows nothing of it: frames come and go as they always do.
//
// The socket is never given up: what cannot be agreed on leaves sound where it is, and a connection that is lost puts it back, with the
// frames that the page may not have heard. Each try has an address of its own for each of the SFU's two adapters, with a secret in it;
// it holds as long as the try, since the SFU calls again at the same one after an interruption, and one socket at a time.
import type { SoundEvent, SoundLoss, SoundRequest, SoundStats } from '#lib/shared/voice/sound.ts';
import { decodeFrame, encodeFrame } from '#lib/shared/voice/frames.ts';
import { SPEECH_SAMPLE_RATE } from '#lib/shared/voice/protocol.ts';
import type { Clock } from '../platform/index.ts';
import { isAboutSound, readSoundMessage } from './messages.ts';
import { openMediaConnection, type AdapterSocket, type MediaConnection } from './media-connection.ts';
import type { RealtimeApi } from './realtime-api.ts';

/** The page's socket, as far as sound is concerned. */
export interface SoundSocket {
	send(text: string): void;
	sendBytes(bytes: ArrayBuffer): void;
}

export interface RealtimeSoundOptions {
	api: RealtimeApi;
	clock: Clock;
	/** A timer of the process; calling back what it returns takes it back. */
	later: (delayMs: number, work: () => void) => () => void;
	/** 256 bits, in characters of an address. */
	newSecret: () => string;
	/** The address of this conversation at which the SFU calls, wss. */
	endpoint: (secret: string) => string;
	/** How well a page's connection does, now and then. */
	measured: (stats: SoundStats) => void;
	/** What nobody waits for; what it throws is logged under the label. */
	inBackground: (label: string, work: Promise<unknown>) => void;
}

/** None of them throws. */
export interface RealtimeSound<Socket extends object> {
	/** Puts itself between the call and its socket: what the call sends to the result takes the way that is open. `hear`: a frame for the call. */
	over(socket: Socket, send: SoundSocket, hear: (frame: ArrayBuffer) => void): SoundSocket;
	/** A message of the page's socket. True when it was about sound, and none of the call's business. */
	hear(socket: Socket, data: string | ArrayBuffer): boolean;
	closed(socket: Socket): void;
	/** The SFU calls. False: nobody knows the secret. */
	adopt(secret: string, adapter: AdapterSocket): boolean;
	/** The adapter of this secret sent something, or is gone. */
	hearAdapter(secret: string, adapter: AdapterSocket, data: string | ArrayBuffer): void;
	adapterClosed(secret: string, adapter: AdapterSocket): void;
}

const ICE_SERVERS = ['stun:stun.cloudflare.com:3478'];
/** So much speech may be on its way when a connection is lost; it is sent once more, and the page drops what it has. */
const KEPT_MS = 4_000;

interface Line {
	send: SoundSocket;
	hear: (frame: ArrayBuffer) => void;
	connection: MediaConnection | undefined;
	attempt: number;
	/** Hz, by response. */
	rates: Map<number, number>;
	/** What went by the connection of late. */
	kept: { at: number; responseId: number; bytes: ArrayBuffer }[];
}

export function createRealtimeSound<Socket extends object>(
	options: RealtimeSoundOptions
): RealtimeSound<Socket> {
	const { clock } = options;
	const lines = new Map<Socket, Line>();

	const tell = (line: Line, event: SoundEvent) => {
		line.send.send(JSON.stringify(event));
	};

	function start(line: Line, offer: Extract<SoundRequest, { type: 'sound.offer' }>): void {
		line.connection?.close();
		const { attempt } = offer;
		line.attempt = attempt;
		line.connection = openMediaConnection({
			...options,
			offer,
			answer: (sdp) => {
				tell(line, { type: 'sound.answer', attempt, sdp });
			},
			subscribe: (sdp) => {
				tell(line, { type: 'sound.subscribe', attempt, sdp });
			},
			onLive: () => {
				tell(line, { type: 'sound.live', attempt });
			},
			onFrame: (frame) => {
				line.hear(encodeFrame(frame));
			},
			onPlaced: (frame) => {
				tell(line, { type: 'sound.frame', ...frame });
			},
			onLost: (reason) => {
				tell(line, { type: 'sound.lost', attempt, reason });
				backToSocket(line);
			}
		});
	}

	function backToSocket(line: Line): void {
		line.connection = undefined;
		const since = clock.now() - KEPT_MS;
		const { kept } = line;
		line.kept = [];
		for (const { at, bytes } of kept) if (at >= since) line.send.sendBytes(bytes);
	}

	function end(line: Line, reason: SoundLoss): void {
		line.connection?.close();
		if (reason === 'closed') line.kept = [];
		backToSocket(line);
	}

	function request(line: Line, message: SoundRequest): void {
		if (message.type === 'sound.frame') {
			line.connection?.announce(message);
			return;
		}
		if (message.type === 'sound.stats') {
			const { type: _, ...stats } = message;
			options.measured(stats);
			return;
		}
		if (message.type === 'sound.offer') {
			// One that is older than what is under way came late, or twice.
			if (message.attempt > line.attempt) start(line, message);
			return;
		}
		if (message.attempt !== line.attempt) return;
		if (message.type === 'sound.connected') line.connection?.connected();
		else if (message.type === 'sound.accept') line.connection?.accept(message.sdp);
		else end(line, message.reason);
	}

	/** What the call says, as far as it matters for what is on its way. */
	function overhear(line: Line, text: string): void {
		if (text.includes('"session.ready"')) tell(line, { type: 'sound.available', iceServers: ICE_SERVERS });
		const isStart = text.includes('"response.started"');
		if (!isStart && !text.includes('"response.cancelled"')) return;
		const event = JSON.parse(text) as { type: string; responseId: number; sampleRate: number };
		if (event.type === 'response.started') {
			line.rates.clear();
			line.rates.set(event.responseId, event.sampleRate);
		}
		if (event.type === 'response.cancelled') {
			line.connection?.drop(event.responseId);
			line.kept = line.kept.filter(({ responseId }) => responseId !== event.responseId);
		}
	}

	function sendSpeech(line: Line, bytes: ArrayBuffer): void {
		const { connection, send, rates } = line;
		if (connection?.isLive() !== true) {
			send.sendBytes(bytes);
			return;
		}
		const now = clock.now();
		const frame = decodeFrame(bytes);
		line.kept = line.kept.filter(({ at }) => at >= now - KEPT_MS);
		line.kept.push({ at: now, responseId: frame.responseId, bytes });
		connection.speak(frame, rates.get(frame.responseId) ?? SPEECH_SAMPLE_RATE);
	}

	const ofSecret = (secret: string) =>
		[...lines.values()].find(({ connection }) => connection?.knows(secret) === true)?.connection;

	return {
		over(socket, send, hear) {
			const line: Line = { send, hear, connection: undefined, attempt: 0, rates: new Map(), kept: [] };
			lines.set(socket, line);
			return {
				send(text) {
					send.send(text);
					overhear(line, text);
				},
				sendBytes(bytes) {
					sendSpeech(line, bytes);
				}
			};
		},
		hear(socket, data) {
			if (!isAboutSound(data)) return false;
			const line = lines.get(socket);
			const message = line === undefined ? undefined : readSoundMessage(data);
			if (line !== undefined && message !== undefined) request(line, message);
			return true;
		},
		closed(socket) {
			lines.get(socket)?.connection?.close();
			lines.delete(socket);
		},
		adopt(secret, adapter) {
			return ofSecret(secret)?.adopt(secret, adapter) ?? false;
		},
		hearAdapter(secret, adapter, data) {
			ofSecret(secret)?.hearAdapter(secret, adapter, data);
		},
		adapterClosed(secret, adapter) {
			ofSecret(secret)?.adapterClosed(secret, adapter);
		}
	};
}
