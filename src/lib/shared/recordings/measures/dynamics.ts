// Dynamics: how the loudness moves, at the pace of notes, of beats and of phrases. All relative to the take's own loudness.
// Sources: EBU Tech 3342 (loudness range as a spread of quantiles); Kosta, Bandtlow and Chew, "Dynamics and relativity" (JNMR 2018),
// for describing dynamics by differences within a performance; Tzanetakis and Cook (2002) for the energy of modulation.
import { deviation, mean, quantiles, selfCorrelation, slope, smoothed } from './statistics.ts';
import { framesOf, type Passage } from './passage.ts';

export function dynamics({ heard, from, to }: Passage): Record<string, number> {
	const levels = heard.levels.subarray(from, to);
	const beats = everyNth(smoothed(levels, Math.round(framesOf(0.2))), 10);
	const phrases = everyNth(smoothed(levels, Math.round(framesOf(1))), 50);
	const [p5 = 0, p10 = 0, p25 = 0, p50 = 0, p75 = 0, p90 = 0, p95 = 0] = quantiles(
		beats,
		[0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]
	);
	const [low = 0, high = 0] = quantiles(phrases, [0.1, 0.9]);
	const steps = differences(beats);
	const swings = differences(phrases);
	const [peak = 0, body = 0] = quantiles(levels, [0.995, 0.5]);
	return {
		levelSpread: deviation(beats),
		levelP5: p5,
		levelP10: p10,
		levelP25: p25,
		levelP50: p50,
		levelP75: p75,
		levelP90: p90,
		levelP95: p95,
		levelRange: p95 - p10,
		levelQuartiles: p75 - p25,
		levelSkew: p90 + p10 - 2 * p50,
		phraseSpread: deviation(phrases),
		phraseRange: high - low,
		phraseSteps: mean(swings.map(Math.abs)),
		phraseSlope: slope(phrases),
		noteSpread: deviation(levels),
		noteSteps: mean(steps.map(Math.abs)),
		noteStepSpread: deviation(steps),
		noteStepSkew: skew(steps),
		crest: peak - body,
		levelMemoryHalf: selfCorrelation(beats, 5),
		levelMemoryOne: selfCorrelation(beats, 10),
		levelMemoryTwo: selfCorrelation(beats, 20),
		...modulation(levels)
	};
}

function everyNth(list: Float64Array, step: number): number[] {
	const taken: number[] = [];
	for (let at = Math.floor(step / 2); at < list.length; at += step) taken.push(list[at] ?? 0);
	return taken;
}

function differences(list: readonly number[]): number[] {
	return list.slice(1).map((value, at) => value - (list[at] ?? 0));
}

function skew(list: readonly number[]): number {
	const [middle, spread] = [mean(list), deviation(list)];
	if (spread === 0) return 0;
	return mean(
		list.map(
			(value) => ((value - middle) / spread) * ((value - middle) / spread) * ((value - middle) / spread)
		)
	);
}

/** How much of the movement is at which pace: the spread between one smoothing and the next wider one. */
function modulation(levels: Float32Array): Record<string, number> {
	const reaches = [1, 3, 6, 12, 25, 50, 100];
	const layers = reaches.map((reach) => smoothed(levels, reach));
	const spreads = layers.slice(1).map((layer, at) => {
		const finer = layers[at] ?? layer;
		return deviation(layer.map((value, index) => (finer[index] ?? 0) - value));
	});
	return Object.fromEntries(spreads.map((spread, at) => [`movement${String(reaches[at])}`, spread]));
}
