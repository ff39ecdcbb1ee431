// What a sentence states, without its numbers: which dimension goes to which side, of the whole or of a moment, and where, if it says where.
// For sentences that nobody can write again for shuffled measurements: one is said of any take when a shuffle's own sentence states as much.
import type { Dimension } from '#lib/shared/recordings/dimensions.ts';
import { standing } from '#lib/shared/recordings/feedback/standing.ts';
import type { ScoreReference } from '#lib/shared/recordings/views.ts';
import { positionOf, type Measurements } from './measurements.ts';
import { position, sideOf, type Sentence } from './wording.ts';

export interface Facts {
	/** Dimension, side, whole or moment. */
	stated: string[];
	/** The same with its place in the take. */
	placed: string[];
}

export function factsOf({ references }: Sentence, measured: Measurements): Facts {
	const stated = references.map(
		(reference) => `${reference.dimension} ${reference.kind} ${sideFor(reference)}`
	);
	return {
		stated,
		placed: references.map((reference, at) => `${stated[at] ?? ''} ${positionOf(measured, reference)}`)
	};
}

/** True when `other` states everything that this sentence states; its places only where its words name them. */
export function isStatedBy(sentence: Sentence, measured: Measurements, other: Facts): boolean {
	const facts = factsOf(sentence, measured);
	return sentence.references.every((reference, at) => {
		const isPlaced = reference.kind === 'change' && sentence.text.includes(position(measured, reference));
		return isPlaced
			? other.placed.includes(facts.placed[at] ?? '')
			: other.stated.includes(facts.stated[at] ?? '');
	});
}

function sideFor({ dimension, kind, value }: ScoreReference): string {
	if (dimension === 'onsets' || dimension === 'tempo') return '';
	return kind === 'score' ? standing(dimension as Dimension, value).side : sideOf(value);
}
