import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { stripMarkdown } from './markdown-text.ts';

// Generous, for a machine that does much else: what is quadratic takes minutes.
vi.setConfig({ testTimeout: 60_000 });

describe('stripMarkdown', () => {
	it('leaves out marks, link targets, images and tags', () => {
		const source =
			'# *Hi*\n\nA [**bold** link](http://x.y/a_(b)), ![no](a.png)snake_case, _em_ &amp; \\* <b>x</b>\n> one\n> two';
		expect(stripMarkdown(source).text).toBe('Hi\nA bold link, snake_case, em & * x\none two');
	});

	it('knows for every character where it came from', () => {
		fc.assert(
			fc.property(
				fc.string({
					unit: fc.constantFrom('a', '*', '[', ']', '(', ')', '_', '`', '\n', ' ', '>', '#', '|')
				}),
				(source) => {
					const { text, offsets } = stripMarkdown(source);
					expect(offsets).toHaveLength(text.length + 1);
					for (let at = 0; at < text.length; at++) {
						const character = text[at];
						const origin = source[offsets[at] ?? -1] ?? '';
						if (character !== '\n' && character !== ' ') expect(origin).toBe(character);
						expect(offsets[at + 1]).toBeGreaterThanOrEqual(offsets[at] ?? 0);
					}
				}
			)
		);
	});

	it('takes time in proportion to the length of hostile text', () => {
		for (const unit of ['*', '[', '<a ', '![a](', '`', '_ ', '> ', '&', '\\']) {
			const begun = performance.now();
			stripMarkdown(unit.repeat(Math.ceil(200_000 / unit.length)));
			expect(performance.now() - begun, JSON.stringify(unit)).toBeLessThan(20_000);
		}
	});
});
