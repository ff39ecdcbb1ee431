import { describe, expect, it } from 'vitest';
import { DIMENSIONS, type Dimension } from './dimensions.ts';
import type { DimensionScore, Segment } from './model/scores.ts';
import { passagesOf as choose } from './passages.ts';

/** What the cards say of a dimension changes with the model: here all are told. */
const passagesOf = (analysis: Parameters<typeof choose>[0]) => choose(analysis, () => true);

const scores = (changes: Partial<Record<Dimension, DimensionScore>> = {}) =>
	Object.fromEntries(
		DIMENSIONS.map((name) => [name, changes[name] ?? { score: 0.5, confidence: 0.6 }])
	) as Record<Dimension, DimensionScore>;

/** Even playing: a little of everything, never the same, from a fixed sequence. */
function take(
	segments: number,
	changes: Record<number, Partial<Record<Dimension, number>> | null> = {}
): Segment[] {
	let state = 1;
	const little = () => ((state = (state * 48_271) % 2_147_483_647) / 2_147_483_647 - 0.5) * 0.04;
	return Array.from({ length: segments }, (_, at) => {
		const change = Object.fromEntries(DIMENSIONS.map((name) => [name, little()])) as Record<
			Dimension,
			number
		>;
		const here = changes[at];
		return {
			...{ start: 3 * at, end: 3 * at + 3, timestamp: '', level: 0, onsets: 8 },
			change: here === null ? null : { ...change, ...here }
		};
	});
}

describe('the passages to work on first', () => {
	it('are where the playing moved furthest the less good way, the furthest first', () => {
		const segments = take(20, {
			4: { timing_stable_unstable: 0.12, pedal_clean_blurred: 0.1 },
			12: { timing_stable_unstable: 0.2, pedal_clean_blurred: 0.2, dynamic_sophisticated_raw: 0.2 }
		});
		const [first, second] = passagesOf({ segments, dimensions: scores() });
		expect(first).toMatchObject({ start: 36, end: 39, timestamp: '0:36-0:39' });
		expect(first?.reasons.map(({ dimension }) => dimension).sort()).toEqual([
			'dynamic_sophisticated_raw',
			'pedal_clean_blurred',
			'timing_stable_unstable'
		]);
		expect(second).toMatchObject({ start: 12, end: 15 });
		expect(second?.reasons[0]).toEqual({ dimension: 'timing_stable_unstable', change: 0.12 });
	});

	it('are none where the playing became steadier, cleaner, more convincing', () => {
		const segments = take(20, {
			8: {
				timing_stable_unstable: -0.3,
				pedal_clean_blurred: -0.3,
				interpretation_unsatisfactory_convincing: 0.3
			}
		});
		expect(passagesOf({ segments, dimensions: scores() }).filter(({ start }) => start === 24)).toEqual([]);
	});

	it('count less what neither way is worse', () => {
		const segments = take(20, {
			3: { timbre_soft_loud: 0.1, articulation_short_long: 0.1, timbre_bright_dark: 0.1 },
			9: { timing_stable_unstable: 0.1, pedal_clean_blurred: 0.1, dynamic_sophisticated_raw: 0.1 }
		});
		const found = passagesOf({ segments, dimensions: scores() });
		expect(found.map(({ start }) => start).slice(0, 2)).toEqual([27, 9]);
	});

	it('join neighbours that move the same way, and are never longer than twelve seconds', () => {
		const far = { timing_stable_unstable: 0.2, pedal_clean_blurred: 0.1, dynamic_sophisticated_raw: 0.1 };
		const two = passagesOf({ segments: take(20, { 6: far, 7: far }), dimensions: scores() });
		expect(two[0]).toMatchObject({ start: 18, end: 24 });
		const changes = Object.fromEntries(Array.from({ length: 7 }, (_, at) => [at + 5, far]));
		const many = passagesOf({ segments: take(30, changes), dimensions: scores() });
		for (const { start, end } of many) expect(end - start).toBeLessThanOrEqual(12);
	});

	it('never overlap, are five at most, and the same for the same take', () => {
		const changes = Object.fromEntries(
			Array.from({ length: 9 }, (_, at) => [
				4 * at,
				{ timing_stable_unstable: 0.2, music_making_flat_spacious: -0.2 }
			])
		);
		const input = { segments: take(40, changes), dimensions: scores() };
		const found = passagesOf(input);
		expect(found.length).toBe(5);
		const inOrder = found.toSorted((a, b) => a.start - b.start);
		for (const [at, { end }] of inOrder.entries())
			expect(end).toBeLessThanOrEqual(inOrder[at + 1]?.start ?? 999);
		expect(passagesOf(structuredClone(input))).toEqual(found);
	});

	it('rest on no dimension that abstained', () => {
		const segments = take(20, { 8: { timing_stable_unstable: 0.4 } });
		const dimensions = scores({ timing_stable_unstable: { score: null, confidence: 0, abstained: true } });
		for (const { reasons } of passagesOf({ segments, dimensions }))
			expect(reasons.map(({ dimension }) => dimension)).not.toContain('timing_stable_unstable');
	});

	it('rest on no dimension that cannot be measured', () => {
		const input = { segments: take(20, { 8: { timing_stable_unstable: 0.4 } }), dimensions: scores() };
		for (const { reasons } of choose(input, (name) => name !== 'timing_stable_unstable'))
			expect(reasons.map(({ dimension }) => dimension)).not.toContain('timing_stable_unstable');
	});

	it('are none in even playing, in silence, or where there is too little to compare', () => {
		const still = take(12).map((segment) => ({
			...segment,
			change: Object.fromEntries(DIMENSIONS.map((name) => [name, 0])) as Record<Dimension, number>
		}));
		const nothing = Array.from({ length: 12 }, (_, at): [number, null] => [at, null]);
		for (const segments of [still, take(12, Object.fromEntries(nothing)), take(3), []])
			expect(passagesOf({ segments, dimensions: scores() })).toEqual([]);
	});
});
