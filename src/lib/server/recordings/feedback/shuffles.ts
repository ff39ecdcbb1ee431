// Measurements out of order, for telling a sentence about this take from one about any take: the same numbers, given to other dimensions
// and other moments. The same analysis gives the same shuffles.
import type { Dimension } from '#lib/shared/recordings/dimensions.ts';
import { createRandom } from '#lib/shared/seeded-random.ts';
import type { FeedbackAnalysis } from './measurements.ts';

type Random = () => number;

export function shuffled(analysis: FeedbackAnalysis, seed: number): FeedbackAnalysis {
	const random = createRandom(seed);
	const scored = (Object.keys(analysis.dimensions) as Dimension[]).filter(
		(dimension) => analysis.dimensions[dimension]?.score != null
	);
	const scores = inOtherOrder(scored, random);
	const changes = inOtherOrder(scored, random);
	const moments = inOtherOrder(
		analysis.segments.filter(({ change }) => change !== null),
		random
	);
	let next = 0;
	return {
		...analysis,
		dimensions: {
			...analysis.dimensions,
			...Object.fromEntries(
				scored.map((dimension, at) => [dimension, analysis.dimensions[scores[at] ?? dimension]])
			)
		},
		segments: analysis.segments.map((segment) => {
			const other = segment.change === null ? undefined : moments[next++];
			if (other === undefined) return segment;
			const change = Object.fromEntries(
				scored.map((dimension, at) => [dimension, other.change?.[changes[at] ?? dimension] ?? 0])
			);
			return { ...segment, level: other.level, onsets: other.onsets, change: { ...other.change, ...change } };
		}),
		tempo: analysis.tempo && { ...analysis.tempo, curve: curveInOtherOrder(analysis.tempo.curve, random) }
	};
}

function curveInOtherOrder(
	curve: readonly { seconds: number; beatsPerMinute: number }[],
	random: Random
): { seconds: number; beatsPerMinute: number }[] {
	const tempos = inOtherOrder(
		curve.map(({ beatsPerMinute }) => beatsPerMinute),
		random
	);
	return curve.map((point, at) => ({ ...point, beatsPerMinute: tempos[at] ?? point.beatsPerMinute }));
}

/** Fisher and Yates. */
function inOtherOrder<T>(list: readonly T[], random: Random): T[] {
	const order = [...list];
	for (let at = order.length - 1; at > 0; at--) {
		const to = Math.floor(random() * (at + 1));
		[order[at], order[to]] = [order[to] as T, order[at] as T];
	}
	return order;
}
