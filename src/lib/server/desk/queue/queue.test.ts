import { describe, expect, it } from 'vitest';
import { createRandom } from '#lib/shared/seeded-random.ts';
import { rankAgents, type Candidate } from './choose-agent.ts';
import { estimateWait, median } from './estimate-wait.ts';

const MINUTE = 60_000;

function agent(userId: string, more: Partial<Candidate> = {}): Candidate {
	return { userId, capacity: 3, holds: 0, skills: [], lastAssignedAt: null, ...more };
}
const ids = (candidates: Candidate[]) => candidates.map(({ userId }) => userId).join(' ');
const about = (...words: string[]) => new Set(words);

describe('who is asked first', () => {
	it.each([
		['nobody, where nobody is there', [], ''],
		['nobody who has no room', [agent('a', { holds: 3 }), agent('b', { capacity: 0 })], ''],
		['nobody who holds more than they take', [agent('a', { holds: 5 })], ''],
		[
			'who was asked longest ago',
			[agent('a', { lastAssignedAt: 5 }), agent('b', { lastAssignedAt: 4 })],
			'b a'
		],
		['who was never asked', [agent('a', { lastAssignedAt: 0 }), agent('b')], 'b a'],
		[
			'whose skill fits, however lately they were asked',
			[agent('a'), agent('b', { skills: ['Billing'], lastAssignedAt: 9 })],
			'b a'
		],
		[
			'who has more that fits',
			[agent('a', { skills: ['billing'] }), agent('b', { skills: ['billing', 'de'] })],
			'b a'
		],
		[
			'not who says the same skill twice',
			[agent('a', { skills: ['billing'] }), agent('b', { skills: ['billing', 'BILLING'] })],
			'a b'
		],
		[
			'not whose skill fits by half, or by its beginning',
			[agent('b', { skills: ['billing disputes', 'bill', ''] }), agent('a')],
			'a b'
		]
	])('is %s', (_, candidates, expected) => {
		expect(ids(rankAgents(candidates, about('billing', 'de')))).toBe(expected);
	});

	it('is, after a round, who was not asked yet; when all were, it begins again', () => {
		const both = [agent('a', { skills: ['billing'] }), agent('b')];
		expect(ids(rankAgents(both, about('billing'), new Set(['a'])))).toBe('b a');
		expect(ids(rankAgents(both, about('billing'), new Set(['a', 'b'])))).toBe('a b');
	});

	it('goes round: among equals nobody is asked twice before everybody was asked once', () => {
		const random = createRandom(7);
		const agents = ['a', 'b', 'c', 'd'].map((id) => agent(id));
		const asked: string[] = [];
		for (let now = 1; now <= 40; now++) {
			const shuffled = [...agents].sort(() => random() - 0.5);
			const [first] = rankAgents(shuffled, about());
			first!.lastAssignedAt = now;
			asked.push(first!.userId);
		}
		for (let at = 0; at + 4 <= asked.length; at++) expect(new Set(asked.slice(at, at + 4)).size).toBe(4);
	});
});

describe('the estimated wait', () => {
	const usual = { handlingMs: [6, 10, 60].map((n) => n * MINUTE), waitsMs: [1, 2, 9].map((n) => n * MINUTE) };

	it.each([
		['is unknown when nobody is there', { position: 1, slots: 0, freeSlots: 0, ...usual }, undefined],
		['is the usual one where there is room', { position: 2, slots: 3, freeSlots: 2, ...usual }, 2],
		['is a handling time behind one that is full', { position: 1, slots: 1, freeSlots: 0, ...usual }, 10],
		['is shared by those who are there', { position: 4, slots: 2, freeSlots: 0, ...usual }, 20],
		['counts the free places off', { position: 4, slots: 4, freeSlots: 2, ...usual }, 5],
		['is never below what people waited', { position: 1, slots: 20, freeSlots: 0, ...usual }, 2],
		[
			'is unknown before anything was measured',
			{ position: 1, slots: 2, freeSlots: 2, handlingMs: [], waitsMs: [] },
			undefined
		],
		[
			'is unknown in a line when no handling was measured',
			{ position: 3, slots: 1, freeSlots: 0, handlingMs: [], waitsMs: [MINUTE] },
			undefined
		],
		[
			'is what the line says when no wait was measured',
			{ position: 3, slots: 1, freeSlots: 1, handlingMs: [4 * MINUTE], waitsMs: [] },
			8
		],
		[
			'takes more free places than there are for none too many',
			{ position: 1, slots: 1, freeSlots: -2, ...usual },
			10
		]
	])('%s', (_, situation, minutes) => {
		expect(estimateWait(situation)).toBe(minutes === undefined ? undefined : minutes * MINUTE);
	});

	it('grows with the line and shrinks with the desk', () => {
		const at = (position: number, slots: number) =>
			estimateWait({ position, slots, freeSlots: 0, ...usual }) ?? Number.NaN;
		for (let position = 1; position < 30; position++) {
			expect(at(position + 1, 3)).toBeGreaterThanOrEqual(at(position, 3));
			expect(at(position, 4)).toBeLessThanOrEqual(at(position, 3));
		}
	});

	it('is told by a middle one that was measured', () => {
		expect(median([])).toBeUndefined();
		expect(median([3, 1, 2])).toBe(2);
		expect(median([4, 1, 2, 3])).toBe(3);
	});
});
