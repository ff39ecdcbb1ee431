import { describe, expect, it } from 'vitest';
import { fuseRankings } from './fusion.ts';

describe('fuseRankings', () => {
	it('puts first what several rankings hold near their top', () => {
		expect(
			fuseRankings([
				{ ids: ['a', 'b', 'c'], weight: 1 },
				{ ids: ['b', 'd'], weight: 1 }
			])[0]
		).toBe('b');
	});

	it('keeps every id once, in the order of the heavier ranking where they do not meet', () => {
		expect(
			fuseRankings([
				{ ids: ['a', 'b'], weight: 1 },
				{ ids: ['c', 'd'], weight: 0.5 }
			])
		).toEqual(['a', 'b', 'c', 'd']);
	});

	it('is empty for nothing', () => {
		expect(fuseRankings([])).toEqual([]);
	});
});
