import { describe, expect, it } from 'vitest';
import { readMarkdown } from './markdown.ts';

describe('readMarkdown', () => {
	it('keeps the words after a comment whatever letters stand before it', () => {
		// The lower case of İ is two code units: offsets found in a lower-cased copy would be off by twenty.
		const { text } = readMarkdown(`${'İ'.repeat(20)}\n<!-- note -->\nLessons begin in May.`);
		expect(text).toContain('İİİ');
		expect(text).toContain('Lessons begin in May.');
		expect(text).not.toContain('note');
	});

	it('drops a script with its content, however its name is written', () => {
		const { text } = readMarkdown('İİ before <ScRiPt>let a = 1;</sCrIpT> after');
		expect(text).toBe('İİ before  after');
	});

	it('drops template marks and keeps single braces', () => {
		expect(readMarkdown('a {{ site.title }} b {: .note } c {% raw %} d {e}').text).toBe('a  b  c  d {e}');
	});
});
