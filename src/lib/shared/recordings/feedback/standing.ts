// Where a score or a change stands beside the performances that listeners rated. What is put in words is this, with the number behind it.
import type { Dimension } from '../dimensions.ts';
import { REFERENCE_POPULATION } from './reference-population.ts';

export type Side = 'left' | 'right';

/** Of ten reference performances, about how many lie nearer to the left pole than this score: 1..9, to the nearer bound. */
export function tenthsBelow(dimension: Dimension, score: number): number {
	const { tenths } = REFERENCE_POPULATION[dimension];
	let nearest = 0;
	for (const [at, bound] of tenths.entries())
		if (Math.abs(score - bound) < Math.abs(score - (tenths[nearest] ?? 0))) nearest = at;
	return nearest + 1;
}

/** The pole a score lies towards, and of ten performances about how many it goes past on the way there: 5..9. */
export function standing(dimension: Dimension, score: number): { side: Side; tenths: number } {
	const below = tenthsBelow(dimension, score);
	return below >= 5 ? { side: 'right', tenths: below } : { side: 'left', tenths: 10 - below };
}

export type Strength = 'slight' | 'clear' | 'strong';

/** A change in units of how far performances differ from each other. */
export function changeIn(dimension: Dimension, change: number): number {
	return Math.abs(change) / REFERENCE_POPULATION[dimension].spread;
}

/** Words for a change, set by hand: half of what performances differ is clear, all of it is strong. */
export function strengthOf(dimension: Dimension, change: number): Strength {
	const units = changeIn(dimension, change);
	if (units >= 1) return 'strong';
	return units >= 0.5 ? 'clear' : 'slight';
}
