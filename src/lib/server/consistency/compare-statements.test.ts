import { describe, expect, it } from 'vitest';
import { compareStatements, type Statement } from './compare-statements.ts';

const statement = (documentId: string, text: string, start = 0): Statement => ({
	...{ documentId, revision: 'r', start, end: start + text.length, text, title: 'T', headings: [] }
});
const compare = (...texts: string[]) => {
	const all = texts.map((text, at) => statement(`d${at}`, text));
	// What other documents say makes words rare or common.
	const rest = Array.from({ length: 30 }, (_, at) =>
		statement(`o${at}`, `The office answers letter number ${at} about lessons.`, at)
	);
	return compareStatements(all, [...all, ...rest]);
};

describe('statements of different documents', () => {
	it.each([
		[
			'A lesson cancelled at least 24 hours before it starts is replaced.',
			'A lesson cancelled at least 48 hours before it starts is replaced.',
			['24 hours', '48 hours']
		],
		[
			'Exam fees are paid back when a student is ill.',
			'Exam fees are not paid back when a student is ill.',
			null
		],
		[
			'The concert hall closes on 5 December 2026 for repairs.',
			'The concert hall closes on 6 December 2026 for repairs.',
			null
		]
	])('contradict each other: “%s”', (a, b, words) => {
		const [finding, ...more] = compare(a, b);
		expect(finding).toMatchObject({ kind: 'contradiction', a: { text: a }, b: { text: b } });
		expect(more).toEqual([]);
		if (words !== null && finding?.kind === 'contradiction')
			expect(finding.differences.flat().join(' ')).toMatch(/24.*48/u);
	});

	it('repeat each other', () => {
		expect(
			compare(
				'Online lessons cost the same as lessons in the building.',
				'Online lessons cost the same as lessons in the building!'
			)
		).toMatchObject([{ kind: 'duplicate' }]);
	});

	it.each([
		['The violin costs £30 a term to hire.', 'The cello costs £45 a term to hire.'],
		[
			'Guest conversations are kept for 30 days.',
			'Guest conversations are kept for 30 days after the last message, in that browser only.'
		],
		['See you soon.', 'See you soon.']
	])('say nothing about each other: “%s” and “%s”', (a, b) => {
		expect(compare(a, b)).toEqual([]);
	});

	it('of one document are not compared', () => {
		const all = [
			'Lessons last 45 minutes in each term of the year.',
			'Lessons last 30 minutes in each term of the year.'
		];
		expect(
			compareStatements(
				all.map((text, at) => statement('d', text, at * 100)),
				all.map((text, at) => statement('d', text, at * 100))
			)
		).toEqual([]);
	});
});
