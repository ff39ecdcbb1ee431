// By how much a score may move although the playing is the same: what 19 in 20 of 60 rendered performances stayed below when they were
// recorded again as a phone in a room would, with its noise and MP3 at 96 kbit/s (the takes of scripts/recordings/takes.mjs).
import { DIMENSIONS, type Dimension } from '../dimensions.ts';

const RE_RECORDED = 0.07;

export const NOISE_FLOOR = Object.fromEntries(DIMENSIONS.map((name) => [name, RE_RECORDED])) as Record<
	Dimension,
	number
>;
