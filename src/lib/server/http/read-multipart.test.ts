import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '#lib/shared/errors.ts';
import { readMultipart } from './read-multipart.ts';

interface Read {
	name: string;
	fileName: string | undefined;
	text: string;
}

async function readAll(request: Request): Promise<Read[]> {
	const read: Read[] = [];
	for await (const { name, fileName, chunks } of readMultipart(request).parts()) {
		const pieces: Uint8Array[] = [];
		for await (const chunk of chunks) pieces.push(chunk.slice());
		read.push({ name, fileName, text: await new Blob(pieces as BlobPart[]).text() });
	}
	return read;
}

/** A request whose body comes in pieces of these lengths, over and over. */
function inPieces(body: Uint8Array<ArrayBuffer>, type: string, lengths: readonly number[]): Request {
	let at = 0;
	let turn = 0;
	const stream = new ReadableStream<Uint8Array>({
		pull(controller) {
			if (at >= body.length) {
				controller.close();
				return;
			}
			const length = lengths[turn++ % lengths.length] ?? 1;
			controller.enqueue(body.subarray(at, at + length));
			at += length;
		}
	});
	return new Request('https://segue.example/', {
		...{ method: 'POST', headers: { 'content-type': type }, body: stream },
		duplex: 'half'
	} as RequestInit);
}

const codeOf = (work: Promise<unknown>) =>
	work.then(
		() => 'nothing thrown',
		(thrown: unknown) => (thrown instanceof AppError ? thrown.code : String(thrown))
	);
const TYPE = 'multipart/form-data; boundary=b';
const said = (text: string) => new TextEncoder().encode(text);
const part = (headers: string, body: string) => `--b\r\n${headers}\r\n\r\n${body}\r\n`;
const field = (name: string, body: string) => part(`Content-Disposition: form-data; name="${name}"`, body);

describe('a form that is read as it comes', () => {
	it('is read as formData() reads it, wherever its pieces are cut', async () => {
		const words = fc.string({
			unit: fc.constantFrom('a', '\r', '\n', '-', 'b', '"', '\\', 'ü'),
			maxLength: 40
		});
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.record({ isFile: fc.boolean(), body: words }), { maxLength: 5 }),
				fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 8 }),
				async (fields, lengths) => {
					const form = new FormData();
					for (const { isFile, body } of fields)
						if (isFile) form.append('file', new File([body], 'a "b".wav'));
						else form.append('title', body);
					const whole = new Response(form);
					const type = whole.headers.get('content-type') ?? '';
					const bytes = new Uint8Array(await whole.arrayBuffer());
					const expected = await new Response(bytes, { headers: { 'content-type': type } }).formData();
					const read = await readAll(inPieces(bytes, type, lengths));
					const texts = [...expected.values()].map((value) => new Response(value).text());
					expect(read.map(({ text }) => text)).toEqual(await Promise.all(texts));
					expect(read.map(({ fileName }) => fileName)).toEqual(
						fields.map(({ isFile }) => (isFile ? 'a "b".wav' : undefined))
					);
				}
			),
			{ numRuns: 60 }
		);
	});

	it('may have words before it, other headers, and a boundary in quotes', async () => {
		const body = said(
			`preamble\r\n${part('X-A: 1\r\ncontent-disposition: form-data; name=plain; filename=x.wav\r\nContent-Type: audio/wav', 'RIFF')}--b--\r\nbehind`
		);
		expect(await readAll(inPieces(body, 'multipart/form-data; boundary="b"', [3]))).toEqual([
			{ name: 'plain', fileName: 'x.wav', text: 'RIFF' }
		]);
	});

	it.each([
		['without a boundary', 'multipart/form-data', field('a', 'b')],
		['of another kind', 'application/json', '{}'],
		['that is empty', TYPE, ''],
		['that ends in the middle', TYPE, field('a', 'b') + '--b\r\nContent-Disp'],
		['whose last part has no end', TYPE, '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nwords'],
		['with a part that has no name', TYPE, `${part('Content-Type: text/plain', 'x')}--b--`],
		['with a part that has no headers', TYPE, '--b\r\n\r\nx\r\n--b--'],
		['with endless headers', TYPE, `--b\r\n${'x'.repeat(20_000)}`],
		['with endless words before it', TYPE, 'x'.repeat(100_000)],
		['with a thousand parts', TYPE, `${field('a', 'b').repeat(1000)}--b--`]
	])('%s is refused', async (_, type, body) => {
		expect(await codeOf(readAll(inPieces(said(body), type, [1000])).then(() => undefined))).toBe('invalid');
	});

	it('without a body is refused', () => {
		const request = new Request('https://segue.example/', {
			method: 'POST',
			headers: { 'content-type': TYPE }
		});
		expect(() => readMultipart(request)).toThrow(AppError);
	});
});
