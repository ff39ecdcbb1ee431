import { expect, it } from 'vitest';
import { maskedSnippet } from './masked-snippet.ts';
import { createMask } from './masking/mask.ts';

const mask = createMask(['Anna Müller']);
function snippet(text: string, ...words: string[]) {
	const ranges = words.map((word): [number, number] => [
		text.indexOf(word),
		text.indexOf(word) + word.length
	]);
	const found = maskedSnippet({ text, ranges }, mask);
	return { text: found.text, marked: found.ranges.map(([start, end]) => found.text.slice(start, end)) };
}

it('marks what was found, and of something masked the mask alone', () => {
	expect(snippet('Please write to anna@example.org about the cello.', 'example', 'cello')).toEqual({
		text: 'Please write to [e-mail] about the cello.',
		marked: ['[e-mail]', 'cello']
	});
});

it('is cut around the first of it, between words, and never through something that would have been masked', () => {
	const long = `${'word '.repeat(60)}anna@example.org the cello ${'word '.repeat(60)}`;
	const { text, marked } = snippet(long, 'cello');
	expect(marked).toEqual(['cello']);
	expect(text.length).toBeLessThan(300);
	expect(text).toMatch(/^….*word \[e-mail\] the cello word.*…$/s);
	expect(text).not.toContain('example');
});
