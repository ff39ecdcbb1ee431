/* eslint-disable @typescript-eslint/no-non-null-assertion -- indices stay within the arrays by construction, and these are the innermost loops */
// The colour of the sound: where its energy lies and how that moves with time and with loudness. What lies at the noise is left out.
// Sources: Grey and Gordon (JASA 1978) and Schubert and Wolfe (2006) for the centroid as brightness; Peeters (2004) for roll-off,
// flatness and slope; Davis and Mermelstein (1980) for the cosine transform of a logarithmic spectrum.
import { cosineOfTurns, decibels, ln } from '../signal/exact-math.ts';
import { bandEdges } from '../take/bands.ts';
import { FRAME_SIZE } from '../take/take.ts';
import { powerOf } from './noise.ts';
import type { Passage } from './passage.ts';
import { correlation, deviation, geometricMean, mean, quantiles } from './statistics.ts';

/** Octaves above 21.5 Hz of the middle of each band. */
const EDGES = bandEdges(FRAME_SIZE);
const OCTAVES = Array.from({ length: EDGES.length - 1 }, (_, band) =>
	Math.max(0, ln((EDGES[band]! + EDGES[band + 1]! - 1) / 2) / Math.LN2)
);
const COEFFICIENTS = 13;
/** Bounds of eight regions, octaves: up to 100, 200, 400, 800, 1,600, 3,200 and 6,400 Hz. */
const REGIONS = [2.22, 3.22, 4.22, 5.22, 6.22, 7.22, 8.22];
/** Frames this far below the take's loudness say little of its colour. */
const HEARD = -25;

export function spectrum({ heard, from, to }: Passage): Record<string, number> {
	const { take, floor, levels } = heard;
	const { bandCount } = take;
	const total = new Float64Array(bandCount);
	const centroids: number[] = [];
	const rolls: number[] = [];
	const flats: number[] = [];
	const highs: number[] = [];
	const heights: number[] = [];
	const shapes: number[][] = Array.from({ length: COEFFICIENTS }, () => []);
	const powers = new Float64Array(bandCount);
	for (let frame = from; frame < to; frame += 2) {
		if ((levels[frame] ?? -60) < HEARD) continue;
		let [sum, weighted, high] = [0, 0, 0];
		for (let band = 0; band < bandCount; band++) {
			const value = Math.max(0, powerOf(take.bands[frame * bandCount + band]!) - floor[band]! * 0.8);
			powers[band] = value;
			total[band]! += value;
			sum += value;
			weighted += value * OCTAVES[band]!;
			if (OCTAVES[band]! > 6.55) high += value;
		}
		if (sum <= 0) continue;
		heights.push(levels[frame] ?? 0);
		centroids.push(weighted / sum);
		highs.push(decibels(high / sum, -60));
		rolls.push(rollOff(powers, sum, 0.9));
		flats.push(flatnessOf(powers.subarray(8), sum));
		if (frame % 4 === from % 4) shapeOf(powers, sum).forEach((value, at) => shapes[at]?.push(value));
	}
	const sum = total.reduce((all, value) => all + value, 0) + 1e-30;
	return {
		...spreadOf('centroid', centroids),
		...spreadOf('high', highs),
		...spreadOf('rollOff', rolls),
		...spreadOf('flatness', flats),
		brightnessWithLevel: correlation(heights, centroids),
		...Object.fromEntries(regions(total, sum).map((value, at) => [`region${String(at)}`, value])),
		...Object.fromEntries(shapeOf(total, sum).map((value, at) => [`shape${String(at)}`, value])),
		...Object.fromEntries(shapes.map((list, at) => [`shapeSpread${String(at)}`, deviation(list)]))
	};
}

function spreadOf(name: string, list: readonly number[]): Record<string, number> {
	const [low = 0, high = 0] = quantiles(list, [0.1, 0.9]);
	return {
		[`${name}Mean`]: mean(list),
		[`${name}Spread`]: deviation(list),
		[`${name}Low`]: low,
		[`${name}High`]: high
	};
}

/** Decibels from the mean of the bands to their geometric mean; bands 60 dB below the frame are as good as empty, whatever the gain. */
function flatnessOf(powers: Float64Array, sum: number): number {
	const floored = powers.map((value) => Math.max(value, sum * 1e-6));
	return decibels(geometricMean(floored) / mean(floored), -60);
}

/** The octave below which the given share of the power lies. */
function rollOff(powers: Float64Array, sum: number, share: number): number {
	let reached = 0;
	for (let band = 0; band < powers.length; band++) {
		reached += powers[band]!;
		if (reached >= share * sum) return OCTAVES[band]!;
	}
	return OCTAVES.at(-1) ?? 0;
}

function regions(powers: Float64Array, sum: number): number[] {
	const sums = new Float64Array(REGIONS.length + 1);
	for (let band = 0; band < powers.length; band++) {
		const at = REGIONS.findIndex((bound) => OCTAVES[band]! < bound);
		sums[at === -1 ? REGIONS.length : at]! += powers[band]!;
	}
	return Array.from(sums, (value) => decibels(value / sum, -60));
}

const COSINES = Array.from({ length: COEFFICIENTS }, (_, row) =>
	Float64Array.from(OCTAVES, (_octave, band) =>
		cosineOfTurns(((row + 1) * (band + 0.5)) / (2 * OCTAVES.length))
	)
);

/** The spectrum's shape in few numbers: cosines of its levels, relative to its sum and no lower than 60 dB below it. */
function shapeOf(powers: Float64Array, sum: number): number[] {
	const levels = Float64Array.from(powers, (value) => decibels(value / sum, -60));
	return COSINES.map((cosines) => {
		let value = 0;
		for (let band = 0; band < levels.length; band++) value += cosines[band]! * levels[band]!;
		return value / levels.length;
	});
}
