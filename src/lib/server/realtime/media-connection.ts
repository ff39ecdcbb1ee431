// One try of a page to send and hear sound by WebRTC, from its offer to its end:
//   offering    a session at the SFU takes up the microphone's track; the page gets the answer
//   connecting  the page's packets arrive; two adapters are opened, and the assistant's track is offered to the page
//   accepting   the page has answered that; from here on it is
//   live        until it is closed, by the page, by a loss or by the page's socket
// Whatever goes wrong before `live` ends the try, with everything it has opened; the page stays where it is, on its socket.
import type { SoundFrame } from '#lib/shared/voice/frames.ts';
import type { PlacedFrame, RecordedFrame, SoundLoss } from '#lib/shared/voice/sound.ts';
import { createMicUplink } from './mic-uplink.ts';
import type { RealtimeSoundOptions } from './realtime-sound.ts';
import { createSpeechDownlink, type SpeechDownlink } from './speech-downlink.ts';

/** A socket that an adapter of the SFU has opened. Sending into a closed one may throw. */
export interface AdapterSocket {
	sendBytes(bytes: ArrayBuffer): void;
	close(code: number, reason: string): void;
}

export interface MediaConnection {
	connected(): void;
	accept(sdp: string): void;
	isLive(): boolean;
	announce(frame: RecordedFrame): void;
	speak(frame: SoundFrame, sampleRate: number): void;
	drop(responseId: number): void;
	knows(secret: string): boolean;
	adopt(secret: string, adapter: AdapterSocket): boolean;
	hearAdapter(secret: string, adapter: AdapterSocket, data: string | ArrayBuffer): void;
	adapterClosed(secret: string, adapter: AdapterSocket): void;
	/** Closes everything at the SFU as well. Nothing is called back afterwards. */
	close(): void;
}

interface MediaConnectionOptions extends RealtimeSoundOptions {
	offer: { sdp: string; mid: string };
	answer: (sdp: string) => void;
	subscribe: (sdp: string) => void;
	onLive: () => void;
	onFrame: (frame: SoundFrame) => void;
	onPlaced: (frame: PlacedFrame) => void;
	/** Once, and nothing after it. */
	onLost: (reason: SoundLoss) => void;
}

const TRACKS = { microphone: 'microphone', speech: 'speech' } as const;
type Way = keyof typeof TRACKS;

/** From the offer to `live`; a page that does not go on is given up. */
const AGREED_WITHIN_MS = 15_000;
/** Nothing said by either side for so long: the object may sleep, and the page brings the connection back when it talks again. */
const IDLE_MS = 60_000;
/** The SFU calls again for 5 to 15 s after an interruption; sound is put back on the socket long before that. */
const ADAPTER_BACK_WITHIN_MS = 1_500;
/** Packets of an adapter that cannot be read, before it is closed. */
const MOST_BAD_PACKETS = 10;

export function openMediaConnection(options: MediaConnectionOptions): MediaConnection {
	const { api, clock, later, newSecret, endpoint, inBackground, offer, onLost } = options;
	const secrets: Record<Way, string> = { microphone: newSecret(), speech: newSecret() };
	const sockets: Partial<Record<Way, AdapterSocket>> = {};
	let state: 'offering' | 'connecting' | 'accepting' | 'live' | 'closed' = 'offering';
	let session: string | undefined;
	let adapters: string[] = [];
	let badPackets = 0;
	let lastUsedAt = clock.now();
	let downlink: SpeechDownlink | undefined;
	let watch = later(AGREED_WITHIN_MS, () => {
		lose('timeout');
	});
	const uplink = createMicUplink({ clock, onFrame: options.onFrame });

	const isClosed = () => state === 'closed';

	function close(): void {
		if (state === 'closed') return;
		state = 'closed';
		watch();
		downlink?.stop();
		for (const socket of Object.values(sockets)) closeQuietly(socket, 1000, 'closed');
		inBackground('realtime: close', cleanUp());
	}

	/** Also of what was opened while it closed. */
	async function cleanUp(): Promise<void> {
		const opened = adapters;
		adapters = [];
		await api.closeAdapters(opened);
		if (session !== undefined) await api.closeTrack(session, offer.mid);
	}

	function lose(reason: SoundLoss): void {
		if (isClosed()) return;
		close();
		onLost(reason);
	}

	/** A step of the agreement: what it throws ends the try, and is logged. */
	function step(label: string, work: () => Promise<void>): void {
		const run = async () => {
			try {
				await work();
			} catch (thrown) {
				lose('refused');
				throw thrown;
			}
		};
		inBackground(label, run());
	}

	step('realtime: publish', async () => {
		session = await api.newSession();
		if (isClosed()) return;
		const sdp = await api.publish(session, { ...offer, trackName: TRACKS.microphone });
		if (isClosed()) {
			await cleanUp();
			return;
		}
		state = 'connecting';
		options.answer(sdp);
	});

	async function openAdapters(own: string): Promise<void> {
		const opened = await api.openAdapters({
			microphone: {
				session: own,
				trackName: TRACKS.microphone,
				endpoint: endpoint(secrets.microphone)
			},
			speech: { trackName: TRACKS.speech, endpoint: endpoint(secrets.speech) }
		});
		adapters = opened.adapters;
		if (isClosed()) {
			await cleanUp();
			return;
		}
		const sdp = await api.subscribe(own, { session: opened.speechSession, trackName: TRACKS.speech });
		if (isClosed()) return;
		state = 'accepting';
		options.subscribe(sdp);
	}

	function goLive(): void {
		state = 'live';
		watch();
		lastUsedAt = clock.now();
		watchIdle();
		options.onLive();
	}

	function watchIdle(): void {
		watch = later(Math.max(1, lastUsedAt + IDLE_MS - clock.now()), () => {
			if (clock.now() - lastUsedAt >= IDLE_MS) lose('idle');
			else watchIdle();
		});
	}

	const wayOf = (secret: string): Way | undefined =>
		secret === secrets.microphone ? 'microphone' : secret === secrets.speech ? 'speech' : undefined;

	return {
		connected() {
			const own = session;
			if (state !== 'connecting' || own === undefined || adapters.length > 0) return;
			// A second "connected" opens no second pair.
			state = 'accepting';
			step('realtime: adapters', () => openAdapters(own));
		},
		accept(sdp) {
			const own = session;
			if (state !== 'accepting' || own === undefined || downlink === undefined) return;
			step('realtime: accept', async () => {
				await api.renegotiate(own, sdp);
				if (state === 'accepting') goLive();
			});
		},
		isLive: () => state === 'live',
		announce(frame) {
			if (state !== 'live') return;
			lastUsedAt = clock.now();
			uplink.announce(frame);
			// What the page has kept goes by the socket.
			if (uplink.isBehind()) lose('silent');
		},
		speak(frame, sampleRate) {
			lastUsedAt = clock.now();
			downlink?.push(frame, sampleRate);
		},
		drop(responseId) {
			downlink?.drop(responseId);
		},
		knows: (secret) => state !== 'closed' && wayOf(secret) !== undefined,
		adopt(secret, adapter) {
			const way = wayOf(secret);
			if (way === undefined || state === 'closed' || state === 'offering') return false;
			const before = sockets[way];
			sockets[way] = adapter;
			if (before !== undefined) closeQuietly(before, 1000, 'replaced');
			if (way === 'speech')
				downlink ??= createSpeechDownlink({
					clock,
					later,
					send: (packet) => {
						sendQuietly(sockets.speech, packet);
					},
					onPlaced: options.onPlaced
				});
			return true;
		},
		hearAdapter(secret, adapter, data) {
			if (state === 'closed' || wayOf(secret) !== 'microphone' || sockets.microphone !== adapter) return;
			try {
				if (typeof data === 'string') throw new RangeError('A packet is no text.');
				uplink.packet(new Uint8Array(data));
			} catch (thrown) {
				if (!(thrown instanceof RangeError)) throw thrown;
				badPackets++;
				if (badPackets >= MOST_BAD_PACKETS) lose('refused');
			}
		},
		adapterClosed(secret, adapter) {
			const way = wayOf(secret);
			if (way === undefined || state === 'closed' || sockets[way] !== adapter) return;
			Reflect.deleteProperty(sockets, way);
			// The adapter of speech does not come back by itself.
			if (way === 'speech') lose('disconnected');
			else
				later(ADAPTER_BACK_WITHIN_MS, () => {
					if (sockets.microphone === undefined) lose('disconnected');
				});
		},
		close
	};
}

function closeQuietly(socket: AdapterSocket, code: number, reason: string): void {
	try {
		socket.close(code, reason);
	} catch {
		// It is closed.
	}
}

function sendQuietly(socket: AdapterSocket | undefined, packet: Uint8Array): void {
	try {
		socket?.sendBytes(packet.buffer as ArrayBuffer);
	} catch {
		// Its end is told by itself.
	}
}
