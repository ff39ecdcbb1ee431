// How a call speaks: sound of the server in the audio thread, or words by the browser's own voice, or nothing but text; and how far each
// answer was heard, which the server is told. Sound of an answer that was cut off is dropped, however late it comes.
import type { SoundFrame } from '../shared/voice/frames.ts';
import {
	MARK_EVERY_MS,
	type CallRequest,
	type JournaledBody,
	type SpeakerMode
} from '../shared/voice/protocol.ts';
import type { Player, PlayerListener } from './playback/player.ts';
import type { RingReport } from './playback/sound-ring.ts';
import type { Synthesis, SynthesisListener } from './browser/synthesis.ts';
import { charsAt, fromMessageChars, Responses, toMessageChars, type CallResponse } from './responses.ts';

type Body<T extends JournaledBody['type']> = Extract<JournaledBody, { type: T }>;

export interface SpeakingDependencies {
	player: (listener: PlayerListener) => Player;
	/** undefined where the browser has no voice. */
	synthesis: (listener: SynthesisListener) => Synthesis | undefined;
	send(request: CallRequest): void;
	now(): number;
}

export interface SpeakingListener {
	/** Its text, or how far it was heard, has changed. */
	onChange(response: CallResponse): void;
	onAudible(isAudible: boolean): void;
	onFirstSound(response: CallResponse): void;
	/** The sound has stopped since it was told to pause. */
	onPaused(): void;
	/** Nothing more of it will be heard. */
	onHeard(response: CallResponse): void;
	onBlocked(isBlocked: boolean): void;
}

export class Speaking {
	readonly responses = new Responses();
	#mode: SpeakerMode = 'text';
	/** RMS (0..1) of what plays. */
	level = 0;
	underruns = 0;
	readonly #player: Player;
	readonly #synthesis: Synthesis | undefined;
	#current: CallResponse | undefined;
	/** The audio thread works. */
	#canPlay = true;
	#isPlayerAudible = false;
	#isPlayerEmpty = true;
	#isVoiceAudible = false;
	#isPaused = false;
	#markedAt = 0;
	readonly #begun = new Set<number>();
	/** Said by the browser's voice, at least in part. */
	readonly #voiced = new Set<number>();

	constructor(
		private readonly dependencies: SpeakingDependencies,
		private readonly listener: SpeakingListener
	) {
		this.#player = dependencies.player({
			onReport: (report) => this.#report(report),
			onBlocked: (isBlocked) => listener.onBlocked(isBlocked)
		});
		this.#synthesis = dependencies.synthesis({
			onWord: (key, _at, end) => this.#word(Number(key), end),
			onAudible: (isAudible) => this.#audible(this.#isPlayerAudible, isAudible),
			onSaid: (key) => {
				const response = this.responses.get(Number(key));
				if (response !== undefined) this.#heard(response);
			},
			onFault: () => this.#failed('browser')
		});
	}

	get isAudible(): boolean {
		return this.#isPlayerAudible || this.#isVoiceAudible;
	}

	get isPaused(): boolean {
		return this.#isPaused;
	}

	/** The answer that is said now, or is about to be. */
	get current(): CallResponse | undefined {
		return this.#current;
	}

	/** Its sound has begun and is not over: between two of its words nobody else speaks. */
	get isUnderWay(): boolean {
		return this.isAudible || (this.#current !== undefined && this.#begun.has(this.#current.id));
	}

	/** In a click. Never rejects: a browser that cannot play leaves it to its voices. */
	async open(): Promise<void> {
		try {
			await this.#player.open();
		} catch {
			this.#canPlay = false;
		}
	}

	speakBy(mode: SpeakerMode): void {
		this.#mode = mode;
		if (!this.#canPlay && mode !== 'browser' && mode !== 'text') this.#failed(mode);
	}

	close(): void {
		this.#player.close();
		this.#synthesis?.clear();
		this.#audible(false, false);
	}

	started(event: Body<'response.started'>): CallResponse {
		const response = this.responses.start(event);
		if (!response.isCancelled) this.#current = response;
		return response;
	}

	/** `isPast`: the page before this one has said it; only its sound that comes again is played. */
	text(event: Body<'response.text.delta'>, isPast = false): void {
		const response = this.responses.add(event);
		if (response === undefined) return;
		if (isPast) this.#read(response);
		else if (this.#mode === 'browser') this.#say(response, event.spoken);
		else if (this.#mode === 'text') this.#read(response);
		this.listener.onChange(response);
	}

	sound(frame: SoundFrame): void {
		const response = this.responses.get(frame.responseId);
		// Of an answer that was cut off, or one we have already: some come again with a new line.
		if (response === undefined || response.isCancelled || frame.seq < response.nextFrameSeq) return;
		response.nextFrameSeq = frame.seq + 1;
		this.#isPlayerEmpty = false;
		const { responseId, mediaMs, samples } = frame;
		this.#player.play({ responseId, mediaMs, samples, sampleRate: response.sampleRate });
	}

	done(event: Body<'response.done'>, isPast = false): void {
		const response = this.responses.get(event.responseId);
		if (response === undefined || response.isDone) return;
		response.isDone = true;
		response.audioMs = event.audioMs;
		this.#player.done(event.responseId);
		if (this.#voiced.has(response.id)) this.#synthesis?.say(String(response.id), '', 0, true);
		else if (!isPast && this.#isPlayerEmpty) this.#heard(response);
		this.listener.onChange(response);
	}

	/** The server has cut it off, for whatever reason. */
	cancelled(event: Body<'response.cancelled'>): void {
		const response = this.responses.get(event.responseId);
		if (response === undefined) return;
		this.#cut(response);
		response.heardChars = fromMessageChars(response, event.heardChars);
		this.listener.onChange(response);
	}

	/** The person has: what was not heard of it is not said any more. undefined when nothing is being said. */
	interrupt(): CallResponse | undefined {
		const response = this.#current;
		if (response === undefined || response.isCancelled) return undefined;
		this.#cut(response);
		this.dependencies.send({ type: 'response.cancel', ...this.#position(response) });
		this.listener.onChange(response);
		return response;
	}

	pause(): void {
		if (this.#isPaused) return;
		this.#isPaused = true;
		this.#player.pause();
		this.#synthesis?.pause();
		if (!this.#isPlayerAudible) this.listener.onPaused();
		this.#mark();
	}

	resume(): void {
		if (!this.#isPaused) return;
		this.#isPaused = false;
		this.#player.resume();
		if (this.#isPlayerEmpty) this.#synthesis?.resume();
		this.#mark();
	}

	#failed(mode: SpeakerMode): void {
		this.dependencies.send({ type: 'mode.failed', stage: 'speaker', mode });
	}

	#cut(response: CallResponse): void {
		const wasHeard = response.isCancelled;
		response.isCancelled = true;
		if (this.#current === response) {
			this.#current = undefined;
			this.#isPaused = false;
			this.#isPlayerEmpty = true;
			this.#player.clear();
			this.#synthesis?.clear();
		}
		if (!wasHeard) this.listener.onHeard(response);
	}

	/** By the browser's voice, after what the audio thread still has to play. */
	#say(response: CallResponse, spoken: string): void {
		if (this.#synthesis === undefined) return;
		this.#voiced.add(response.id);
		if (!this.#isPlayerEmpty) this.#synthesis.pause();
		const from = response.pieces.slice(0, -1).reduce((sum, piece) => sum + piece.spoken.length, 0);
		this.#synthesis.say(String(response.id), spoken, from, false);
	}

	/** Where nobody speaks, what is shown is read. */
	#read(response: CallResponse): void {
		response.heardChars = response.text.length;
	}

	#word(responseId: number, end: number): void {
		const response = this.responses.get(responseId);
		if (response === undefined || response.isCancelled) return;
		this.#begin(response);
		let from = 0;
		for (const piece of response.pieces) {
			const share = (end - from) / Math.max(1, piece.spoken.length);
			if (share <= 1) {
				this.#advance(response, piece.from + Math.round(share * piece.length));
				return;
			}
			from += piece.spoken.length;
		}
	}

	#report(report: RingReport): void {
		const response = this.responses.get(report.responseId);
		const wasAudible = this.#isPlayerAudible;
		this.underruns = report.underruns;
		this.level = report.isAudible ? report.level : 0;
		this.#isPlayerEmpty = report.isEmpty;
		if (response !== undefined && !response.isCancelled && report.playedMs > response.playedMs) {
			response.playedMs = report.playedMs;
			this.#begin(response);
			this.#advance(response, charsAt(response, report.playedMs));
		}
		this.#audible(report.isAudible, this.#isVoiceAudible);
		if (wasAudible && !report.isAudible && this.#isPaused) {
			this.listener.onPaused();
			this.#mark();
		}
		if (!report.isEmpty) return;
		if (!this.#isPaused) this.#synthesis?.resume();
		if (response?.isDone === true && !this.#voiced.has(response.id)) this.#heard(response);
	}

	#begin(response: CallResponse): void {
		if (this.#begun.has(response.id)) return;
		this.#begun.add(response.id);
		this.listener.onFirstSound(response);
	}

	#advance(response: CallResponse, heardChars: number): void {
		if (heardChars > response.heardChars) {
			response.heardChars = heardChars;
			this.listener.onChange(response);
		}
		if (this.dependencies.now() - this.#markedAt >= MARK_EVERY_MS) this.#mark();
	}

	#heard(response: CallResponse): void {
		if (response.isCancelled || this.#current !== response) return;
		response.heardChars = response.text.length;
		this.#mark();
		this.#current = undefined;
		this.listener.onChange(response);
		this.listener.onHeard(response);
	}

	#mark(): void {
		const response = this.#current;
		if (response === undefined) return;
		this.#markedAt = this.dependencies.now();
		this.dependencies.send({ type: 'playback.mark', ...this.#position(response) });
	}

	#position(response: CallResponse): { responseId: number; playedMs: number; spokenChars?: number } {
		const position = { responseId: response.id, playedMs: response.playedMs };
		if (response.sampleRate > 0 && !this.#voiced.has(response.id)) return position;
		return { ...position, spokenChars: toMessageChars(response, response.heardChars) };
	}

	#audible(isPlayerAudible: boolean, isVoiceAudible: boolean): void {
		const was = this.isAudible;
		this.#isPlayerAudible = isPlayerAudible;
		this.#isVoiceAudible = isVoiceAudible;
		if (was !== this.isAudible) this.listener.onAudible(this.isAudible);
	}
}
