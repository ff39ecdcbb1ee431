import { describe, expect, it } from 'vitest';
import {
	exifOf,
	GIF,
	gifWith,
	joined,
	JPEG,
	jpegSegment,
	jpegWith,
	letters,
	PLACE,
	PNG,
	pngChunk,
	pngWith,
	WEBP,
	webpChunk,
	webpWith
} from './fixtures/pictures.ts';
import { contentDisposition } from './file-name.ts';
import { recognise } from './recognise.ts';

const text = (words: string) => new TextEncoder().encode(words);
const latinOf = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes);
const HTML = '<!doctype html><script>alert(1)</script>';

describe('a picture', () => {
	it.each([
		['image/png', PNG, 8, 4],
		['image/jpeg', JPEG, 8, 4],
		['image/webp', WEBP, 8, 4],
		['image/gif', GIF, 1, 1]
	])('is %s by its bytes, whatever it is called', (mediaType, bytes, width, height) => {
		for (const name of ['a.png', 'a.txt', 'a.svg', 'a.exe', 'a', ''])
			expect(recognise(name, bytes)).toMatchObject({ mediaType, width, height });
		expect(recognise('a', recognise('a', bytes).bytes).bytes).toEqual(recognise('a', bytes).bytes);
	});

	it('keeps nothing of where and by whom it was made', () => {
		const xmp = letters(`http://ns.adobe.com/xap/1.0/\0${PLACE}`);
		const comment = letters(PLACE);
		const dirty = [
			pngWith(pngChunk('eXIf', exifOf(1)), pngChunk('tEXt', comment), pngChunk('prVt', comment)),
			jpegWith(
				jpegSegment(0xe1, joined(letters('Exif\0\0'), exifOf(1))),
				jpegSegment(0xe1, xmp),
				jpegSegment(0xed, comment),
				jpegSegment(0xe2, joined(letters('MPF\0'), comment)),
				jpegSegment(0xfe, comment)
			),
			webpWith(webpChunk('EXIF', exifOf(1)), webpChunk('XMP ', comment), webpChunk('ABCD', comment)),
			gifWith(joined(letters('!\xfe\x11'), comment, letters('\0')))
		];
		for (const bytes of dirty) {
			expect(latinOf(bytes)).toContain(PLACE);
			const clean = recognise('a', bytes);
			expect(latinOf(clean.bytes), clean.mediaType).not.toContain('GPS');
		}
		expect(recognise('a', dirty[2]!).bytes).toEqual(WEBP);
		expect(recognise('a', dirty[3]!).bytes).toEqual(GIF);
	});

	it('stays turned as it was, and is as large as it is shown', () => {
		const turned = [
			pngWith(pngChunk('eXIf', exifOf(6))),
			jpegWith(jpegSegment(0xe1, joined(letters('Exif\0\0'), exifOf(6)))),
			webpWith(webpChunk('EXIF', exifOf(6)))
		];
		for (const bytes of turned) {
			const clean = recognise('a', bytes);
			expect(clean).toMatchObject({ width: 4, height: 8 });
			// Read once more: what was written says the same.
			expect(recognise('a', clean.bytes)).toEqual(clean);
		}
	});

	it('ends where it ends: what was put behind it is gone', () => {
		for (const bytes of [PNG, JPEG, WEBP, GIF])
			expect(recognise('a', joined(bytes, letters(HTML))).bytes).toEqual(recognise('a', bytes).bytes);
	});

	it('that breaks off anywhere is refused', () => {
		for (const bytes of [PNG, JPEG, WEBP, GIF])
			for (let length = 12; length < bytes.length; length++)
				expect(() => recognise('a.png', bytes.slice(0, length)), `${length}`).toThrow(
					expect.objectContaining({ code: 'invalid' })
				);
	});

	it('of bytes changed at random is read or refused, and never more', () => {
		// Plain multiplicative noise: the same on every run.
		let state = 1;
		const next = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below;
		for (const bytes of [PNG, JPEG, WEBP, GIF])
			for (let round = 0; round < 1_000; round++) {
				const hostile = bytes.slice(0, next(4) === 0 ? next(bytes.length) : bytes.length);
				for (let change = next(4); change >= 0; change--) hostile[next(bytes.length)] = next(256);
				try {
					recognise('a.txt', hostile);
				} catch (thrown) {
					expect(thrown).toMatchObject({ name: 'AppError' });
				}
			}
	});

	it('of more than fifty megapixels is too large, whatever its bytes', () => {
		const jpeg = JPEG.slice();
		const frame = latinOf(jpeg).indexOf('\xff\xc0');
		jpeg.set([0xff, 0xff, 0xff, 0xff], frame + 5);
		const webp = WEBP.slice();
		webp.set([0xff, 0xff, 0x3f, 0xff, 0xff, 0x3f], 24);
		const gif = GIF.slice();
		gif.set([0xff, 0xff, 0xff, 0xff], 6);
		const gifFrame = GIF.slice();
		gifFrame.set([0xff, 0xff, 0xff, 0xff], 24);
		for (const bytes of [jpeg, webp, gif, gifFrame])
			expect(() => recognise('a', bytes)).toThrow(expect.objectContaining({ code: 'too-large' }));
		// A size that does not go with its checksum.
		const png = PNG.slice();
		png.set([0x7f, 0xff, 0xff, 0xff], 16);
		expect(() => recognise('a', png)).toThrow(expect.objectContaining({ code: 'invalid' }));
	});

	it('of more than five megabytes is too large', () => {
		const bytes = joined(PNG.subarray(0, 33));
		const large = new Uint8Array(5 * 1024 * 1024 + 1);
		large.set(bytes);
		expect(() => recognise('a', large)).toThrow(expect.objectContaining({ code: 'too-large' }));
	});

	it.each([
		['without pixels', pngWith().fill(0, 16, 20)],
		['with a second header', pngWith(PNG.subarray(8, 33))],
		['without a picture', joined(PNG.subarray(0, 33), PNG.subarray(-12))],
		['of a signature alone', PNG.slice(0, 8)],
		['with a chunk longer than the file', pngWith(letters('\x7f\xff\xff\xfftEXt'))],
		['with two frames of its own', jpegWith(jpegSegment(0xc0, letters('\x08\0\x01\0\x01\x01\x01\x11\0')))]
	])('%s is refused', (_, bytes) => {
		expect(() => recognise('a.png', bytes)).toThrow(expect.objectContaining({ code: 'invalid' }));
	});
});

describe('a text', () => {
	it.each([
		['notes.txt', 'text/plain'],
		['NOTES.MD', 'text/markdown'],
		['fees.csv', 'text/csv'],
		['fees.tsv', 'text/tab-separated-values'],
		['song.json', 'application/json'],
		['reel.abc', 'text/plain']
	])('%s is %s, and kept as it is', (name, mediaType) => {
		const bytes = text('\ufeffGrade 3: D minor\r\n\tÉtude 🎻\n');
		expect(recognise(name, bytes)).toMatchObject({ mediaType, bytes, width: null, height: null });
	});

	it('may hold HTML: it is a text, and nothing else', () => {
		expect(recognise('page.html.txt', text(HTML))).toMatchObject({ mediaType: 'text/plain' });
	});

	it.each([
		['HTML named .png', 'page.png', text(HTML)],
		['HTML', 'page.html', text(HTML)],
		['SVG', 'clef.svg', text('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
		['SVG named .jpg', 'clef.jpg', text('<svg onload="alert(1)"/>')],
		['a script', 'a.js', text('alert(1)')],
		['no ending', 'README', text('Hello')],
		['a dot', '.', text('Hello')],
		['NUL', 'a.txt', text('a\0b')],
		['UTF-16', 'a.txt', Uint8Array.of(0xff, 0xfe, 0x41, 0)],
		['bytes', 'a.txt', Uint8Array.from({ length: 4096 }, (_, index) => (index * 151 + 7) % 256)],
		['control characters', 'a.txt', text('\u001b[31mred\u0007'.repeat(20))],
		['a ZIP', 'a.docx', letters('PK\x03\x04')],
		['a PDF', 'a.pdf', letters('%PDF-1.7')],
		['a PDF named .txt', 'a.txt', letters('%PDF-1.7')],
		['HEIC', 'a.jpg', letters('\0\0\0\x18ftypheic\0\0\0\0')]
	])('%s is unsupported', (_, name, bytes) => {
		expect(() => recognise(name, bytes)).toThrow(expect.objectContaining({ code: 'unsupported' }));
	});

	it('says of a PDF that it cannot be attached yet', () => {
		expect(() => recognise('a.pdf', letters('%PDF-1.7'))).toThrow(/PDF cannot be attached yet/);
	});

	it('of nothing, or of nothing visible, is refused', () => {
		for (const bytes of [new Uint8Array(), text(' \n\t\u200b')])
			expect(() => recognise('a.txt', bytes)).toThrow(expect.objectContaining({ code: 'invalid' }));
	});

	it('of more than 256 KB is too large', () => {
		expect(recognise('a.txt', text('a'.repeat(256 * 1024)))).toBeDefined();
		expect(() => recognise('a.txt', text('a'.repeat(256 * 1024 + 1)))).toThrow(
			expect.objectContaining({ code: 'too-large' })
		);
	});
});

describe('a name', () => {
	it.each([
		['../../etc/passwd.png', 'passwd.png'],
		['C:\\Users\\me\\cat.PNG', 'cat.png'],
		['a\r\nset-cookie: x.png', 'aset-cookie x.png'],
		['\u202egnp.exe', 'gnp.exe.png'],
		['.png', 'file.png'],
		['...', 'file.png'],
		['', 'file.png'],
		['\0\u200b', 'file.png'],
		['evil.exe', 'evil.exe.png'],
		['half\ud83c.png', 'half.png'],
		['  two   words .png', 'two words.png'],
		['<b>"x"</b>.png', 'b.png'],
		['Noten für Übung.png', 'Noten für Übung.png']
	])('%j becomes %j', (given, name) => {
		expect(recognise(given, PNG).name).toBe(name);
	});

	it('of 300 characters is cut, and keeps its ending', () => {
		const { name } = recognise(`${'🎵'.repeat(300)}.png`, PNG);
		expect(Array.from(name)).toHaveLength(120);
		expect(name.endsWith('🎵.png')).toBe(true);
	});

	it('in a header is one value in plain letters, with the whole name beside it', () => {
		expect(contentDisposition('inline', 'Übung "1".png')).toBe(
			`inline; filename="Ubung 1.png"; filename*=UTF-8''%C3%9Cbung%20%221%22.png`
		);
		expect(contentDisposition('attachment', '譜面.txt')).toBe(
			`attachment; filename="file.txt"; filename*=UTF-8''%E8%AD%9C%E9%9D%A2.txt`
		);
	});
});
