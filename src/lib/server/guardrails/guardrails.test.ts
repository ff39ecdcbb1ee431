import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOutputScreen, screenMessage } from './index.ts';

/** Any UTF-16, well formed or not. */
const anyText = fc
	.array(fc.oneof(fc.integer({ min: 0, max: 0xff }), fc.integer({ min: 0, max: 0xffff })), { maxLength: 40 })
	.map((units) => String.fromCharCode(...units));

const refusedAs = (code: string): unknown => expect.objectContaining({ name: 'AppError', code });

describe('a message', () => {
	it.each([
		['empty', ''],
		['white space', ' \n\t '],
		['invisible characters alone', '\u200b\u200e\u2060'],
		['direction overrides alone', '\u202e\u2066'],
		['a NUL', 'a\0b'],
		['a lone high surrogate', 'a\ud800b'],
		['a lone low surrogate', 'a\udc00']
	])('is refused as invalid: %s', (_name, text) => {
		expect(() => screenMessage(text)).toThrow(refusedAs('invalid'));
	});

	it('may have 8,000 characters and not one more', () => {
		expect(screenMessage('a'.repeat(8_000))).toHaveLength(8_000);
		expect(() => screenMessage('a'.repeat(8_001))).toThrow(refusedAs('too-large'));
	});

	it.each([
		['script and HTML', '<script>alert(1)</script>', '<script>alert(1)</script>'],
		['emoji with joiners', '👩‍👩‍👧 ok', '👩‍👩‍👧 ok'],
		['right-to-left writing', 'שלום \u200fעולם', 'שלום \u200fעולם'],
		['music signs', 'F♯ in 𝄞', 'F♯ in 𝄞'],
		['line breaks of any system', 'a\r\nb\rc\nd', 'a\nb\nc\nd'],
		['direction overrides', 'user\u202etxt.exe', 'usertxt.exe'],
		['control characters', 'a\u0007b\u001b[31mc\u0085d', 'ab[31mcd'],
		['composed and decomposed', 'Cafe\u0301', 'Café']
	])('is taken, as it reads: %s', (_name, given, taken) => {
		expect(screenMessage(given)).toBe(taken);
	});

	it('is changed by screening once and not twice', () => {
		fc.assert(
			fc.property(anyText, (text) => {
				let once: string;
				try {
					once = screenMessage(text);
				} catch {
					return;
				}
				expect(screenMessage(once)).toBe(once);
				expect(once.isWellFormed()).toBe(true);
			})
		);
	});
});

describe('what a model says', () => {
	it('is the same however it is cut, well formed in every piece, without hidden characters', () => {
		const text = 'Play 𝄞 F♯\u202e\0 and 🎻.\n';
		fc.assert(
			fc.property(fc.array(fc.nat({ max: text.length }), { maxLength: 10 }), (cuts) => {
				const at = [...cuts].sort((a, b) => a - b);
				const screen = createOutputScreen();
				const pieces = [0, ...at].map((from, index) =>
					screen.take(text.slice(from, at[index] ?? text.length))
				);
				expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
				expect(pieces.join('') + screen.end()).toBe('Play 𝄞 F♯ and 🎻.\n');
			})
		);
	});

	it('that ends in half a character ends in a replacement', () => {
		const screen = createOutputScreen();
		expect(screen.take('a\ud834') + screen.end()).toBe('a\ufffd');
	});
});
