// A provider counts seconds of the sound it was sent; the voice room counts media time of the microphone, which leaps where sound was
// left out and stands still where silence was put in. Which is which, for as long as a transcript may still speak of it.

export interface MediaTimeline {
	/** Sound of so many ms is sent; its first sample has this media time. `null`: silence that nobody recorded. */
	sent(ms: number, mediaMs: number | null): void;
	/** ms from the start of what was sent → media time; undefined for before anything was sent. */
	toMedia(sentMs: number): number | undefined;
	readonly sentMs: number;
}

interface Stretch {
	sentFrom: number;
	mediaFrom: number;
	/** Media time goes on by so much of what was sent. */
	ms: number;
}

/** Of leaps; a call rarely has ten. */
const MOST_STRETCHES = 200;

export function createMediaTimeline(): MediaTimeline {
	const stretches: Stretch[] = [];
	let total = 0;
	return {
		get sentMs() {
			return total;
		},
		sent(ms, mediaMs) {
			const last = stretches.at(-1);
			const isNext =
				last !== undefined && mediaMs !== null && last.sentFrom + last.ms === total
					? Math.abs(last.mediaFrom + last.ms - mediaMs) < 1
					: false;
			if (isNext && last !== undefined) last.ms += ms;
			else if (mediaMs !== null) stretches.push({ sentFrom: total, mediaFrom: mediaMs, ms });
			if (stretches.length > MOST_STRETCHES) stretches.shift();
			total += ms;
		},
		toMedia(sentMs) {
			const stretch = stretches.findLast(({ sentFrom }) => sentFrom <= sentMs);
			return stretch && stretch.mediaFrom + Math.min(stretch.ms, sentMs - stretch.sentFrom);
		}
	};
}
