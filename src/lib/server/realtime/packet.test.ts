import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePacket, encodePacket, MOST_PACKET_BYTES } from './packet.ts';

const bytes = (...values: number[]) => new Uint8Array(values);

describe('a packet of the media server', () => {
	it('is read as the format says: numbers, then a payload', () => {
		// protoc: sequence_number 300, timestamp 960, payload "abc"
		expect(decodePacket(bytes(0x08, 0xac, 0x02, 0x10, 0xc0, 0x07, 0x2a, 0x03, 0x61, 0x62, 0x63))).toEqual({
			sequenceNumber: 300,
			timestamp: 960,
			payload: bytes(0x61, 0x62, 0x63)
		});
	});

	it('is written with the payload alone', () => {
		expect([...encodePacket(bytes(1, 2))]).toEqual([0x2a, 2, 1, 2]);
		expect([...encodePacket(new Uint8Array(3_840)).subarray(0, 3)]).toEqual([0x2a, 0x80, 0x1e]);
	});

	it('comes back as it was written, whatever the payload', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 20_000 }), (payload) => {
				expect(decodePacket(encodePacket(payload)).payload).toEqual(payload);
			})
		);
	});

	it('may hold fields nobody knows, and numbers of 64 bits', () => {
		const unknown = [0x30, 0x05, 0x39, 1, 2, 3, 4, 5, 6, 7, 8, 0x3d, 1, 2, 3, 4, 0x42, 0x01, 0xff];
		const wide = [0x08, 0x81, 0x80, 0x80, 0x80, 0x10];
		expect(decodePacket(bytes(...unknown, ...wide, 0x2a, 0x01, 9))).toEqual({
			sequenceNumber: 1,
			timestamp: 0,
			payload: bytes(9)
		});
	});

	it('may be empty: the end of a stretch of sound', () => {
		expect(decodePacket(bytes()).payload).toHaveLength(0);
	});

	it.each([
		['a number that is cut off', [0x08, 0x80]],
		['a number without an end', [0x08, ...Array<number>(11).fill(0x80), 1]],
		['a number too large for any length', [0x2a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]],
		['a payload that is cut off', [0x2a, 0x05, 1, 2]],
		['a payload that claims to be huge', [0x2a, 0xff, 0xff, 0xff, 0xff, 0x0f]],
		['a fixed number that is cut off', [0x0d, 1, 2]],
		['a group, which nobody writes any more', [0x0b]],
		['field 0', [0x00, 0x00]]
	])('refuses %s', (_, values) => {
		expect(() => decodePacket(bytes(...values))).toThrow(RangeError);
	});

	it('refuses what is larger than the adapter sends', () => {
		expect(() => decodePacket(new Uint8Array(MOST_PACKET_BYTES + 1))).toThrow(/at most/);
	});

	it('is either read or refused, whatever comes, and never read past its end', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 200 }), (junk) => {
				try {
					expect(decodePacket(junk).payload.length).toBeLessThanOrEqual(junk.length);
				} catch (thrown) {
					expect(thrown).toBeInstanceOf(RangeError);
				}
			}),
			{ numRuns: 2_000 }
		);
	});
});
