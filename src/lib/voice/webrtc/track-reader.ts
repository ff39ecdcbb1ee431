// Makes frames of speech out of a media track that has neither numbers nor times: the server says on the socket which frame stands where in
// the track it sends, and here the track is heard with a delay that nobody knows. Before a stretch of speech it is quiet; the server says
// where the first audible sample is, and the same edge in what is heard tells the delay, to a few milliseconds, again and again.
//
// A frame is given once, in the order of its announcement, when its samples are there. What is heard and was not announced is kept for a
// while: the socket may be slower than the track. Pure: samples in, frames out.
import { AUDIBLE, type PlacedFrame } from '../../shared/voice/sound.ts';
import type { SoundFrame } from '../../shared/voice/frames.ts';

/** Hz, of what is heard and of the frames. */
export const TRACK_RATE = 24_000;
const samplesOf = (ms: number) => Math.round((TRACK_RATE * ms) / 1_000);

const KEPT_SAMPLES = samplesOf(4_000);
/** So much quiet before an edge; the server left ONSET_QUIET_MS, of which jitter may take some. */
const QUIET_SAMPLES = samplesOf(60);
/** By so much the delay may change between two edges: a jitter buffer that grows or shrinks. */
const SLACK_SAMPLES = samplesOf(250);
/** Of a late track, at the end of a response. */
const MOST_TAIL_SAMPLES = samplesOf(500);
/** An edge is where it is expected if it is no further off than this. */
const NEAR_SAMPLES = samplesOf(40);

export class TrackReader {
	readonly #samples = new Float32Array(KEPT_SAMPLES);
	/** How many samples were heard. */
	#heard = 0;
	#lastAudible = -Infinity;
	#edges: number[] = [];
	#waiting: PlacedFrame[] = [];
	/** From the server's count of the track to what was heard, in samples. */
	#delay: number | undefined;
	/** Of the last frame that was cut: what lies before belongs to no later one. */
	#givenTo = 0;
	#endedId: number | undefined;
	/** Stretches in which no packet came: the browser made something up. */
	#madeUp: { from: number; to: number }[] = [];
	/** Frames that should be audible and were made up, until the track is known to go on. */
	#doubtful: SoundFrame[] = [];

	constructor(private readonly onFrame: (frame: SoundFrame) => void) {}

	/** Frames whose samples have not come. */
	get waiting(): number {
		return this.#waiting.length + this.#doubtful.length;
	}

	/** `isMadeUp`: no packet has come for it. */
	hear(samples: Float32Array, isMadeUp = false): void {
		if (isMadeUp) this.#madeUp.push({ from: this.#heard, to: this.#heard + samples.length });
		this.#madeUp = this.#madeUp.filter(({ to }) => to > this.#heard - KEPT_SAMPLES);
		for (const sample of samples) {
			const at = this.#heard++;
			this.#samples[at % KEPT_SAMPLES] = sample;
			if (Math.abs(sample) < AUDIBLE) continue;
			if (at - this.#lastAudible >= QUIET_SAMPLES) this.#edges.push(at);
			this.#lastAudible = at;
		}
		this.#edges = this.#edges.filter((edge) => edge > this.#heard - KEPT_SAMPLES);
		this.#give();
	}

	place(frame: PlacedFrame): void {
		this.#waiting.push(frame);
		this.#give();
	}

	/** No further frame of this response comes. */
	end(responseId: number): void {
		this.#endedId = responseId;
		this.#give();
	}

	drop(responseId: number): void {
		this.#waiting = this.#waiting.filter((frame) => frame.responseId !== responseId);
		this.#doubtful = this.#doubtful.filter((frame) => frame.responseId !== responseId);
	}

	#give(): void {
		for (;;) {
			const [frame] = this.#waiting;
			if (frame === undefined) return;
			const delay = this.#delayOf(frame);
			if (delay === undefined) return;
			const from = Math.round((frame.streamMs * TRACK_RATE) / 1_000) + delay;
			const length = this.#lengthOf(frame, from);
			if (length === undefined || from + length > this.#heard) return;
			this.#waiting.shift();
			this.#delay = delay;
			this.#givenTo = from + length;
			this.#doubtful.push({
				kind: 'speech',
				subframes: 0,
				responseId: frame.responseId,
				seq: frame.seq,
				mediaMs: frame.mediaMs,
				samples: this.#cut(from, length)
			});
			const isMadeUp = this.#madeUp.some((made) => made.from < from + length && made.to > from);
			// One packet that was lost is lost, and the next one shows that the track goes on. Where none comes, the socket brings these frames.
			if (isMadeUp && (frame.isAudible || this.#doubtful.length > 1)) continue;
			const given = this.#doubtful;
			this.#doubtful = [];
			for (const whole of given) this.onFrame(whole);
		}
	}

	/** Undefined: wait for more of the track. */
	#delayOf(frame: PlacedFrame): number | undefined {
		// Frames that begin with quiet stand before the first edge there is to find.
		const edged =
			this.#delay === undefined ? this.#waiting.find(hasEdge) : hasEdge(frame) ? frame : undefined;
		if (edged === undefined) return this.#delay;
		const placed = Math.round(((edged.streamMs + edged.audibleMs) * TRACK_RATE) / 1_000);
		const edges = this.#edges.filter((edge) => edge >= this.#givenTo);
		if (this.#delay === undefined) {
			const [first] = edges;
			return first === undefined ? undefined : first - placed;
		}
		const expected = placed + this.#delay;
		const near = edges
			.filter((edge) => Math.abs(edge - expected) <= SLACK_SAMPLES)
			.toSorted((a, b) => Math.abs(a - expected) - Math.abs(b - expected))[0];
		if (near !== undefined && Math.abs(near - expected) <= NEAR_SAMPLES) return near - placed;
		// An early one may be of something else as long as the right one can still come; a late one is late.
		if (near !== undefined && (near > expected || this.#heard > expected + NEAR_SAMPLES))
			return near - placed;
		return this.#heard > expected + SLACK_SAMPLES ? this.#delay : undefined;
	}

	/** The last frame of a response is as long as sound lasts: what a late track still brings belongs to it. Undefined: wait for more. */
	#lengthOf(frame: PlacedFrame, from: number): number | undefined {
		const length = samplesOf(frame.lengthMs);
		if (this.#waiting.length > 1 || frame.responseId !== this.#endedId) return length;
		const end = from + length;
		if (this.#heard < end + NEAR_SAMPLES) return undefined;
		const most = end + MOST_TAIL_SAMPLES;
		if (this.#lastAudible > end && this.#heard - this.#lastAudible < QUIET_SAMPLES && this.#heard < most)
			return undefined;
		return Math.max(length, Math.min(this.#lastAudible + 1, most, this.#heard) - from);
	}

	#cut(from: number, length: number): Int16Array {
		const oldest = this.#heard - KEPT_SAMPLES;
		return Int16Array.from({ length }, (_, i) => {
			const at = from + i;
			const sample = at < 0 || at < oldest ? 0 : (this.#samples[at % KEPT_SAMPLES] ?? 0);
			return Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768)));
		});
	}
}

const hasEdge = (frame: PlacedFrame): frame is PlacedFrame & { audibleMs: number } =>
	frame.audibleMs !== undefined;
