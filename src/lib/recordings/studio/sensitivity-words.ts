// What each dimension is known to react to, in words.
import { m } from '#lib/paraglide/messages.js';
import type { Dimension } from '../dimension-words.ts';

/** No single change of the sound belongs to these: they were learned from listeners' ratings of the whole. */
const FROM_RATINGS: ReadonlySet<Dimension> = new Set([
	'music_making_flat_spacious',
	'music_making_disproportioned_balanced',
	'music_making_pure_dramatic',
	'interpretation_unsatisfactory_convincing'
]);

export interface SensitivityWords {
	kind: string;
	text: string;
}

export function sensitivityOf(dimension: Dimension): SensitivityWords {
	return FROM_RATINGS.has(dimension)
		? { kind: m.dimension_from_ratings(), text: m.dimension_from_ratings_what() }
		: { kind: m.dimension_measured(), text: m.dimension_measured_what() };
}
