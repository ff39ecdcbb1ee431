import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAhead } from './read-ahead.ts';

const bytes = Uint8Array.from({ length: 3_000_000 }, (_, at) => (at * 7919) >> 5);

function counted() {
	const reads: [number, number][] = [];
	const file = readAhead({
		sizeBytes: bytes.length,
		read: async (from, to) => {
			reads.push([from, to]);
			return bytes.slice(from, to);
		}
	});
	return { file, reads };
}

describe('reading ahead', () => {
	it('gives the bytes that were asked for, in any order, up to the end and behind it', async () => {
		const position = fc.integer({ min: 0, max: bytes.length + 100 });
		const range = fc.tuple(
			position,
			fc.oneof(fc.integer({ min: 0, max: 64 }), fc.integer({ min: 0, max: 300_000 }))
		);
		await fc.assert(
			fc.asyncProperty(fc.array(range, { maxLength: 12 }), async (ranges) => {
				const { file } = counted();
				for (const [from, count] of ranges) {
					const wanted = bytes.subarray(from, from + count);
					const got = await file.read(from, from + count);
					expect(got.length === wanted.length && got.every((byte, at) => byte === wanted[at])).toBe(true);
				}
			}),
			{ numRuns: 50 }
		);
	});

	it('asks for a whole file in pieces of a megabyte, and for a header alone', async () => {
		const { file, reads } = counted();
		await file.read(0, 64);
		expect(reads).toEqual([[0, 64]]);
		for (let at = 0; at < bytes.length; at += 65_536) await file.read(at, at + 65_536);
		expect(reads.length).toBeLessThanOrEqual(4);
	});
});
