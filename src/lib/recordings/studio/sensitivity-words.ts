// The sensitivity card of a dimension in words: what it was shown to follow, what else moves it, and how far it moves by itself.
import { m } from '#lib/paraglide/messages.js';
import { PERTURBATIONS, SENSITIVITY, type Perturbation } from '#lib/shared/recordings/sensitivity.ts';
import type { Dimension } from '../dimension-words.ts';

const NAMES: Record<Perturbation, () => string> = {
	jitter: m.dimension_by_jitter,
	tempo: m.dimension_by_tempo,
	range: m.dimension_by_range,
	gainCurve: m.dimension_by_gain_curve,
	velocity: m.dimension_by_velocity,
	length: m.dimension_by_length,
	pedal: m.dimension_by_pedal,
	missing: m.dimension_by_missing,
	lowPass: m.dimension_by_low_pass,
	noise: m.dimension_by_noise,
	codec: m.dimension_by_codec
};
/** In noise floors: less is no answer to a change. */
const LEAST_REACH = 2;

export interface SensitivityWords {
	kind: string;
	lines: string[];
}

/** False where the known change that belongs to it does not move it in order: nothing is said of a take by it then. */
export const isMeasurable = (dimension: Dimension): boolean =>
	SENSITIVITY[dimension].status !== 'not-measurable';

export function sensitivityOf(dimension: Dimension): SensitivityWords {
	const { status, own, curves, noiseFloor } = SENSITIVITY[dimension];
	const belonging = own.map(({ perturbation }) => perturbation);
	const others = (Object.keys(PERTURBATIONS) as Perturbation[]).filter(
		(perturbation) =>
			!belonging.includes(perturbation) && reachOf(curves[perturbation]) > LEAST_REACH * noiseFloor
	);
	const what = belonging.map((perturbation) => NAMES[perturbation]()).join(', ');
	const also = others.map((perturbation) => NAMES[perturbation]()).join(', ');
	return {
		kind: KINDS[status](),
		lines: [
			LINES[status]({ what }),
			...(also === '' ? [] : [m.dimension_also_moved({ what: also })]),
			m.dimension_floor({ floor: noiseFloor.toFixed(3) })
		]
	};
}

const KINDS = {
	follows: m.dimension_follows,
	'not-measurable': m.dimension_not_measurable,
	'ratings-only': m.dimension_from_ratings
};
const LINES = {
	follows: m.dimension_follows_what,
	'not-measurable': m.dimension_not_measurable_what,
	'ratings-only': () => m.dimension_from_ratings_what()
};

function reachOf(curve: readonly (number | null)[]): number {
	const known = curve.filter((value) => value !== null);
	return known.length === 0 ? 0 : Math.max(...known) - Math.min(...known);
}
