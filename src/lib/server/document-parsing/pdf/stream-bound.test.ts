// Bombs, and the ways of hiding one from whoever only glances at a PDF. What is no refusal has lost its filter: no reader inflates it.
import { zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { writePdf } from '../fixtures/pdf-writer.ts';
import { LIMITS } from '../limits.ts';
import { boundStreams } from './stream-bound.ts';

const bomb = zlibSync(new Uint8Array(LIMITS.streamBytes + 1).fill(0x20));
const harmless = zlibSync(bytesOf('BT (Words) Tj ET'));

function bytesOf(text: string): Uint8Array {
	return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
/** A letter a byte, which no decoder gives. */
const textOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
const hex = (bytes: Uint8Array) =>
	bytesOf(`${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}>`);
function join(...parts: Uint8Array[]): Uint8Array {
	return Uint8Array.from(parts.flatMap((part) => [...part]));
}
const withStream = (dictionary: string, bytes: Uint8Array) =>
	writePdf({ pages: [[]], content: { dictionary, bytes } });
/** Another line before the stream's bytes. */
function behind(line: string, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
	const text = textOf(withStream('/Filter /FlateDecode', bytes));
	return Uint8Array.from(bytesOf(text.replace('stream\n', `stream${line}`)));
}

const inRuns = (bytes: Uint8Array) => join(Uint8Array.of(bytes.length - 1), bytes, Uint8Array.of(128));
/** A match that reaches back before the beginning: to some the end of the stream, to others a row of zeros. */
const reachingBack = join(Uint8Array.of(0x78, 0x9c, 0x4b, 0x04, 0x11, 0x00), bomb.subarray(2));

describe('a stream that inflates to more than there can be is a refusal', () => {
	it.each<[string, () => Uint8Array<ArrayBuffer>]>([
		['deflated', () => withStream('/Filter /FlateDecode', bomb)],
		['twice', () => withStream('/Filter [/Fl /Fl]', zlibSync(bomb))],
		['in letters', () => withStream('/Filter [/AHx /Fl]', hex(bomb))],
		['in letters of letters', () => withStream('/Filter [/AHx /AHx /Fl]', hex(hex(bomb)))],
		['in letters that were deflated', () => withStream('/Filter [/Fl /AHx /Fl]', zlibSync(hex(bomb)))],
		[
			'under a name that is spelt otherwise',
			() => withStream('/F#69lter [/ASCII#48exDecode /Fl]', hex(bomb))
		],
		['far from its dictionary', () => withStream(`/Filter [/AHx /Fl] /X (${'x'.repeat(70_000)})`, hex(bomb))],
		[
			'behind a string that looks like an object',
			() => withStream('/Filter [/AHx /Fl] /X ( 1 0 obj)', hex(bomb))
		],
		['behind marks that do not match', () => withStream('/A >> /Filter [/AHx /Fl]', hex(bomb))],
		['behind a word and blanks', () => behind(' \n', bomb)],
		['behind a comment', () => behind('%\r\n', bomb)],
		['of runs', () => withStream('/Filter /RL', new Uint8Array(2 ** 18).fill(129))],
		['of a table that grows', () => withStream('/Filter /LZW', lzwBomb())]
	])('%s', (_, file) => {
		expect(() => boundStreams(file())).toThrow(expect.objectContaining({ code: 'too-large' }));
	});

	it('and so is the sum of many', () => {
		const half = zlibSync(new Uint8Array(LIMITS.streamBytes).fill(0x20));
		const one = `<< /Filter /FlateDecode >>\nstream\n${textOf(half)}\nendstream`;
		const count = LIMITS.inflatedBytes / LIMITS.streamBytes;
		const files = [count, count + 1].map((streams) =>
			writePdf({ pages: [], extra: Array(streams).fill(one) })
		);
		expect(() => boundStreams(files[0]!)).not.toThrow();
		expect(() => boundStreams(files[1]!)).toThrow(expect.objectContaining({ code: 'too-large' }));
	});
});

describe('a stream of which nothing can be said beforehand loses its filter', () => {
	const window = bomb.slice();
	// A window of 512 KB, which only some believe.
	window.set([0xf8, 0x1d]);
	it.each<[string, string, Uint8Array]>([
		['a picture', '/Subtype /Image /Filter /FlateDecode', bomb],
		['a film', '/Type /EmbeddedFile /Filter /FlateDecode', bomb],
		['pictures by their filter', '/Filter /CCITTFaxDecode', bomb],
		['one filter unknown', '/Filter [/BrotliDecode]', bomb],
		['runs that hide something', '/Filter [/RL /Fl]', inRuns(harmless)],
		['more filters than anybody needs', '/Filter [/AHx /AHx /AHx /Fl]', bomb],
		['a filter that stands elsewhere', '/Filter 9 0 R', bomb],
		['two that are at odds', '/Filter /FlateDecode /F /AHx', bomb],
		['rows of half a gigabyte', '/Filter /Fl /DecodeParms << /Predictor 15 /Columns 500000000 >>', harmless],
		['rows that stand elsewhere', '/Filter /Fl /DecodeParms 9 0 R', harmless],
		['a window that is too large', '/Filter /FlateDecode', window],
		['a match that reaches back too far', '/Filter /FlateDecode', reachingBack]
	])('%s', (_, dictionary, bytes) => {
		const file = withStream(dictionary, bytes);
		const { length } = file;
		boundStreams(file);
		expect(file.length).toBe(length);
		expect(textOf(file)).toMatch(/\/F(?:ilter)? \/X*[ />]/);
		expect(textOf(file)).not.toMatch(/\/(?:FlateDecode|Fl|AHx|RL|CCITTFaxDecode|BrotliDecode)\b/);
	});

	it('and any other stays as it is', () => {
		for (const dictionary of ['/Filter /FlateDecode', '/Filter [/FlateDecode] /DecodeParms [null]']) {
			const file = withStream(dictionary, harmless);
			const before = file.slice();
			boundStreams(file);
			expect(file).toEqual(before);
		}
	});
});

it('objects that no program writes are a refusal, and take no time', () => {
	for (const body of [
		'<< /A << /Filter /Fl >>\nstream\n\nendstream >>',
		'['.repeat(500_000),
		'1 0 obj <<'.repeat(100_000),
		'<< /A BI /W 1 >>'
	]) {
		const before = performance.now();
		const file = writePdf({ pages: [], extra: [body] });
		expect(() => boundStreams(file), body.slice(0, 40)).toThrow(expect.objectContaining({ code: 'invalid' }));
		expect(performance.now() - before).toBeLessThan(10_000);
	}
});

/** Codes that each stand for one letter more than the one before (ISO 32000-2, 7.4.4), begun anew when the table is full. */
function lzwBomb(): Uint8Array {
	const bits: number[] = [];
	const put = (code: number, width: number) => {
		for (let at = width - 1; at >= 0; at--) bits.push((code >> at) & 1);
	};
	for (let round = 0; round < 3; round++) {
		put(256, 9);
		put(0x20, 9);
		for (let next = 258; next < 4_095; next++) put(next, Math.min(12, Math.floor(Math.log2(next + 1)) + 1));
	}
	return Uint8Array.from({ length: Math.ceil(bits.length / 8) }, (_, at) =>
		[0, 1, 2, 3, 4, 5, 6, 7].reduce((byte, bit) => byte * 2 + (bits[8 * at + bit] ?? 0), 0)
	);
}
