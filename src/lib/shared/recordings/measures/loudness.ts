// How loud a take is, so that everything else can be told relative to it: a microphone's gain must move no score.
// Source: ITU-R BS.1770-4 (blocks of 400 ms that overlap by three quarters; gated 10 dB below the mean). Its first gate, an absolute one,
// would let the gain in: quiet blocks of a quiet recording would not count. Here it only says what is silence; blocks count by their
// distance to the loudest one.
import { decibels } from '../signal/exact-math.ts';
import type { Take } from '../take/take.ts';

const BLOCK = 40;
const STEP = 10;
const SILENT = -70;
const BELOW_LOUDEST = -40;
const RELATIVE_GATE = -10;
/** From the sum over a Hann window's spectrum to mean power; and the standard's own offset. */
const SUM_TO_MEAN = 1 / 3;
const OFFSET = -0.691;

/** In LUFS; null for silence. */
export function gatedLoudness(take: Take): number | null {
	const powers: number[] = [];
	for (let from = 0; from === 0 || from + BLOCK <= take.frameCount; from += STEP) {
		const to = Math.min(take.frameCount, from + BLOCK);
		let sum = 0;
		for (let at = from; at < to; at++) sum += take.loudness[at] ?? 0;
		if (to > from) powers.push((sum * SUM_TO_MEAN) / (to - from));
	}
	const loudest = loudnessOf(powers.reduce((most, power) => Math.max(most, power), 0));
	if (loudest <= SILENT) return null;
	const audible = powers.filter((power) => loudnessOf(power) > loudest + BELOW_LOUDEST);
	const gate = loudnessOf(average(audible)) + RELATIVE_GATE;
	return loudnessOf(average(audible.filter((power) => loudnessOf(power) > gate)));
}

/** Of one frame's weighted power. */
export const frameLoudness = (power: number): number => loudnessOf(power * SUM_TO_MEAN);

const loudnessOf = (power: number): number => OFFSET + decibels(power, -120);

const average = (list: readonly number[]): number =>
	list.reduce((sum, value) => sum + value, 0) / list.length;
