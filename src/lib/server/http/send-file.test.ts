import { describe, expect, it } from 'vitest';
import { sendFile, type SentFile } from './send-file.ts';

const BYTES = Uint8Array.from({ length: 100 }, (_, at) => at);
const file: SentFile = {
	...{ contentType: 'audio/wav', name: 'Für Elise.wav', sizeBytes: 100, etag: '"e"' },
	changedAt: Date.UTC(2026, 10, 21, 1, 2, 3, 456),
	open: async (range) => {
		const { offset, length } = range ?? { offset: 0, length: 100 };
		return new Response(BYTES.slice(offset, offset + length)).body!;
	}
};
const ask = (headers: Record<string, string> = {}, isForSaving = false) =>
	sendFile(new Request('https://segue.example/f', { headers }), file, { isForSaving });
const bytesOf = async (response: Response) => [...new Uint8Array(await response.arrayBuffer())];

describe('a file', () => {
	it('is sent whole, for its asker alone, by a name that every system can save', async () => {
		const response = await ask();
		expect(response.status).toBe(200);
		expect(Object.fromEntries(response.headers)).toMatchObject({
			...{ etag: '"e"', 'content-length': '100', 'accept-ranges': 'bytes', 'content-type': 'audio/wav' },
			'cache-control': 'private, no-cache'
		});
		expect(response.headers.get('content-disposition')).toMatch(/^inline; .*F%C3%BCr%20Elise\.wav/);
		expect((await ask({}, true)).headers.get('content-disposition')).toMatch(/^attachment; /);
		expect(await bytesOf(response)).toEqual([...BYTES]);
	});

	it.each([
		['bytes=0-9', 0, 9],
		['bytes=90-', 90, 99],
		['bytes=-5', 95, 99],
		['bytes=-500', 0, 99],
		['bytes=50-5000', 50, 99],
		['bytes=99-99', 99, 99]
	])('is sent in the range %s', async (range, first, last) => {
		const response = await ask({ range });
		expect(response.status).toBe(206);
		expect(response.headers.get('content-range')).toBe(`bytes ${first}-${last}/100`);
		expect(response.headers.get('content-length')).toBe(String(last - first + 1));
		expect(await bytesOf(response)).toEqual([...BYTES.slice(first, last + 1)]);
	});

	it.each(['bytes=100-', 'bytes=5000-6000', 'bytes=-0'])('has nothing in the range %s', async (range) => {
		const response = await ask({ range });
		expect(response.status).toBe(416);
		expect(response.headers.get('content-range')).toBe('bytes */100');
	});

	it.each(['bytes=9-3', 'bytes=a-b', 'bytes=0-1,5-6', 'items=0-5', 'bytes=-', `bytes=${'9'.repeat(400)}-`])(
		'is sent whole for the range %s, which means nothing here',
		async (range) => {
			expect((await ask({ range })).status).toBe(200);
		}
	);

	it('goes on only with the very version that was begun', async () => {
		const range = 'bytes=0-9';
		const statusFor = async (condition: string) => (await ask({ range, 'if-range': condition })).status;
		expect(await statusFor('"e"')).toBe(206);
		expect(await statusFor('"other"')).toBe(200);
		expect(await statusFor('W/"e"')).toBe(200);
		expect(await statusFor('Sat, 21 Nov 2026 01:02:03 GMT')).toBe(206);
		expect(await statusFor('Sat, 21 Nov 2026 01:02:04 GMT')).toBe(200);
	});

	it('is not sent again to whoever has it', async () => {
		const response = await ask({ 'if-none-match': '"x", "e"', range: 'bytes=0-9' });
		expect(response.status).toBe(304);
		expect(await response.text()).toBe('');
	});
});
