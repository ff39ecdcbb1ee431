import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMarkdown } from './read.ts';
import type { Mark, Node, Piece } from './tree.ts';

/** Microseconds of processor time. The app's own types know no Node. */
interface CpuTime {
	user: number;
	system: number;
}
const { process } = globalThis as unknown as { process: { cpuUsage: (before?: CpuTime) => CpuTime } };

function pieces(nodes: readonly Node[]): Piece[] {
	return nodes.flatMap((node): Piece[] => {
		if (node.type === 'text') return node.pieces;
		if (node.type === 'table') return [...node.head, ...node.rows.flat()].flatMap(pieces);
		return 'children' in node ? pieces(node.children) : [];
	});
}

function markedText(source: string, marks: Mark[]): string {
	return pieces(readMarkdown(source, marks))
		.filter((piece) => piece.mark !== undefined)
		.map((piece) => piece.text)
		.join('');
}

const types = (nodes: readonly Node[]): string[] =>
	nodes.flatMap((node) => [node.type, ...('children' in node ? types(node.children) : [])]);

describe('reading Markdown', () => {
	it('marks exactly the span it was given, across emphasis, entities and escapes', () => {
		const source = 'First. Lessons *cost* 40 &amp; up \\* always. Last.';
		const start = source.indexOf('Lessons');
		const end = source.indexOf(' Last.');
		expect(markedText(source, [{ key: 'a', start, end }])).toBe('Lessons cost 40 & up * always.');
	});

	it('marks a span that runs over the lines of a quotation', () => {
		const source = '> One line\n> and another. End.';
		expect(
			markedText(source, [{ key: 'a', start: source.indexOf('line'), end: source.indexOf(' End') }])
		).toBe('line\nand another.');
	});

	it('closes each mark once, at its last words, even inside bold', () => {
		const source = 'Say **this is bold.** Then on.';
		const marks = [
			{ key: 'a', start: 0, end: source.indexOf(' Then') },
			{ key: 'b', start: source.indexOf('Then'), end: source.length }
		];
		const closing = pieces(readMarkdown(source, marks)).filter((piece) => piece.closes !== undefined);
		expect(closing.map(({ closes, text }) => [closes, text])).toEqual([
			['a', 'this is bold.'],
			['b', 'Then on.']
		]);
	});

	it('keeps no markup but harmless elements', () => {
		const tree = readMarkdown('H<sub>2</sub>O <script>alert(1)</script> <img src=x onerror=alert(1)>');
		expect(types(tree)).toContain('sub');
		expect(
			pieces(tree)
				.map((piece) => piece.text)
				.join('')
		).toContain('<script>alert(1)</script>');
	});

	it.each([
		'javascript:alert(1)',
		'JaVaScRiPt:alert(1)',
		'data:text/html,x',
		'//elsewhere.example',
		'vbscript:x'
	])('shows a link to %s as its words alone', (url) => {
		const tree = readMarkdown(`[words](<${url}>)`);
		expect(types(tree)).not.toContain('link');
		expect(
			pieces(tree)
				.map((piece) => piece.text)
				.join('')
		).toContain('words');
	});

	it('never loads an image: it is its alternative text', () => {
		expect(readMarkdown('![a cello](https://elsewhere.example/x.png)')).toMatchObject([
			{ type: 'paragraph', children: [{ type: 'image', alt: 'a cello' }] }
		]);
	});

	it('tells formulas from money', () => {
		expect(types(readMarkdown('It costs $20 and $30, or $40-$50.'))).not.toContain('math');
		const tree = readMarkdown('Ratio $\\frac{3}{2}$ and \\(x_1\\), `$code$`\n\n$$\na_b\n$$');
		expect(types(tree).filter((type) => type === 'math')).toHaveLength(3);
	});

	it('survives letters of private use that only look like formulas', () => {
		expect(
			pieces(readMarkdown('\uE000\uE000 $x$'))
				.map((piece) => piece.text)
				.join('')
		).toContain('\uE000\uE000');
	});

	it.each([
		['quotations', '>'.repeat(100_000) + ' deep'],
		['spaced quotations', '> '.repeat(100_000) + 'deep'],
		['list items', '- '.repeat(100_000) + 'deep'],
		[
			'indented lists',
			Array.from({ length: 1500 }, (_, depth) => ' '.repeat(depth * 2) + '- deep').join('\n')
		],
		['brackets', '['.repeat(100_000) + 'deep'],
		['spaced brackets', '[a '.repeat(50_000) + 'deep'],
		['emphasis', '*a **a '.repeat(30_000) + 'deep'],
		['elements', '<div>'.repeat(100_000) + 'deep'],
		['links', '[a]('.repeat(50_000) + 'deep'],
		['code ticks', Array.from({ length: 400 }, (_, n) => '`'.repeat(n + 1)).join(' ') + 'deep'],
		['dollars', '$a '.repeat(100_000) + 'deep'],
		['entities', '&'.repeat(100_000) + 'deep'],
		['underlined headings', 'a\n==\n'.repeat(40_000) + '\ndeep'],
		['quotations one after another', '> a\n\n'.repeat(40_000) + 'deep'],
		['code in list items', '{```\n- \n'.repeat(20_000) + 'deep'],
		['rules of a table', '> |-|\n|-|\n'.repeat(20_000) + '\ndeep'],
		['tildes', '~==\n-'.repeat(20_000) + 'deep'],
		['comments that never end', '<!--|'.repeat(50_000) + 'deep']
	])('shows a text nested without end by %s, within two seconds of work', (_what, source) => {
		// Processor time: a busy machine must not fail this.
		const before = process.cpuUsage();
		const tree = readMarkdown(source);
		const { user, system } = process.cpuUsage(before);
		expect((user + system) / 1000).toBeLessThan(2000);
		expect(JSON.stringify(tree)).toContain('deep');
	});

	it('places every piece where the source has it, whatever the text', () => {
		const scraps = fc.constantFrom(
			'word ',
			'*',
			'**',
			'&amp;',
			'\\*',
			'\n',
			'\n\n',
			'> ',
			'- ',
			'`',
			'[a](b)',
			'$',
			'|',
			'é',
			'😀',
			'<b>'
		);
		fc.assert(
			fc.property(fc.array(scraps, { maxLength: 40 }), fc.nat(80), fc.nat(80), (parts, a, b) => {
				const source = parts.join('');
				const mark = { key: 'm', start: Math.min(a, b), end: Math.max(a, b) + 1 };
				for (const piece of pieces(readMarkdown(source, [mark]))) {
					expect(piece.start).toBeGreaterThanOrEqual(0);
					expect(piece.start).toBeLessThanOrEqual(source.length);
					if (piece.mark !== undefined) expect(piece.start).toBeLessThan(mark.end);
				}
			})
		);
	});
});
