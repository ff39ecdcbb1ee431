// What no PDF gets in with, inside workerd: bombs, locks, circles, pictures of text.
import { zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { AppError } from '#lib/shared/errors.ts';
import { paragraphLines, writePdf, type PdfPlan } from './fixtures/pdf-writer.ts';
import { parseFile } from './parse-file.ts';

const now = () => 0;
const read = (plan: PdfPlan | Uint8Array<ArrayBuffer>) =>
	parseFile('pdf', plan instanceof Uint8Array ? plan : writePdf(plan), { now });
async function refusal(plan: PdfPlan | Uint8Array<ArrayBuffer>): Promise<AppError> {
	const thrown: unknown = await read(plan).catch((reason: unknown) => reason);
	expect(thrown).toBeInstanceOf(AppError);
	return thrown as AppError;
}
describe('a PDF is refused with a reason', () => {
	it('when it is broken', async () => {
		const whole = writePdf({ pages: [paragraphLines(['Words.'], { y: 700 })] });
		expect(await refusal(whole.slice(0, 60))).toMatchObject({
			code: 'invalid',
			message: expect.stringContaining('broken') as string
		});
		expect(await refusal(new TextEncoder().encode('%PDF-1.7 and nothing else'))).toMatchObject({
			code: 'invalid'
		});
	});

	it('when it holds no text', async () => {
		expect(await refusal({ pages: [[], []] })).toMatchObject({
			code: 'unsupported',
			message: expect.stringContaining('text recognition') as string
		});
	});

	it('when a password locks it', async () => {
		const { extra, trailer } = await locked('open sesame');
		expect(await refusal(writePdf({ pages: [[]], extra, trailer }))).toMatchObject({
			code: 'unsupported',
			message: expect.stringContaining('password') as string
		});
	});

	it('but not when a password only keeps others from changing it', async () => {
		const { extra, trailer, keyOf } = await locked('');
		const words = new TextEncoder().encode('BT /F1 10 Tf 1 0 0 1 72 700 Tm (For everybody.) Tj ET');
		// The sixth object is the content of the first page.
		const content = {
			dictionary: '/Filter /FlateDecode',
			bytes: rc4(await keyOf(6), zlibSync(words))
		};
		expect((await read({ pages: [[]], content, extra, trailer })).text).toBe('For everybody.');
	});

	it('when a page is drawn of more letters than a page has, and however they repeat', async () => {
		// Forms that each show the next one twice: 128,000 letters of which the file holds a thousand.
		const letters = Array.from({ length: 1_000 }, (_, at) => `1 0 0 1 9 ${(at % 80) * 10} Tm (x) Tj`).join(
			' '
		);
		const forms = Array.from({ length: 8 }, (_, at) => {
			const body = at === 7 ? `BT /F1 10 Tf ${letters} ET` : '/A Do /A Do';
			return `<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 3 0 R >> /XObject << /A ${8 + at} 0 R >> >> /Length ${body.length} >>\nstream\n${body}\nendstream`;
		});
		const file = writePdf({
			pages: [[]],
			extra: forms,
			content: { dictionary: '', bytes: new TextEncoder().encode('/A Do') },
			resources: '/XObject << /A 7 0 R >>'
		});
		expect(await refusal(file)).toMatchObject({
			code: 'too-large',
			message: expect.stringContaining('Page 1') as string
		});
	});

	it('when its earlier table of objects is said to be itself', async () => {
		const file = { pages: [paragraphLines(['Words.'], { y: 700 })], trailer: '/Prev 0000000000' };
		const text = String.fromCharCode(...writePdf(file));
		const at = /startxref\n(\d+)/.exec(text)?.[1] ?? '';
		const circle = text.replace('/Prev 0000000000', `/Prev ${at.padStart(10, '0')}`);
		expect((await read(Uint8Array.from(circle, (letter) => letter.charCodeAt(0)))).text).toBe('Words.');
	});

	it('when it has too many pages', async () => {
		expect(await refusal({ pages: Array.from({ length: 2_001 }, () => []) })).toMatchObject({
			code: 'too-large',
			message: expect.stringContaining('2001 pages') as string
		});
	});

	it('when its tree of pages says more than there is, and leads in a circle', async () => {
		const circle = writePdf({ pages: [[]], claimedPages: 1_900 });
		const text = new TextDecoder('latin1').decode(circle).replace('/Kids [5 0 R]', '/Kids [2 0 R]');
		expect((await refusal(Uint8Array.from(text, (letter) => letter.charCodeAt(0)))).code).toBe('invalid');
	});

	const bomb = zlibSync(new Uint8Array(64 * 1024 * 1024).fill(0x20));
	it.each([
		['once', { dictionary: '/Filter /FlateDecode', bytes: bomb }],
		['twice', { dictionary: '/Filter [/FlateDecode /FlateDecode]', bytes: zlibSync(bomb) }],
		[
			'behind letters',
			{
				dictionary: '/Filter [/ASCIIHexDecode /FlateDecode]',
				bytes: new TextEncoder().encode([...bomb].map((byte) => byte.toString(16).padStart(2, '0')).join(''))
			}
		]
	])('when it inflates to more than there can be (%s)', async (_, content) => {
		expect(await refusal({ pages: [[]], content })).toMatchObject({
			code: 'too-large',
			message: expect.stringContaining('unpacks') as string
		});
	});

	it('and hides nothing behind the name of a picture', async () => {
		const content = { dictionary: '/Subtype /Image /Filter /FlateDecode', bytes: bomb };
		const { text } = await read({ pages: [[], paragraphLines(['The page after it.'], { y: 700 })], content });
		expect(text).toBe('The page after it.');
	});

	it('when reading it takes too long', async () => {
		let at = 0;
		const pages = [1, 2, 3, 4].map((number) => paragraphLines([`Page number ${number}`], { y: 700 }));
		await expect(parseFile('pdf', writePdf({ pages }), { now: () => (at += 40_000) })).rejects.toMatchObject({
			code: 'too-large'
		});
	});
});

/** The standard handler of revision 2 (ISO 32000-1, 7.6.3): RC4 and forty bits, which is all that asking for a password takes. */
async function locked(
	password: string
): Promise<{ extra: string[]; trailer: string; keyOf: (object: number) => Promise<Uint8Array> }> {
	const padding = Uint8Array.from([
		...[0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08],
		...[0x2e, 0x2e, 0x00, 0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a]
	]);
	const id = new Uint8Array(16).fill(7);
	const owner = new Uint8Array(32).fill(9);
	const padded = [...new TextEncoder().encode(password), ...padding].slice(0, 32);
	const secret = Uint8Array.from([...padded, ...owner, 0xfc, 0xff, 0xff, 0xff, ...id]);
	const digest = async (bytes: Uint8Array<ArrayBuffer>) =>
		new Uint8Array(await crypto.subtle.digest('MD5', bytes));
	const key = (await digest(secret)).subarray(0, 5);
	const hex = (bytes: Iterable<number>) =>
		`<${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}>`;
	return {
		extra: [`<< /Filter /Standard /V 1 /R 2 /O ${hex(owner)} /U ${hex(rc4(key, padding))} /P -4 >>`],
		trailer: `/Encrypt 7 0 R /ID [${hex(id)} ${hex(id)}]`,
		keyOf: async (object) =>
			(await digest(Uint8Array.from([...key, object & 255, object >> 8, 0, 0, 0]))).subarray(0, 10)
	};
}

function rc4(key: Uint8Array, data: Uint8Array): Uint8Array {
	const state = Array.from({ length: 256 }, (_, at) => at);
	const swap = (one: number, other: number) => {
		[state[one], state[other]] = [state[other] ?? 0, state[one] ?? 0];
	};
	for (let at = 0, other = 0; at < 256; at++) {
		other = (other + (state[at] ?? 0) + (key[at % key.length] ?? 0)) & 255;
		swap(at, other);
	}
	let [one, two] = [0, 0];
	return data.map((byte) => {
		one = (one + 1) & 255;
		two = (two + (state[one] ?? 0)) & 255;
		swap(one, two);
		return byte ^ (state[((state[one] ?? 0) + (state[two] ?? 0)) & 255] ?? 0);
	});
}
