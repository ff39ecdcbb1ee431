import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { AppError } from '#lib/shared/errors.ts';
import { paragraph, writeDocx } from '../fixtures/docx-writer.ts';
import { LIMITS } from '../limits.ts';
import { recogniseFile } from '../recognise-file.ts';
import { readDocx } from './read-docx.ts';

async function refusal(bytes: Uint8Array): Promise<AppError> {
	const thrown: unknown = await readDocx(bytes).catch((reason: unknown) => reason);
	expect(thrown).toBeInstanceOf(AppError);
	return thrown as AppError;
}

describe('a Word document', () => {
	it('becomes headings, paragraphs, lists and tables', async () => {
		const cell = (text: string) => `<w:tc><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:tc>`;
		const item = (list: number, level = 0) =>
			`<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${list}"/></w:numPr>`;
		const { text, title, pageStarts } = await readDocx(
			writeDocx({
				title: 'House &amp; rules',
				styles:
					'<w:style w:styleId="Titel"><w:name w:val="heading 1"/></w:style><w:style w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="Titel"/></w:style>',
				numbering:
					'<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>',
				body: [
					paragraph('Fees', '<w:pStyle w:val="Mine"/>'),
					'<w:p><w:r><w:t xml:space="preserve">Fees are due </w:t></w:r><w:ins><w:r><w:t>monthly</w:t></w:r></w:ins><w:del><w:r><w:delText>weekly</w:delText><w:t>weekly</w:t></w:r></w:del><w:r><w:t>, R&amp;D &lt;too&gt;.</w:t></w:r></w:p>',
					paragraph('Come', item(1)),
					paragraph('Pay', item(1)),
					paragraph('a piano', item(2)),
					`<w:tbl><w:tr>${cell('Lesson')}${cell('Fee')}</w:tr><w:tr>${cell('Piano | Voice')}${cell('30')}</w:tr></w:tbl>`,
					paragraph('Smaller', '<w:outlineLvl w:val="1"/>'),
					paragraph('The end.')
				].join('')
			})
		);
		expect(title).toBe('House & rules');
		expect(pageStarts).toBeUndefined();
		expect(text).toBe(
			[
				'# Fees',
				'Fees are due monthly, R&D <too>.',
				'1. Come\n1. Pay\n- a piano',
				'| Lesson | Fee |\n| --- | --- |\n| Piano \\| Voice | 30 |',
				'## Smaller',
				'The end.'
			].join('\n\n')
		);
	});

	it('never expands what it declares itself', async () => {
		const { text } = await readDocx(
			writeDocx({
				body: '',
				parts: {
					'word/document.xml': `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]><w:document><w:body>${paragraph('Before &b;&c; after')}</w:body></w:document>`
				}
			})
		);
		expect(text).toBe('Before &b;&c; after');
	});

	it('may be written in UTF-16', async () => {
		const xml = `\ufeff<?xml version="1.0" encoding="UTF-16"?><w:document><w:body>${paragraph('Gebühren')}</w:body></w:document>`;
		const part = Uint8Array.from(
			{ length: 2 * xml.length },
			(_, at) => xml.charCodeAt(at >> 1) >> (8 * (at % 2))
		);
		expect((await readDocx(writeDocx({ body: '', parts: { 'word/document.xml': part } }))).text).toBe(
			'Gebühren'
		);
	});

	it('may be nested as deep as it likes', async () => {
		const deep = 100_000;
		const { text } = await readDocx(
			writeDocx({ body: `${'<w:sdt>'.repeat(deep)}${paragraph('Down here.')}${'</w:sdt>'.repeat(deep)}` })
		);
		expect(text).toBe('Down here.');
	});
});

describe('a Word document is refused with a reason', () => {
	const spaces = new Uint8Array(LIMITS.partBytes + 1).fill(0x20);

	it('when it says that it unpacks to more than there can be', async () => {
		expect((await refusal(writeDocx({ body: '', parts: { 'word/document.xml': spaces } }))).code).toBe(
			'too-large'
		);
	});

	it('when it unpacks to more than it says', async () => {
		const bytes = writeDocx({ body: '', parts: { 'word/document.xml': spaces } });
		const view = new DataView(bytes.buffer);
		let lies = 0;
		for (let at = 0; at + 46 < bytes.length; at++)
			if (view.getUint32(at, true) === 0x02014b50 && view.getUint32(at + 24, true) > LIMITS.partBytes) {
				view.setUint32(at + 24, 100, true);
				lies++;
			}
		expect(lies).toBe(1);
		expect((await refusal(bytes)).code).toBe('too-large');
	});

	it('when it has more parts than a document could have', async () => {
		const parts = Object.fromEntries(
			Array.from({ length: LIMITS.archiveEntries + 1 }, (_, at) => [`word/media/${at}`, 'x'])
		);
		expect((await refusal(writeDocx({ body: '', parts }))).code).toBe('too-large');
	});

	it('when it is another archive, cut off, or without a word', async () => {
		const slides = '<?xml version="1.0"?><p:presentation><a:t>Words.</a:t></p:presentation>';
		for (const other of [
			zipSync({ 'a.txt': new Uint8Array(3) }),
			writeDocx({ body: '', parts: { 'word/document.xml': slides } })
		])
			expect(await refusal(other)).toMatchObject({
				code: 'unsupported',
				message: expect.stringContaining('no Word document') as string
			});
		const whole = writeDocx({ body: paragraph('Words.') });
		expect((await refusal(whole.slice(0, whole.length - 40))).code).toBe('invalid');
		expect((await refusal(writeDocx({ body: paragraph(' ') }))).code).toBe('invalid');
	});

	/** Changes the entries of its directory: 8 their flags, 10 their method, 20 their size, 42 their place. */
	function entries(bytes: Uint8Array, change: (view: DataView, entry: number) => void): Uint8Array {
		const view = new DataView(bytes.buffer);
		for (let at = 0; at + 46 < bytes.length; at++)
			if (view.getUint32(at, true) === 0x02014b50) change(view, at);
		return bytes;
	}
	it.each<[string, string, (view: DataView, entry: number) => void]>([
		['are locked', 'unsupported', (view, at) => view.setUint16(at + 8, 1, true)],
		['are packed as nobody does', 'invalid', (view, at) => view.setUint16(at + 10, 99, true)],
		['are larger than the file', 'invalid', (view, at) => view.setUint32(at + 20, 2 ** 30, true)],
		['lie all in one place', 'unsupported', (view, at) => view.setUint32(at + 42, 0, true)],
		['lie behind its end', 'invalid', (view, at) => view.setUint32(at + 42, 2 ** 30, true)],
		[
			'say that they are four gigabytes',
			'too-large',
			(view, at) => view.setUint32(at + 24, 0xffff_ffff, true)
		]
	])('when its parts %s', async (_, code, change) => {
		expect((await refusal(entries(writeDocx({ body: paragraph('Words.') }), change))).code).toBe(code);
	});

	it.each(['../../../etc/passwd', 'https://evil.example/document.xml', 'word/missing.xml'])(
		'when its text is said to be at %s',
		async (target) => {
			const parts = {
				'_rels/.rels': `<Relationships><Relationship Type="x/officeDocument" Target="${target}"/></Relationships>`,
				'/../../../etc/passwd': 'Secret.'
			};
			expect((await refusal(writeDocx({ body: paragraph('Words.'), parts }))).code).toBe('unsupported');
		}
	);

	it('when bytes of it are changed, and never with anything but a reason', async () => {
		const whole = writeDocx({ body: paragraph('Words of a document.').repeat(20) });
		for (let at = 0; at < whole.length; at += 7) {
			const changed = whole.slice();
			changed[at] = (changed[at] ?? 0) ^ 0x5a;
			await readDocx(changed).catch((thrown: unknown) => expect(thrown).toBeInstanceOf(AppError));
		}
	});
});

it('a file is known by its bytes', () => {
	const text = (value: string) => new TextEncoder().encode(value);
	expect(recogniseFile(writeDocx({ body: '' }))).toBe('docx');
	expect(recogniseFile(text('some bytes before\n%PDF-1.4'))).toBe('pdf');
	expect(recogniseFile(text('A text that says PDF.'))).toBeUndefined();
	expect(recogniseFile(new Uint8Array())).toBeUndefined();
});
