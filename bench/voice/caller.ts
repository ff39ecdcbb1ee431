// A caller without a browser: speaks the protocol of src/lib/shared/voice from node, keeps and sends again its microphone frames as a page
// does, and says what came. What it plays is only counted (playback-ledger.ts).
import { decodeFrame, encodeFrame } from '../../src/lib/shared/voice/frames.ts';
import {
	MARK_EVERY_MS,
	MIC_SUBFRAMES,
	MIC_SUBFRAME_MS,
	MIC_SAMPLE_RATE,
	type CallEvent,
	type CallRequest
} from '../../src/lib/shared/voice/protocol.ts';
import { createPlaybackLedger, type PlaybackLedger } from './playback-ledger.ts';

const FRAME_MS = MIC_SUBFRAMES * MIC_SUBFRAME_MS;
const FRAME_SAMPLES = (MIC_SAMPLE_RATE * FRAME_MS) / 1_000;
const PATIENCE_MS = 30_000;

export interface CallerOptions {
	/** Of the product, http://… */
	url: string;
	conversationId: string;
	/** What says who calls: x-api-key or cookie. */
	headers: Record<string, string>;
	/** Called with everything that comes, before anything waits for it is told. */
	onEvent?: (event: CallEvent, atMs: number) => void;
	/** Also called with each frame of speech that was new. */
	onSpeech?: (responseId: number, samples: Int16Array, atMs: number) => void;
}

export type Caller = ReturnType<typeof createCaller>;

interface HeardResponse {
	sampleRate: number;
	nextSeq: number;
	ledger: PlaybackLedger;
	isRunning: boolean;
}

export function createCaller(options: CallerOptions) {
	const address = `${options.url.replace(/^http/, 'ws')}/api/chat/${options.conversationId}/voice`;
	const events: CallEvent[] = [];
	const waiting = new Set<(event: CallEvent) => void>();
	const responses = new Map<number, HeardResponse>();
	/** Not acknowledged, oldest first. */
	let kept: { seq: number; bytes: ArrayBuffer }[] = [];
	let rest = new Int16Array(0);
	let micSeq = 0;
	let socket: WebSocket | undefined;
	let isReady = false;
	let session: { sessionId: string; token: string } | undefined;
	let lastEventSeq = 0;
	let replayed = 0;
	/** Frames of speech that never came. */
	let missedSpeech = 0;
	let marks: NodeJS.Timeout | undefined;

	const send = (request: CallRequest) => socket?.readyState === 1 && socket.send(JSON.stringify(request));

	function take(event: CallEvent): void {
		const at = performance.now();
		if ('eventSeq' in event && event.type !== 'session.ready') {
			// Sent again, and had already.
			if (event.eventSeq <= lastEventSeq) return;
			lastEventSeq = event.eventSeq;
		}
		if (event.type === 'session.ready') {
			session = { sessionId: event.sessionId, token: event.token };
			kept = kept.filter(({ seq }) => seq >= event.nextMicSeq);
			for (const { bytes } of kept) socket?.send(bytes);
			replayed += kept.length;
			isReady = true;
		} else if (event.type === 'audio.ack') kept = kept.filter(({ seq }) => seq > event.seq);
		else if (event.type === 'response.started')
			responses.set(event.responseId, {
				sampleRate: event.sampleRate,
				nextSeq: 0,
				ledger: createPlaybackLedger(),
				isRunning: true
			});
		else if (event.type === 'response.done' || event.type === 'response.cancelled') {
			const response = responses.get(event.responseId);
			if (response !== undefined) response.isRunning = false;
		}
		events.push(event);
		options.onEvent?.(event, at);
		for (const told of [...waiting]) told(event);
	}

	function play(bytes: ArrayBuffer): void {
		const at = performance.now();
		const frame = decodeFrame(bytes);
		const response = responses.get(frame.responseId);
		if (response === undefined || frame.seq < response.nextSeq) return;
		missedSpeech += frame.seq - response.nextSeq;
		response.nextSeq = frame.seq + 1;
		response.ledger.push(at, (frame.samples.length * 1_000) / response.sampleRate);
		options.onSpeech?.(frame.responseId, frame.samples, at);
	}

	function mark(): void {
		const at = performance.now();
		for (const [responseId, { ledger, isRunning }] of responses) {
			const playedMs = ledger.playedMs(at);
			if (playedMs > 0) send({ type: 'playback.mark', responseId, playedMs });
			// Its end is told once; afterwards nobody asks.
			if (!isRunning && ledger.playedMs(at) === ledger.playedMs(Infinity)) responses.delete(responseId);
		}
	}

	/** The first event from now on, or among those that came, for which `isIt`. */
	function next<T extends CallEvent['type']>(
		type: T,
		isIt: (event: Extract<CallEvent, { type: T }>) => boolean = () => true,
		from = events.length,
		withinMs = PATIENCE_MS
	): Promise<Extract<CallEvent, { type: T }>> {
		const matches = (event: CallEvent): event is Extract<CallEvent, { type: T }> =>
			event.type === type && isIt(event as Extract<CallEvent, { type: T }>);
		const already = events.slice(from).find(matches);
		if (already !== undefined) return Promise.resolve(already);
		return new Promise((resolve, reject) => {
			const end = () => {
				clearTimeout(timer);
				waiting.delete(told);
			};
			const told = (event: CallEvent) => {
				if (event.type === 'error' && type !== 'error' && !event.retryable) {
					end();
					reject(new Error(`${event.stage}: ${event.code}: ${event.message}`));
				}
				if (!matches(event)) return;
				end();
				resolve(event);
			};
			const timer = setTimeout(() => {
				end();
				reject(
					new Error(
						`No ${type} came in ${withinMs} ms; before it came ${events
							.slice(-5)
							.map((event) => event.type)
							.join(', ')}.`
					)
				);
			}, withinMs);
			waiting.add(told);
		});
	}

	async function open(first: CallRequest): Promise<Extract<CallEvent, { type: 'session.ready' }>> {
		isReady = false;
		// undici's own option: a browser cannot set headers here, a program can.
		const opened = new WebSocket(address, { headers: options.headers } as never);
		opened.binaryType = 'arraybuffer';
		socket = opened;
		opened.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
			if (socket !== opened) return;
			if (typeof data === 'string') take(JSON.parse(data) as CallEvent);
			else play(data);
		};
		await new Promise<void>((resolve, reject) => {
			opened.onopen = () => resolve();
			opened.onerror = () => reject(new Error(`${address} was refused.`));
		});
		opened.onerror = null;
		opened.onclose = () => {
			if (socket === opened) isReady = false;
		};
		const ready = next('session.ready');
		send(first);
		marks ??= setInterval(mark, MARK_EVERY_MS);
		return ready;
	}

	const browser = { recognition: false, synthesis: false };
	return {
		events,
		next,
		send,
		/** Whatever it is, as it is: for what no page sends. */
		sendRaw: (data: string | ArrayBuffer) => socket?.send(data),
		start: (more: { takeOver?: boolean; language?: string } = {}) =>
			open({ type: 'session.start', browser, ...more }),
		/** On a new socket, whatever became of the last. */
		resume() {
			if (session === undefined) throw new Error('There is no session to resume.');
			return open({ type: 'session.resume', ...session, lastEventSeq, browser });
		},
		/** Any length: cut into frames; what is less than a whole one waits for more. Without a socket frames are kept. */
		speak(samples: Int16Array): void {
			const all = new Int16Array(rest.length + samples.length);
			all.set(rest);
			all.set(samples, rest.length);
			let at = 0;
			for (; at + FRAME_SAMPLES <= all.length; at += FRAME_SAMPLES) {
				const seq = micSeq++;
				const bytes = encodeFrame({
					kind: 'microphone',
					subframes: MIC_SUBFRAMES,
					responseId: 0,
					seq,
					mediaMs: seq * FRAME_MS,
					samples: all.subarray(at, at + FRAME_SAMPLES)
				});
				kept.push({ seq, bytes });
				if (isReady && socket?.readyState === 1) socket.send(bytes);
			}
			rest = all.slice(at);
		},
		/** ms of microphone sound sent or kept so far. */
		mediaMs: () => micSeq * FRAME_MS,
		ledger: (responseId: number) => responses.get(responseId)?.ledger,
		counts: () => ({ sent: micSeq, kept: kept.length, replayed, missedSpeech }),
		isReady: () => isReady,
		/** Waits for the socket to be gone, whoever ends it. */
		gone: () =>
			new Promise<void>((resolve) => {
				if (socket === undefined || socket.readyState === 3) resolve();
				else socket.addEventListener('close', () => resolve(), { once: true });
			}),
		hangUp(): void {
			clearInterval(marks);
			marks = undefined;
			send({ type: 'session.end' });
			socket?.close();
		}
	};
}
