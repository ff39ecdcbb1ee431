import { describe, expect, it } from 'vitest';
import { FAILED_SEEDS } from '../fixtures/floor-seeds.ts';
import { runInterleaving } from '../fixtures/floor-interleaving.ts';

describe('the floor', () => {
	it.each(FAILED_SEEDS)('holds where it once did not: seed %i', async (seed) => {
		expect((await runInterleaving(seed)).violations).toEqual([]);
	});

	it('holds in any order of claims, words, messages, deaths and returns', async () => {
		const first = Math.floor(Math.random() * 2 ** 31);
		for (let seed = first; seed < first + 150; seed++) {
			const { steps, violations } = await runInterleaving(seed);
			expect(violations, `seed ${seed}: ${steps.join(' ')}`).toEqual([]);
		}
	});
});
