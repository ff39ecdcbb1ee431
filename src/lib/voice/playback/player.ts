// The page's side of playback: hands sound to the audio thread and knows from its reports what is heard. Pausing takes effect within one
// render quantum of the audio thread. Where the audio thread has died in silence (Safari after a phone call: "running", and its clock
// stands), it is made anew, with what was not heard yet.
import type { RingReport } from './sound-ring.ts';
import playbackUrl from './playback.worklet.ts?worker&url';
import type { PlaybackOrder } from './playback.worklet.ts';
import { SPEECH_SAMPLE_RATE } from '../../shared/voice/protocol.ts';

export interface PlayableSound {
	responseId: number;
	mediaMs: number;
	sampleRate: number;
	samples: Int16Array;
}

/** Where a call's sound comes out. */
export interface Player {
	/** False when the browser wants a gesture first; rejects when it cannot play at all. */
	open(): Promise<boolean>;
	play(sound: PlayableSound): void;
	/** Nothing more comes of it. */
	done(responseId: number): void;
	pause(): void;
	resume(): void;
	clear(): void;
	close(): void;
}

export interface PlayerListener {
	onReport(report: RingReport): void;
	/** Sound may be played now, or not any more before the person does something. */
	onBlocked(isBlocked: boolean): void;
}

/** No report for so long with sound to be played, and a clock that stands: the audio thread is dead. */
const DEAD_MS = 2_000;

export class WorkletPlayer implements Player {
	#context: AudioContext | undefined;
	#node: AudioWorkletNode | undefined;
	#unheard: PlayableSound[] = [];
	#doneIds: number[] = [];
	#underrunsBefore = 0;
	#underruns = 0;
	#reportedAt = 0;
	#clockAt = 0;
	#watch: ReturnType<typeof setInterval> | undefined;
	#isClosed = false;

	constructor(private readonly listener: PlayerListener) {}

	async open(): Promise<boolean> {
		this.#context ??= await this.#make();
		const context = this.#context;
		// Without a gesture this may hang instead of rejecting.
		if (context.state !== 'running')
			await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, 300))]);
		const isRunning = context.state === 'running';
		this.listener.onBlocked(!isRunning);
		return isRunning;
	}

	play(sound: PlayableSound): void {
		if (this.#isClosed) return;
		if (this.#unheard.length === 0) this.#reportedAt = performance.now();
		this.#unheard.push(sound);
		// Copied by the message, since it is kept here until it was heard.
		this.#order({ type: 'sound', ...sound });
	}

	done(responseId: number): void {
		this.#doneIds.push(responseId);
		this.#order({ type: 'done', responseId });
	}

	pause(): void {
		this.#order({ type: 'pause' });
	}

	resume(): void {
		this.#order({ type: 'resume' });
	}

	clear(): void {
		this.#unheard = [];
		this.#order({ type: 'clear' });
	}

	close(): void {
		this.#isClosed = true;
		clearInterval(this.#watch);
		removeEventListener('visibilitychange', this.#wake);
		this.#order({ type: 'leave' });
		void this.#context?.close();
		this.#context = this.#node = undefined;
	}

	async #make(): Promise<AudioContext> {
		const context = new AudioContext({ sampleRate: SPEECH_SAMPLE_RATE, latencyHint: 'interactive' });
		await context.audioWorklet.addModule(playbackUrl);
		const node = new AudioWorkletNode(context, 'playback', {
			numberOfInputs: 0,
			numberOfOutputs: 1,
			outputChannelCount: [1]
		});
		node.port.onmessage = ({ data }: MessageEvent<RingReport>) => this.#take(data);
		node.connect(context.destination);
		context.onstatechange = () => {
			if (!this.#isClosed && context === this.#context && context.state === 'running')
				this.listener.onBlocked(false);
		};
		this.#node = node;
		if (this.#watch === undefined) {
			this.#watch = setInterval(() => this.#check(), 500);
			addEventListener('visibilitychange', this.#wake);
		}
		return context;
	}

	#order(order: PlaybackOrder): void {
		this.#node?.port.postMessage(order);
	}

	#take(report: RingReport): void {
		this.#reportedAt = performance.now();
		this.#underruns = this.#underrunsBefore + report.underruns;
		// Frames behind the one that is heard are heard.
		const at = this.#unheard.findIndex(
			({ responseId, mediaMs, samples, sampleRate }) =>
				responseId === report.responseId && mediaMs + (1_000 * samples.length) / sampleRate > report.playedMs
		);
		if (report.isEmpty) this.#unheard = [];
		else if (at > 0) this.#unheard.splice(0, at);
		this.listener.onReport({ ...report, underruns: this.#underruns });
	}

	readonly #wake = (): void => {
		// While the system holds the sound ("interrupted") resuming breaks it for good on iOS: it says itself when that is over.
		if (document.visibilityState === 'visible' && this.#context?.state === 'suspended') void this.open();
	};

	#check(): void {
		const context = this.#context;
		if (context === undefined || this.#unheard.length === 0) return;
		const hasStood = context.currentTime === this.#clockAt;
		this.#clockAt = context.currentTime;
		if (context.state === 'suspended') this.listener.onBlocked(true);
		if (context.state !== 'running' || !hasStood || performance.now() - this.#reportedAt < DEAD_MS) return;
		this.#reportedAt = performance.now();
		void this.#remake(context);
	}

	async #remake(dead: AudioContext): Promise<void> {
		this.#underrunsBefore = this.#underruns;
		dead.onstatechange = null;
		void dead.close();
		this.#context = undefined;
		await this.open();
		for (const sound of this.#unheard) this.#order({ type: 'sound', ...sound });
		for (const responseId of this.#doneIds) this.#order({ type: 'done', responseId });
	}
}
