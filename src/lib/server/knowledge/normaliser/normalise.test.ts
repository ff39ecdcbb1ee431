import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { AppError } from '#lib/shared/errors.ts';
import { normalise } from './normalise.ts';

// Generous, for a machine that does much else: what is quadratic takes minutes.
vi.setConfig({ testTimeout: 60_000 });

const bytes = (...values: number[]) => Uint8Array.from(values);

/** Little-endian, as it stands. */
const utf16 = (text: string) =>
	Uint8Array.from(
		{ length: text.length * 2 },
		(_value, at) => text.charCodeAt(at >> 1) >> (at % 2 === 0 ? 0 : 8)
	);

function codeOf(work: () => unknown): string {
	try {
		work();
	} catch (thrown) {
		if (thrown instanceof AppError) return thrown.code;
		throw thrown;
	}
	return 'nothing was thrown';
}

describe('what is refused', () => {
	it('refuses sources above 10 MB before it reads them, as bytes and as text', () => {
		expect(codeOf(() => normalise(new Uint8Array(50 * 1024 * 1024), 'text/plain', 'a.txt'))).toBe(
			'too-large'
		);
		expect(codeOf(() => normalise('x'.repeat(11 * 1024 * 1024), 'text/plain', 'a.txt'))).toBe('too-large');
	});

	it('refuses binary files and text whose encoding cannot be known', () => {
		const unmarked = utf16('hello, this is text without a mark');
		const noise = Uint8Array.from({ length: 5_000 }, (_value, at) => (at * 7) % 256);
		const pdf = new TextEncoder().encode('%PDF-1.7 and words');
		for (const source of [unmarked, noise, pdf, bytes(0x81, 0x8d, 0xff)])
			expect(codeOf(() => normalise(source, 'text/plain', 'a.txt'))).toBe('unsupported');
		expect(codeOf(() => normalise('text', 'image/png', 'a.png'))).toBe('unsupported');
	});

	it('refuses documents without a word', () => {
		for (const source of ['', ' \n\t', '# ', '***', '\u0000\u0000 \u202e', '---\ntitle: x\n---\n'])
			expect(
				codeOf(() => normalise(source, 'text/markdown', 'a.md')),
				JSON.stringify(source)
			).toBe('invalid');
		expect(codeOf(() => normalise('<script>alert(1)</script>', 'text/html', 'a.html'))).toBe('invalid');
	});
});

describe('what is made of it', () => {
	it('reads UTF-8, UTF-16 with a mark and Windows-1252', () => {
		const marked = utf16('\ufeffcafé');
		for (const source of [new TextEncoder().encode('café'), marked, bytes(0x63, 0x61, 0x66, 0xe9)])
			expect(normalise(source, 'text/plain', 'a.txt').text).toBe('café');
	});

	it('removes and counts controls, overrides and lone surrogates, and composes letters', () => {
		const { text, removed } = normalise('a\u0000b\u202e c\ud800d e\u0301\r\nf', 'text/plain', 'a.txt');
		expect(text).toBe('ab cd é\nf');
		expect(removed).toEqual({ controls: 1, overrides: 1, surrogates: 1 });
	});

	it('takes title, tags and audience from front matter, and nothing of it into the text', () => {
		const source =
			'---\ntitle: "Fees & terms"\ntags: [money, terms]\naudience: students\n---\nA lesson costs £30.';
		expect(normalise(source, 'text/markdown', 'fees.md')).toMatchObject({
			title: 'Fees & terms',
			tags: ['money', 'terms'],
			audience: 'students',
			text: 'A lesson costs £30.'
		});
	});

	it('takes the title from the first heading, the page title or the file name, in that order', () => {
		expect(normalise('# *Lessons*\n\nText', 'text/markdown', 'a.md').title).toBe('Lessons');
		expect(normalise('<title>Page &amp; more</title><p>Text', 'text/html', 'a.html').title).toBe(
			'Page & more'
		);
		expect(normalise('Text', 'text/plain', 'folder/some-old_file.txt').title).toBe('some old file');
	});

	it('keeps the words of Markdown, and drops comments, tags, scripts and link definitions', () => {
		const source =
			'A <b>b</b> <!-- hidden -->[c][ref] ![picture][pic]<script>alert(1)</script> H<sub>2</sub>O\n\n```html\n<b>kept</b>\n```\n\n[ref]: https://x.example/a\n[pic]: a.png';
		expect(normalise(source, 'text/markdown', 'a.md').text).toBe(
			'A b [c](https://x.example/a)  H2O\n\n```html\n<b>kept</b>\n```'
		);
	});

	it('turns HTML into Markdown-like text without what a reader does not see', () => {
		const html = `<html><head><style>p{}</style><script>alert(1)</script></head><body><nav>Menu</nav><h2>Hello <b>World</b></h2>
			<p>One<br>two <a href="https://x.example/z">link</a> <a href="javascript:alert(1)">bad</a></p>
			<ul><li>a<li><p>b</p></ul><ol><li>c</ol><table><tr><th>A<th>B<tr><td>1<td>2</table>
			<div hidden>no <div>no</div></div><p style="display: none">no<p>yes<iframe>no</iframe></body>`;
		const { text } = normalise(html, 'text/html', 'a.html');
		expect(text).toBe(
			'## Hello World\n\nOne\ntwo [link](https://x.example/z) bad\n\n- a\n- b\n\n1. c\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n\nyes'
		);
	});
});

describe('hostile input', () => {
	it('takes time in proportion to its length', () => {
		const html = [
			'<div>',
			'<li>',
			'<ul><li>',
			'<td>',
			'<b>',
			'</b>',
			'<a href="http://x">',
			'<a b=c ',
			'<',
			'&',
			'<!-- ',
			'<script>',
			'<div hidden>',
			'<p>a'
		];
		const markdown = [
			'<!-- ',
			'<script>',
			'<a ',
			'[',
			'[a][b] ',
			'[a]: b\n',
			'{% ',
			'![a](data:',
			'\u0315\u0300',
			'\ud800',
			' ',
			'[a]: b "'
		];
		const run = (unit: string, type: string, name: string) => {
			const begun = performance.now();
			try {
				normalise(`x${unit.repeat(Math.ceil(200_000 / unit.length))}x`, type, name);
			} catch (thrown) {
				expect(thrown).toBeInstanceOf(AppError);
			}
			expect(performance.now() - begun, unit).toBeLessThan(20_000);
		};
		for (const unit of html) run(unit, 'text/html', 'a.html');
		for (const unit of markdown) run(unit, 'text/markdown', 'a.md');
	});

	it('reads HTML nested 100,000 deep', () => {
		const source = `${'<div>'.repeat(100_000)}deep${'</div>'.repeat(100_000)}`;
		expect(normalise(source, 'text/html', 'a.html').text).toBe('deep');
	});

	it('gives text that normalising again does not change, whatever came in', () => {
		const piece = fc.oneof(
			fc.string({ unit: 'binary' }),
			fc.constantFrom(
				'\r\n',
				'\u0000',
				'\u202e',
				'\ud83c',
				'\udfb5',
				'e\u0301',
				'\u2028',
				'\ufeff',
				'word ',
				' \n \n'
			)
		);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
				let text: string;
				try {
					({ text } = normalise(pieces.join(''), 'text/plain', 'a.txt'));
				} catch (thrown) {
					expect(thrown).toBeInstanceOf(AppError);
					return;
				}
				expect(normalise(text, 'text/plain', 'a.txt').text).toBe(text);
				expect(text.isWellFormed()).toBe(true);
				expect(text).toBe(text.normalize('NFC'));
				expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
			})
		);
	});
});
