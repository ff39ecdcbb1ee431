// What is to be played, in order, for the audio thread: starts when a little is there, stops and goes on within one render quantum without
// a click, and knows to the sample what was played. Never waits and never fails: when it runs dry it plays silence and counts it.

export interface RingReport {
	/** Of what is played now or was last. */
	responseId: number;
	/** How much of that response was played, ms of its own sound. */
	playedMs: number;
	/** Sound comes out. */
	isAudible: boolean;
	isPaused: boolean;
	/** Nothing is left to be played. */
	isEmpty: boolean;
	/** RMS (0..1) since the report before. */
	level: number;
	/** Times it ran dry in the middle of a response. */
	underruns: number;
}

interface Piece {
	responseId: number;
	mediaMs: number;
	sampleRate: number;
	samples: Int16Array;
}

/** Begins with so much, or with all there is of a response that is complete. */
const PREBUFFER_MS = 60;
/** After running dry: twice as much, up to this. */
const LARGEST_PREBUFFER_MS = 240;

export class SoundRing {
	#pieces: Piece[] = [];
	/** Into the first piece, in its own samples; may lie between two. */
	#at = 0;
	#doneIds = new Set<number>();
	#isWaiting = true;
	#isPaused = false;
	#isDoomed = false;
	#gain = 0;
	#prebufferMs = PREBUFFER_MS;
	#responseId = -1;
	#playedMs = 0;
	#underruns = 0;
	#energy = 0;
	#rendered = 0;
	#isAudible = false;

	constructor(private readonly contextRate: number) {}

	push(piece: Piece): void {
		this.#pieces.push(piece);
	}

	/** Nothing more comes of it. */
	done(responseId: number): void {
		this.#doneIds.add(responseId);
	}

	pause(): void {
		this.#isPaused = true;
	}

	resume(): void {
		this.#isPaused = false;
	}

	/** Everything that was not played is forgotten, and nothing is paused. */
	clear(): void {
		if (this.#gain > 0 && this.#pieces.length > 0) this.#isDoomed = true;
		else this.#empty();
	}

	/** How much is there to be played, ms. */
	bufferedMs(): number {
		const ahead = this.#pieces.reduce((sum, { samples, sampleRate }) => sum + samples.length / sampleRate, 0);
		return 1_000 * (ahead - this.#at / (this.#pieces[0]?.sampleRate ?? 1));
	}

	/** Fills one quantum. */
	render(output: Float32Array): void {
		this.#isAudible = false;
		this.#rendered += output.length;
		const isStopping = this.#isPaused || this.#isDoomed;
		if ((isStopping && this.#gain === 0) || !this.#isReady()) {
			output.fill(0);
			if (this.#isDoomed) this.#empty();
			return;
		}
		const step = (isStopping ? -1 : 1) / output.length;
		for (let i = 0; i < output.length; i++) {
			this.#gain = Math.min(1, Math.max(0, this.#gain + step));
			const sample = this.#isWaiting ? 0 : this.#gain * this.#next();
			this.#energy += sample * sample;
			output[i] = sample;
		}
		this.#isAudible = !isStopping && !this.#isWaiting;
		if (this.#isDoomed) this.#empty();
		else if (isStopping || this.#isWaiting) this.#gain = 0;
	}

	/** `isNext`: the level of the next report begins here. */
	report(isNext = true): RingReport {
		const level = Math.sqrt(this.#energy / Math.max(1, this.#rendered));
		if (isNext) this.#energy = this.#rendered = 0;
		return {
			responseId: this.#responseId,
			playedMs: this.#playedMs,
			isAudible: this.#isAudible,
			isPaused: this.#isPaused,
			isEmpty: this.#pieces.length === 0,
			level,
			underruns: this.#underruns
		};
	}

	#isReady(): boolean {
		if (!this.#isWaiting) return true;
		const first = this.#pieces[0];
		if (first === undefined) return false;
		if (this.bufferedMs() < this.#prebufferMs && !this.#doneIds.has(first.responseId)) return false;
		this.#isWaiting = false;
		return true;
	}

	/** The next sample at the context's rate, between two of the source where the rates differ. */
	#next(): number {
		const piece = this.#pieces[0];
		if (piece === undefined) return 0;
		const index = Math.floor(this.#at);
		const here = piece.samples[index] ?? 0;
		const after = piece.samples[index + 1] ?? this.#pieces[1]?.samples[0] ?? here;
		const value = (here + (after - here) * (this.#at - index)) / 32_768;
		this.#at += piece.sampleRate / this.contextRate;
		this.#responseId = piece.responseId;
		this.#playedMs = piece.mediaMs + (1_000 * Math.min(this.#at, piece.samples.length)) / piece.sampleRate;
		if (this.#at >= piece.samples.length) this.#advance(piece);
		return value;
	}

	#advance(piece: Piece): void {
		this.#pieces.shift();
		this.#at -= piece.samples.length;
		if (this.#pieces.length > 0) return;
		this.#at = 0;
		this.#isWaiting = true;
		if (this.#doneIds.has(piece.responseId)) return;
		this.#underruns += 1;
		this.#prebufferMs = Math.min(LARGEST_PREBUFFER_MS, 2 * this.#prebufferMs);
	}

	#empty(): void {
		this.#pieces = [];
		this.#at = 0;
		this.#gain = 0;
		this.#isWaiting = true;
		this.#isDoomed = false;
		this.#isPaused = false;
	}
}
