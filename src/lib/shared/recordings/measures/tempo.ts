// Pulse and tempo, from the rises of the bands: the time after which they repeat. Sources: Dixon, "Automatic extraction of tempo and
// beat from expressive performances" (JNMR 2001); Ellis, "Beat tracking by dynamic programming" (JNMR 2007) for the weight that prefers
// periods near half a second; Lartillot et al., "Multi-feature modeling of pulse clarity" (ISMIR 2008). Whether a period is the beat,
// its half or its double, sound alone does not say.
import { exp, ln } from '../signal/exact-math.ts';
import { FRAME_RATE } from '../take/take.ts';
import { framesOf } from './passage.ts';
import { deviation, mean, median } from './statistics.ts';

export interface Tempo {
	/** 0 where no pulse is found. */
	beatsPerMinute: number;
	/** 0..1: how strongly the rises repeat. */
	clarity: number;
	/** 0..1: how little the local tempo strays from the whole. */
	stability: number;
	curve: { seconds: number; beatsPerMinute: number }[];
}

const SHORTEST_SECONDS = 0.25;
const LONGEST_SECONDS = 1.6;
const PREFERRED_SECONDS = 0.6;
/** Octaves of period over which the preference falls off. */
const PREFERENCE = 1;
const WINDOW_SECONDS = 6;
const STEP_SECONDS = 1.5;
/** Local tempo is looked for within this factor of the whole: beyond it lies another layer of the metre. */
const LOCAL_RANGE = 1.35;

export function tempoOf(rises: Float32Array, from: number, to: number): Tempo {
	const whole = repetition(rises, from, to);
	const best = bestLag(whole, SHORTEST_SECONDS, LONGEST_SECONDS);
	if (best.lag === 0) return { beatsPerMinute: 0, clarity: 0, stability: 0, curve: [] };
	const seconds = best.lag / FRAME_RATE;
	const curve: Tempo['curve'] = [];
	const window = framesOf(WINDOW_SECONDS);
	for (let start = from; start + window <= to + framesOf(STEP_SECONDS); start += framesOf(STEP_SECONDS)) {
		const [first, last] = [Math.floor(start), Math.min(to, Math.floor(start + window))];
		const local = bestLag(repetition(rises, first, last), seconds / LOCAL_RANGE, seconds * LOCAL_RANGE);
		if (local.lag > 0)
			curve.push({ seconds: (first + last) / 2 / FRAME_RATE, beatsPerMinute: (60 * FRAME_RATE) / local.lag });
	}
	const local = curve.map(({ beatsPerMinute }) => ln(beatsPerMinute));
	const middle = median(local);
	const strays = median(local.map((value) => Math.abs(value - middle)));
	return {
		beatsPerMinute: 60 / seconds,
		clarity: Math.max(0, best.height),
		stability: local.length < 2 ? 0 : exp(-8 * strays),
		curve
	};
}

export function tempoFeatures(tempo: Tempo): Record<string, number> {
	const local = tempo.curve.map(({ beatsPerMinute }) => ln(beatsPerMinute));
	const steps = local.slice(1).map((value, at) => Math.abs(value - (local[at] ?? 0)));
	return {
		tempo: tempo.beatsPerMinute === 0 ? 0 : ln(tempo.beatsPerMinute),
		pulseClarity: tempo.clarity,
		tempoStability: tempo.stability,
		tempoSpread: deviation(local),
		tempoSteps: mean(steps)
	};
}

/** Self-correlation of the rises, by lag in frames; 1 at lag 0. */
function repetition(rises: Float32Array, from: number, to: number): Float64Array {
	const longest = Math.min(Math.ceil(framesOf(LONGEST_SECONDS * LOCAL_RANGE)) + 2, to - from - 1);
	const list = rises.subarray(from, to);
	const middle = mean(list);
	const centred = Float64Array.from(list, (value) => value - middle);
	const result = new Float64Array(Math.max(0, longest));
	for (let lag = 0; lag < longest; lag++) {
		let sum = 0;
		for (let at = lag; at < centred.length; at++) sum += (centred[at] ?? 0) * (centred[at - lag] ?? 0);
		result[lag] = sum / (centred.length - lag);
	}
	const energy = result[0] ?? 0;
	return energy > 0 ? result.map((value) => value / energy) : new Float64Array(0);
}

function bestLag(repeats: Float64Array, shortest: number, longest: number): { lag: number; height: number } {
	let best = { lag: 0, height: 0 };
	let most = 0;
	const last = Math.min(repeats.length - 2, Math.floor(framesOf(longest)));
	for (let lag = Math.max(2, Math.ceil(framesOf(shortest))); lag <= last; lag++) {
		const [before, height, after] = [repeats[lag - 1] ?? 0, repeats[lag] ?? 0, repeats[lag + 1] ?? 0];
		if (height < before || height < after) continue;
		const octaves = ln(lag / FRAME_RATE / PREFERRED_SECONDS) / Math.LN2 / PREFERENCE;
		const weighted = height * exp(-0.5 * octaves * octaves);
		if (weighted <= most) continue;
		most = weighted;
		const bend = before - 2 * height + after;
		best = { lag: bend === 0 ? lag : lag + (0.5 * (before - after)) / bend, height };
	}
	return best;
}
