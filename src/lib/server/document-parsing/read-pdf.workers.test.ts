// PDFs read inside workerd, where nothing may be evaluated and nothing compiled.
import { describe, expect, it, vi } from 'vitest';
import { paragraphLines, writePdf, type PdfLine, type PdfPlan } from './fixtures/pdf-writer.ts';
import { parseFile } from './parse-file.ts';

const now = () => 0;
const read = (plan: PdfPlan | Uint8Array<ArrayBuffer>) =>
	parseFile('pdf', plan instanceof Uint8Array ? plan : writePdf(plan), { now });
/** As many letters as a column holds, so that the lines look like prose. */
const prose = (name: string, count: number, width = 40) =>
	Array.from({ length: count }, (_, at) =>
		`${name} line ${at} says something of it and more`.slice(0, width).padEnd(width, 'x')
	);

describe('a PDF', () => {
	it('becomes headings and paragraphs, and each page knows where it begins', async () => {
		const { text, title, pageStarts } = await read({
			title: 'Rules of the house',
			pages: [
				[
					{ text: 'House rules', x: 72, y: 760, size: 24 },
					{ text: 'Opening hours', x: 72, y: 720, size: 16 },
					...paragraphLines(
						[
							'The school opens at eight in the morning and it closes at',
							'nine in the evening, on holidays as well.'
						],
						{ y: 690 }
					),
					...paragraphLines(['Whoever comes later rings the bell beside the door and', 'waits.'], { y: 650 })
				],
				[
					{ text: 'Instruments', x: 72, y: 760, size: 16 },
					...paragraphLines(['Pianos are tuned in March.'], { y: 730 })
				]
			]
		});
		expect(title).toBe('Rules of the house');
		expect(text).toBe(
			[
				'# House rules',
				'## Opening hours',
				'The school opens at eight in the morning and it closes at nine in the evening, on holidays as well.',
				'Whoever comes later rings the bell beside the door and waits.',
				'## Instruments',
				'Pianos are tuned in March.'
			].join('\n\n')
		);
		expect(pageStarts).toEqual([0, text.indexOf('## Instruments')]);
	});

	it('of two columns is read column by column, between what stands across both', async () => {
		const { text } = await read({
			pages: [
				[
					{ text: 'A title across both of the columns of this page', x: 100, y: 790, size: 18 },
					...paragraphLines(prose('Left', 20), { x: 60, y: 740 }),
					...paragraphLines(prose('Right', 20), { x: 320, y: 740 })
				]
			]
		});
		const places = [
			text.indexOf('A title'),
			...Array.from({ length: 20 }, (_, at) => text.indexOf(`Left line ${at} `)),
			...Array.from({ length: 20 }, (_, at) => text.indexOf(`Right line ${at} `))
		];
		expect(places).toEqual(places.toSorted((one, other) => one - other));
		expect(places).not.toContain(-1);
	});

	it('of two near columns keeps them apart, and reads what follows both after both', async () => {
		const { text } = await read({
			pages: [
				[
					...paragraphLines(prose('Left', 14, 48), { x: 60, y: 740 }),
					...paragraphLines(prose('Right', 14, 48), { x: 297, y: 740 }),
					{ text: 'Afterwards', x: 60, y: 520, size: 16 },
					...paragraphLines(['What comes after both.'], { x: 60, y: 490 })
				]
			]
		});
		const words = [
			'Left line 0',
			'Left line 13',
			'Right line 0',
			'Right line 13',
			'# Afterwards',
			'What comes after'
		];
		const places = words.map((word) => text.indexOf(word));
		expect(places).not.toContain(-1);
		expect(places).toEqual(places.toSorted((one, other) => one - other));
	});

	it('of two columns reads one article after the other, though its title is no wider than a column', async () => {
		const { text } = await read({
			pages: [
				[
					...paragraphLines(prose('One', 10), { x: 60, y: 740 }),
					...paragraphLines(prose('Two', 10), { x: 320, y: 740 }),
					{ text: 'Another article', x: 60, y: 590, size: 18 },
					...paragraphLines(prose('Three', 10), { x: 60, y: 560 }),
					...paragraphLines(prose('Four', 10), { x: 320, y: 560 })
				]
			]
		});
		const words = ['One line 0', 'One line 9', 'Two line 9', '# Another', 'Three line 9', 'Four line 0'];
		const places = words.map((word) => text.indexOf(word));
		expect(places).not.toContain(-1);
		expect(places).toEqual(places.toSorted((one, other) => one - other));
	});

	it('gives a table its cells', async () => {
		const row = (y: number, ...cells: string[]): PdfLine[] =>
			cells.map((text, at) => ({ text, x: 72 + at * 150, y }));
		const { text } = await read({
			pages: [
				[
					...row(700, 'Lesson', 'Minutes', 'Fee'),
					...row(685, 'Piano', '45', '30'),
					...row(670, 'Voice', '30', '22')
				]
			]
		});
		expect(text).toBe(
			'| Lesson | Minutes | Fee |\n| --- | --- | --- |\n| Piano | 45 | 30 |\n| Voice | 30 | 22 |'
		);
	});

	it('puts words together that the end of a row broke, over pages too, and leaves out what stands on every page', async () => {
		const pages = Array.from({ length: 6 }, (_, at) => [
			{ text: 'The running title', x: 72, y: 810 },
			...paragraphLines(
				[
					`Page ${'abcdef'[at]} tells of long-distance accompani-`,
					'ment, of long-',
					'distance travel and of instru-'
				],
				{ y: 760 }
			),
			{ text: `Page ${at + 1} of 6`, x: 280, y: 30 }
		]);
		pages.push([{ text: 'ments, and that is all.', x: 72, y: 760 }]);
		const { text, pageStarts } = await read({ pages });
		expect(text).not.toContain('running title');
		expect(text).not.toContain('of 6');
		expect(text).toContain('accompaniment, of long-distance travel');
		expect(text).toMatch(/Page f tells .* of instruments, and that is all\.$/);
		expect(text.slice(pageStarts?.[6])).toBe('ments, and that is all.');
	});

	it.each([90, 180, 270])('that a reader turns by %i degrees reads the same', async (rotate) => {
		const lines = paragraphLines(['The first line of it,', 'and a second one.'], { y: 700 });
		const { text } = await read({ pages: [lines], rotate });
		expect(text).toBe('The first line of it, and a second one.');
	});

	it('says nothing of a mark across the page', async () => {
		const { text } = await read({
			pages: [
				[
					{ text: 'DRAFT', x: 200, y: 300, size: 60, turn: 45 },
					...paragraphLines(['What is said on this page.'], { y: 700 })
				]
			]
		});
		expect(text).toBe('What is said on this page.');
	});

	it('runs none of its scripts and shows nothing of them', async () => {
		const alarm = vi.fn();
		vi.stubGlobal('alarm', alarm);
		const { text } = await read({
			pages: [paragraphLines(['Harmless words.'], { y: 700 })],
			catalog: '/OpenAction << /S /JavaScript /JS (alarm\\(\\)) >>',
			extra: ['<< /S /JavaScript /JS (alarm\\(\\)) >>']
		});
		expect(text).toBe('Harmless words.');
		expect(alarm).not.toHaveBeenCalled();
		vi.unstubAllGlobals();
	});

	it('with an outline of ten thousand entries is read as soon as one without', async () => {
		const extra = Array.from(
			{ length: 10_000 },
			(_, at) => `<< /Title (Entry ${at}) /Parent 7 0 R /Next ${at + 9} 0 R /Dest [5 0 R /Fit] >>`
		);
		const { text } = await read({
			pages: [paragraphLines(['A page with many entries.'], { y: 700 })],
			catalog: '/Outlines 7 0 R',
			extra: ['<< /Type /Outlines /First 8 0 R /Last 10007 0 R /Count 10000 >>', ...extra]
		});
		expect(text).toBe('A page with many entries.');
	});

	it('of many pages is read to its end, and every page knows where it begins', async () => {
		const pages = Array.from({ length: 230 }, (_, at) => paragraphLines([`Number ${at + 1}.`], { y: 700 }));
		const { text, pageStarts } = await read({ pages });
		expect(pageStarts).toHaveLength(230);
		for (const at of [0, 98, 99, 100, 101, 199, 200, 229])
			expect(text.slice(pageStarts?.[at])).toMatch(new RegExp(`^Number ${at + 1}\\.`));
	});

	it('tells of each page as it is read', async () => {
		const pages = [1, 2, 3].map((number) => paragraphLines([`Page number ${number}`], { y: 700 }));
		const told: [number, number][] = [];
		await parseFile('pdf', writePdf({ pages }), {
			now,
			onPage: (done, total) => void told.push([done, total])
		});
		expect(told).toEqual([
			[1, 3],
			[2, 3],
			[3, 3]
		]);
	});
});
