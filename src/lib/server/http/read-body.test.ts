import { describe, expect, it } from 'vitest';
import { readBytes, readJson, readText } from './read-body.ts';

const post = (body: BodyInit | null, headers: Record<string, string> = {}) =>
	new Request('http://localhost/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit);

const PIECE = 64 * 1024;

/** A sender that goes on until it is stopped; tells how much was asked of it. */
function endless() {
	const told = { pieces: 0, isCancelled: false };
	const stream = new ReadableStream<Uint8Array>({
		pull(controller) {
			told.pieces += 1;
			controller.enqueue(new Uint8Array(PIECE));
		},
		cancel() {
			told.isCancelled = true;
		}
	});
	return { stream, told };
}

describe('a bounded body', () => {
	it('is read up to its limit exactly', async () => {
		expect((await readBytes(post('x'.repeat(100)), 100)).byteLength).toBe(100);
		await expect(readBytes(post('x'.repeat(101)), 100)).rejects.toMatchObject({ code: 'too-large' });
	});

	it('is refused by its declared length before a byte is read', async () => {
		const { stream, told } = endless();
		const request = post(stream, { 'content-length': '5000' });
		await expect(readBytes(request, 4000)).rejects.toMatchObject({
			code: 'too-large',
			details: { maxBytes: 4000 }
		});
		expect(told.pieces).toBeLessThanOrEqual(1);
	});

	it.each([[{}], [{ 'content-length': '10' }], [{ 'content-length': '-1' }], [{ 'content-length': 'many' }]])(
		'stops a sender that never stops, whatever it declares (%j)',
		async (headers) => {
			const { stream, told } = endless();
			await expect(readBytes(post(stream, headers), 4000)).rejects.toMatchObject({ code: 'too-large' });
			expect(told.pieces * PIECE).toBeLessThan(65 * 1024 * 1024);
			expect(told.isCancelled).toBe(true);
		}
	);

	it('is taken off the line when it is refused, so that its sender reads the refusal', async () => {
		let left = 100;
		const stream = new ReadableStream<Uint8Array>({
			pull(controller) {
				left -= 1;
				controller.enqueue(new Uint8Array(PIECE));
				if (left === 0) controller.close();
			}
		});
		await expect(readBytes(post(stream), 4000)).rejects.toMatchObject({ code: 'too-large' });
		expect(left).toBe(0);
	});

	it('is `invalid`, and worth a retry, when the sender breaks off', async () => {
		const stream = new ReadableStream<Uint8Array>({
			pull: (controller) => controller.error(new Error('connection reset'))
		});
		await expect(readBytes(post(stream), 100)).rejects.toMatchObject({ code: 'invalid', retryable: true });
	});
});

describe('text and JSON', () => {
	it.each([
		['a lone continuation byte', [0x80]],
		['an overlong slash', [0xc0, 0xaf]],
		['a surrogate in UTF-8', [0xed, 0xa0, 0x80]],
		['UTF-16', [0xff, 0xfe, 0x7b, 0x00]],
		['a PNG', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]]
	])('refuses %s as not UTF-8', async (_, bytes) => {
		await expect(readText(post(new Uint8Array(bytes)))).rejects.toMatchObject({ code: 'invalid' });
	});

	it.each([['{'], ['{"a":1}x'], ['undefined'], ["{'a':1}"], ['\0'], ['{"a":1,}'], ['NaN']])(
		'refuses %j as not JSON',
		async (text) => {
			await expect(readJson(post(text))).rejects.toMatchObject({ code: 'invalid' });
		}
	);

	it('reads JSON whatever type it claims to be', async () => {
		for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded'])
			expect(await readJson(post('{"a":"é"}', { 'content-type': type }))).toEqual({ a: 'é' });
	});

	it('takes an empty body for nothing, which a schema may allow', async () => {
		expect(await readJson(post(null))).toBeUndefined();
		expect(await readJson(post(' \n'))).toBeUndefined();
	});

	it('survives nesting as deep as the limit allows', async () => {
		const deep = '['.repeat(30_000) + ']'.repeat(30_000);
		const result = await readJson(post(deep)).then(
			() => 'read',
			(thrown: unknown) => (thrown as { code?: string }).code
		);
		expect(['read', 'invalid']).toContain(result);
	});
});
