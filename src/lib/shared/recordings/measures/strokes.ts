// Single notes and chords as they are struck, held and left: attack, height, hardness, decay, and the gap or overlap before the next.
// Sources: Peeters, "A large set of audio features" (CUIDADO 2004) for attack and decrease; Goebl, Bresin and Galembo, "Touch and
// temporal behavior of grand piano actions" (JASA 2005) and Askenfelt and Jansson (JASA 1991) for the high end after a hard touch;
// Bresin and Battel, "Articulation strategies in expressive piano performance" (JNMR 2000) for what overlap says of articulation.
import { decibels } from '../signal/exact-math.ts';
import { ENVELOPE_RATE, FRAME_RATE } from '../take/take.ts';
import { secondsOf, type HeardTake, type Passage } from './passage.ts';
import type { Onset } from './onsets.ts';
import { correlation, deviation, mean, quantiles, selfCorrelation } from './statistics.ts';

interface Stroke {
	strength: number;
	/** Decibels: from just before to the top, and the top itself relative to the take. */
	rise: number;
	top: number;
	/** Seconds from a fifth to four fifths of the rise, and the steepest 5 ms of it in decibels. */
	attack: number;
	steepest: number;
	/** The high end: its rise, its share at the top, and how much of that is gone a tenth of a second on. */
	highRise: number;
	highShare: number;
	highFall: number;
	/** Decibels a second, soon after the top and later; null where the next note comes before. */
	earlyDecay: number | null;
	lateDecay: number | null;
	/** Decibels from the top to the lowest point before the next note, and seconds to it. */
	dip: number;
	toNext: number;
}

export function strokes(passage: Passage): Record<string, number> {
	const { heard, onsets } = passage;
	const list = onsets.map((onset, at) => strokeAt(heard, onset, onsets[at + 1]));
	const of = (pick: (stroke: Stroke) => number | null) =>
		list.map(pick).filter((value): value is number => value !== null);
	const strengths = of(({ strength }) => strength);
	const tops = of(({ top }) => top);
	const between = list.slice(0, -1).filter(({ toNext }) => toNext < 2);
	return {
		...spreadOf('strength', strengths),
		...spreadOf(
			'rise',
			of(({ rise }) => rise)
		),
		...spreadOf('top', tops),
		...spreadOf(
			'attack',
			of(({ attack }) => attack)
		),
		...spreadOf(
			'steepest',
			of(({ steepest }) => steepest)
		),
		...spreadOf(
			'highRise',
			of(({ highRise }) => highRise)
		),
		...spreadOf(
			'highShare',
			of(({ highShare }) => highShare)
		),
		...spreadOf(
			'highFall',
			of(({ highFall }) => highFall)
		),
		...spreadOf(
			'earlyDecay',
			of(({ earlyDecay }) => earlyDecay)
		),
		...spreadOf(
			'lateDecay',
			of(({ lateDecay }) => lateDecay)
		),
		...spreadOf(
			'dip',
			between.map(({ dip }) => dip)
		),
		...spreadOf(
			'dipRate',
			between.map(({ dip, toNext }) => dip / Math.max(0.1, toNext))
		),
		separateShare: between.filter(({ dip }) => dip < -12).length / Math.max(1, between.length),
		topMemory: selfCorrelation(tops, 1),
		topSteps: mean(tops.slice(1).map((top, at) => Math.abs(top - (tops[at] ?? 0)))),
		strengthMemory: selfCorrelation(strengths, 1),
		hardnessWithTop: correlation(
			tops,
			of(({ highShare }) => highShare)
		),
		dipWithTime: correlation(
			between.map(({ dip }) => dip),
			between.map(({ toNext }) => toNext)
		)
	};
}

function spreadOf(name: string, list: readonly number[]): Record<string, number> {
	const [p15 = 0, p50 = 0, p85 = 0] = quantiles(list, [0.15, 0.5, 0.85]);
	return {
		[`${name}Mean`]: mean(list),
		[`${name}Spread`]: deviation(list),
		[`${name}Low`]: p15,
		[`${name}Middle`]: p50,
		[`${name}High`]: p85
	};
}

function strokeAt(heard: HeardTake, onset: Onset, next: Onset | undefined): Stroke {
	const { levels, take } = heard;
	const frame = Math.max(0, Math.round(onset.frame));
	const nextFrame = next === undefined ? Math.min(levels.length, frame + 200) : Math.round(next.frame);
	const reach = Math.min(10, Math.max(4, nextFrame - frame));
	const topAt = highestAt(levels, frame, frame + reach);
	const top = levels[topAt] ?? -60;
	const before = lowest(levels, frame - 6, frame + 1);
	const point = Math.round((onset.frame / FRAME_RATE) * ENVELOPE_RATE);
	const attack = attackOf(take.envelope, point);
	const high = attackOf(take.highEnvelope, point);
	const highShare = high.top - attack.top;
	const later = decibels(meanOf(take.highEnvelope, point + 20, point + 30), -140);
	const dipAt = lowest(levels, Math.max(topAt, nextFrame - 7), nextFrame - 1);
	return {
		strength: onset.strength,
		rise: top - before,
		top,
		attack: attack.seconds,
		steepest: attack.steepest,
		highRise: high.rise,
		highShare,
		highFall: Math.max(-60, later - high.top),
		earlyDecay: decay(levels, topAt + 3, Math.min(nextFrame - 4, topAt + 25)),
		lateDecay: decay(levels, topAt + 25, Math.min(nextFrame - 4, topAt + 100)),
		dip: Math.min(0, dipAt - top),
		toNext: secondsOf(nextFrame - frame)
	};
}

/** The rise of an envelope of 5 ms points around an onset. */
function attackOf(
	envelope: Float32Array,
	point: number
): { top: number; rise: number; seconds: number; steepest: number } {
	const from = Math.max(0, point - 8);
	const levels = Array.from({ length: 22 }, (_, at) => decibels(envelope[from + at] ?? 0, -120));
	// Points of 5 ms of a low note go up and down with its wave: three together do not.
	const even = levels.map((value, at) => ((levels[at - 1] ?? value) + value + (levels[at + 1] ?? value)) / 3);
	let topAt = 0;
	for (const [at, value] of even.entries()) if (value > (even[topAt] ?? 0)) topAt = at;
	const top = even[topAt] ?? -120;
	let [bottom, bottomAt] = [top, topAt];
	for (let at = topAt; at >= 0; at--) if ((even[at] ?? 0) < bottom) [bottom, bottomAt] = [even[at] ?? 0, at];
	const rise = top - bottom;
	const [low, high] = [bottom + 0.2 * rise, bottom + 0.8 * rise];
	let [lowAt, highAt, steepest] = [bottomAt, topAt, 0];
	for (let at = bottomAt; at < topAt; at++) {
		const [here, then] = [even[at] ?? 0, even[at + 1] ?? 0];
		steepest = Math.max(steepest, then - here);
		const slant = Math.max(1e-9, then - here);
		if (here <= low && then > low) lowAt = at + (low - here) / slant;
		if (here <= high && then > high) highAt = at + (high - here) / slant;
	}
	return { top, rise, seconds: Math.max(0, highAt - lowAt) / ENVELOPE_RATE, steepest };
}

/** Decibels a second between two frames; null where there are too few between. */
function decay(levels: Float32Array, from: number, to: number): number | null {
	const end = Math.min(levels.length - 2, to);
	if (end - from < 6) return null;
	const first = ((levels[from - 1] ?? 0) + (levels[from] ?? 0) + (levels[from + 1] ?? 0)) / 3;
	const last = ((levels[end - 1] ?? 0) + (levels[end] ?? 0) + (levels[end + 1] ?? 0)) / 3;
	return (last - first) / secondsOf(end - from);
}

function highestAt(levels: Float32Array, from: number, to: number): number {
	let best = from;
	for (let at = from; at < Math.min(levels.length, to); at++)
		if ((levels[at] ?? 0) > (levels[best] ?? 0)) best = at;
	return best;
}

function lowest(levels: Float32Array, from: number, to: number): number {
	let least = Infinity;
	for (let at = Math.max(0, from); at < Math.min(levels.length, to); at++)
		least = Math.min(least, levels[at] ?? 0);
	return least === Infinity ? -60 : least;
}

function meanOf(list: Float32Array, from: number, to: number): number {
	let sum = 0;
	for (let at = from; at < to; at++) sum += list[at] ?? 0;
	return sum / (to - from);
}
