// By how much a score may move although the playing is the same. The sensitivity cards tell it for synthesised playing that is recorded
// again; real playing in another room moves further: 19 in 20 of 60 rendered performances stayed below 0.08 in most dimensions when a
// phone's microphone, its noise and MP3 at 96 kbit/s came in between (the takes of scripts/recordings/takes.mjs). Less is called no change.
import { DIMENSIONS, type Dimension } from '../dimensions.ts';
import { SENSITIVITY } from '../sensitivity.ts';

const ANOTHER_ROOM = 0.08;
/** Two recordings differ by the root of two more than one does from its mean; two deviations hold 19 in 20. */
const DEVIATIONS = 2 * Math.SQRT2;

export const NOISE_FLOOR = Object.fromEntries(
	DIMENSIONS.map((name) => [
		name,
		Math.max(ANOTHER_ROOM, Math.round(DEVIATIONS * SENSITIVITY[name].noiseFloor * 1_000) / 1_000)
	])
) as Record<Dimension, number>;
