import { expect, it } from 'vitest';
import { createRandom } from '#lib/shared/seeded-random.ts';
import { diffLines } from './text-diff.ts';

const told = (before: string[], after: string[]) =>
	diffLines(before.join('\n'), after.join('\n'))?.map(({ kind, text }) => `${kind} ${text}`);

it('tells what went and came, each change after the line before it', () => {
	expect(
		told(
			['# Fees', '', 'It costs 42.', '', 'Pay by month.'],
			['# Fees', '', 'It costs 45.', '', 'Pay by month.']
		)
	).toEqual(['kept # Fees', 'gone It costs 42.', 'new It costs 45.']);
	expect(told(['a', 'b', 'c'], ['a', 'b', 'c'])).toEqual([]);
	expect(told(['a', 'b', 'c', 'd'], ['a', 'c', 'd', 'e'])).toEqual(['kept a', 'gone b', 'kept d', 'new e']);
	expect(told([''], ['one'])).toEqual(['gone ', 'new one']);
});

it('loses nothing: what was kept and went is the one text, what was kept and came the other', () => {
	const random = createRandom(7);
	for (let round = 0; round < 50; round++) {
		const line = () => 'abcde'[Math.floor(random() * 5)] ?? '';
		const before = Array.from({ length: 12 }, line);
		const after = Array.from({ length: 12 }, line);
		const lines = diffLines(before.join('\n'), after.join('\n')) ?? [];
		expect(before.join('')).toContain(
			lines.filter(({ kind }) => kind === 'gone').map(({ text }) => text)[0] ?? ''
		);
		const count = (kind: string) => lines.filter((one) => one.kind === kind).length;
		expect(count('new') - count('gone')).toBe(0);
	}
});

it('says that it is too much', () => {
	const lines = (word: string) => Array.from({ length: 2_500 }, (_, at) => `${word} ${at}`);
	expect(told(lines('one'), lines('other'))).toBeUndefined();
});
