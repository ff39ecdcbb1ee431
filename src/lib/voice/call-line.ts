// The line of a call, for one session: it is started once and comes back by itself. Guarantees: every frame of the microphone reaches the server once and in
// order as long as it was kept; every event that has a number is told once and in order; what the person did while the line was away
// arrives. It knows nothing of microphones, loudspeakers and screens.
import type { ErrorCode } from '../shared/errors.ts';
import { decodeFrame, encodeFrame, type SoundFrame } from '../shared/voice/frames.ts';
import { RESUMABLE_MS, UPLINK_LIMIT, type CallEvent, type CallRequest } from '../shared/voice/protocol.ts';
import { backoffMs } from '../shared/wire-error.ts';
import type { CallError } from './call-face.ts';
import type { LineDependencies, LineListener, LineStart } from './call-line-face.ts';
import type { CallTransport } from './call-transport.ts';
import { KeptFrames } from './kept-frames.ts';
import { PendingRequests } from './pending-requests.ts';
import { Uplink } from './uplink.ts';

const SERVICE_RESTART = 1_012;
const FRAME_BYTES = 16 + 4 * 640;
/** The socket is given no more than this at once, so that what is urgent is not behind half a minute of sound. */
const BUFFER_AHEAD = UPLINK_LIMIT / 2;
const PUMP_MS = 50;
/** A server that takes longer to answer is tried again. */
const READY_WITHIN_MS = 10_000;
/** A call that never began gives up after so many tries: about seven seconds. */
const FIRST_TRIES = 4;

export class CallLine {
	readonly frames = new KeptFrames();
	reconnects = 0;
	readonly #pending = new PendingRequests();
	readonly #uplink = new Uplink();
	#start: LineStart | undefined;
	#session: { sessionId: string; token: string } | undefined;
	#lastEventSeq = 0;
	/** Up to here the events of a call were heard by the page before this one. */
	#pastTo = 0;
	#transport: CallTransport | undefined;
	#microphone: MediaStream | undefined;
	#isReady = false;
	#hasBegun = false;
	#isOver = false;
	#attempt = 0;
	#lostAt: number | undefined;
	#cancelWait: (() => void) | undefined;
	#cancelPump: (() => void) | undefined;
	#cancelPatience: (() => void) | undefined;

	constructor(
		private readonly dependencies: LineDependencies,
		private readonly listener: LineListener
	) {}

	get isReady(): boolean {
		return this.#isReady;
	}

	start(start: LineStart): void {
		this.#start = start;
		if (start.session !== undefined)
			this.#session = { sessionId: start.session.sessionId, token: start.session.token };
		this.#open();
	}

	/** For good; the server is told if it can be. */
	end(): void {
		if (this.#isReady) this.#transport?.sendText(JSON.stringify({ type: 'session.end' }));
		this.#over();
	}

	/** Now if the line is there, else when it is back. */
	send(request: CallRequest): void {
		if (this.#isOver) return;
		this.#pending.add(request, this.frames.nextSeq);
		this.#pump();
	}

	microphone(frame: Omit<SoundFrame, 'kind' | 'responseId' | 'seq'>): void {
		// Before this one: a browser tells of what it was given just now as waiting, however fast the line is.
		const buffered = this.#transport?.bufferedAmount ?? 0;
		this.frames.keep(frame);
		this.#pump();
		if (!this.#isReady) return;
		const unsent = this.frames.waiting * FRAME_BYTES;
		const step = this.#uplink.watch(this.dependencies.now(), buffered, unsent);
		if (step === 'dead') this.#lose(SERVICE_RESTART);
		else if (step !== undefined) this.listener.onUplink(step);
	}

	/** The microphone as it is heard right now; undefined while it is not to be. */
	listen(microphone: MediaStream | undefined): void {
		this.#microphone = microphone;
		this.#transport?.listen?.(microphone);
	}

	forgiveUplink(): void {
		this.#uplink.forgive();
	}

	/** The browser is online again, or the tab is looked at again: no reason to wait any longer. */
	hurry(): void {
		if (this.#cancelWait === undefined) return;
		this.#attempt = 0;
		this.#open();
	}

	/** The browser says there is no network: the socket would notice only minutes later. */
	offline(): void {
		if (this.#transport !== undefined) this.#lose(1_006);
	}

	#open(): void {
		this.#cancelWait?.();
		this.#cancelWait = undefined;
		this.listener.onState(this.#lostAt === undefined ? 'opening' : 'lost');
		let hasOpened = false;
		let isCurrent = true;
		const transport: CallTransport = this.dependencies.open({
			onOpen: () => {
				hasOpened = true;
				if (isCurrent) transport.sendText(JSON.stringify(this.#greeting()));
			},
			onText: (text) => {
				if (this.#transport === transport) this.#read(text);
			},
			onBytes: (bytes) => {
				if (this.#transport === transport) this.#hear(bytes);
			},
			onSoundPath: (path) => {
				if (this.#transport === transport) this.listener.onSoundPath?.(path);
			},
			onClose: (code) => {
				isCurrent = false;
				if (this.#transport === transport) this.#closed(code, hasOpened);
			}
		});
		this.#transport = transport;
		transport.listen?.(this.#microphone);
		this.#cancelPatience?.();
		this.#cancelPatience = this.dependencies.later(READY_WITHIN_MS, () => {
			if (!this.#isReady && this.#transport === transport) this.#lose(1_006);
		});
	}

	#greeting(): CallRequest {
		const { browser, language, takeOver } = this.#start ?? {
			browser: { recognition: false, synthesis: false }
		};
		if (this.#session !== undefined)
			return { type: 'session.resume', ...this.#session, lastEventSeq: this.#lastEventSeq, browser };
		return {
			type: 'session.start',
			browser,
			...(language === undefined ? {} : { language }),
			...(takeOver === true ? { takeOver } : {})
		};
	}

	#read(text: string): void {
		const event = parse(text);
		if (event === undefined) return;
		if ('eventSeq' in event && event.type !== 'session.ready') {
			if (event.eventSeq <= this.#lastEventSeq) return;
			this.#lastEventSeq = event.eventSeq;
		}
		if (event.type === 'session.ready') this.#ready(event);
		else if (event.type === 'audio.ack') this.frames.acknowledge(event.seq);
		else if (event.type === 'session.ended') this.#ended(event.reason);
		else if (event.type === 'error' && event.stage === 'session' && isFinal(event)) {
			this.#refuse(refusalOf(event, this.#session !== undefined));
			return;
		}
		this.#pending.confirm(event);
		this.listener.onEvent(event, 'eventSeq' in event && event.eventSeq <= this.#pastTo);
	}

	#ready(ready: Extract<CallEvent, { type: 'session.ready' }>): void {
		const isNew = this.#session?.sessionId !== ready.sessionId;
		this.#session = { sessionId: ready.sessionId, token: ready.token };
		this.dependencies.keepSession(this.#session);
		if (!this.#hasBegun && !isNew) this.#pastTo = ready.eventSeq;
		this.#hasBegun = true;
		if (isNew) this.#lastEventSeq = Math.max(this.#lastEventSeq, ready.eventSeq);
		if (this.#lostAt !== undefined) this.reconnects += 1;
		this.#lostAt = undefined;
		this.#attempt = 0;
		this.#isReady = true;
		this.frames.rewind(ready.nextMicSeq);
		this.#pending.again(this.frames.cursor, this.frames.nextSeq);
		this.#uplink.ready(this.dependencies.now());
		this.listener.onState('ready');
		this.#pump();
	}

	/** What the person did goes out at its place among the frames. */
	#pump(): void {
		this.#cancelPump?.();
		this.#cancelPump = undefined;
		const transport = this.#transport;
		if (!this.#isReady || transport === undefined) return;
		for (;;) {
			for (const request of this.#pending.take(this.frames.cursor))
				transport.sendText(JSON.stringify(request));
			if (transport.bufferedAmount > BUFFER_AHEAD) break;
			const frame = this.frames.next();
			if (frame === undefined) break;
			transport.sendBytes(encodeFrame(frame));
		}
		if (this.frames.waiting > 0 || !this.#pending.isEmpty)
			this.#cancelPump = this.dependencies.later(PUMP_MS, () => this.#pump());
	}

	#hear(bytes: ArrayBuffer): void {
		let frame: SoundFrame;
		try {
			frame = decodeFrame(bytes);
		} catch {
			// Of a newer server, perhaps: what cannot be read is not played.
			return;
		}
		if (frame.kind === 'speech') this.listener.onSpeech(frame);
	}

	#ended(reason: Extract<CallEvent, { type: 'session.ended' }>['reason']): void {
		this.#over();
		if (reason === 'ended') return;
		const code = reason === 'failed' ? 'internal' : reason;
		this.listener.onRefused({ code, isRetryable: reason !== 'deleted', message: '' });
	}

	#refuse(error: CallError): void {
		this.#over();
		this.listener.onRefused(error);
	}

	#lose(code: number): void {
		const transport = this.#transport;
		this.#closed(code, true);
		transport?.close();
	}

	#closed(code: number, hasOpened: boolean): void {
		this.#transport = undefined;
		this.#isReady = false;
		if (this.#isOver) return;
		const { now, mayCall } = this.dependencies;
		this.#lostAt ??= now();
		const isHopeless = this.#session === undefined && this.#attempt >= FIRST_TRIES;
		if (isHopeless || now() - this.#lostAt >= RESUMABLE_MS) {
			this.#refuse({ code: 'unreachable', isRetryable: true, message: '' });
			return;
		}
		this.listener.onState('lost');
		this.#wait(code);
		if (hasOpened) return;
		mayCall().then(
			(error) => {
				if (error !== undefined && !this.#isOver && !this.#isReady) this.#refuse(error);
			},
			() => undefined
		);
	}

	#wait(code: number): void {
		const { later, random } = this.dependencies;
		// All callers of a server that starts anew come back at once, but not in the same millisecond.
		const delayMs =
			code === SERVICE_RESTART && this.#attempt === 0
				? 100 * random()
				: backoffMs(this.#attempt) * (0.5 + 0.5 * random());
		this.#attempt += 1;
		this.#cancelWait = later(delayMs, () => this.#open());
	}

	#over(): void {
		const transport = this.#transport;
		this.#isOver = true;
		this.#isReady = false;
		this.#transport = undefined;
		for (const cancel of [this.#cancelWait, this.#cancelPump, this.#cancelPatience]) cancel?.();
		this.#cancelWait = undefined;
		this.dependencies.keepSession(undefined);
		transport?.close();
	}
}

/** Another tab has the call: asking again changes nothing. */
const isFinal = ({ code, retryable }: { code: string; retryable: boolean }) =>
	!retryable || code === 'conflict';

function refusalOf({ code, message }: { code: ErrorCode; message: string }, isResuming: boolean): CallError {
	if (isResuming && code === 'not-found') return { code: 'expired', isRetryable: true, message: '' };
	return { code, isRetryable: code !== 'forbidden' || isResuming, message };
}

function parse(text: string): CallEvent | undefined {
	try {
		const event = JSON.parse(text) as Partial<CallEvent> | null;
		return typeof event?.type === 'string' ? (event as CallEvent) : undefined;
	} catch {
		return undefined;
	}
}
