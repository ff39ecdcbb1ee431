import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DECODERS } from '../../../../../scripts/recordings/decoders.ts';
import { analyseFile } from '../analyse-file.ts';
import { createNoise } from '../fixtures/noise.ts';
import { drums, speech } from '../fixtures/other-sounds.ts';
import { fileOf, melody, play, wav } from '../fixtures/playing.ts';
import { outlineMp3 } from './mp3-frames.ts';
import { readTake } from './read-take.ts';

const sound = play(melody(2), 1.5);
const recorded = new Uint8Array(readFileSync(new URL('../fixtures/arpeggios.mp3', import.meta.url)));

/** 'read', or the code of the refusal; anything else that is thrown is a bug and says so. */
async function outcome(bytes: Uint8Array): Promise<string> {
	try {
		const { take } = await readTake(fileOf(bytes), DECODERS);
		return Number.isFinite(take.loudness.reduce((sum, value) => sum + value, 0)) ? 'read' : 'not finite';
	} catch (thrown) {
		return (thrown as { code?: string }).code ?? String(thrown);
	}
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}

function changed(bytes: Uint8Array<ArrayBuffer>, change: (view: DataView) => void): Uint8Array<ArrayBuffer> {
	const copy = bytes.slice();
	change(new DataView(copy.buffer));
	return copy;
}

/** An ID3v2 tag of so many bytes behind its ten. */
function tag(claimed: number, there = claimed): Uint8Array {
	const bytes = new Uint8Array(10 + there).fill(0xff, 10);
	bytes.set([
		0x49,
		0x44,
		0x33,
		4,
		0,
		0,
		claimed >> 21,
		(claimed >> 14) & 127,
		(claimed >> 7) & 127,
		claimed & 127
	]);
	return bytes;
}

describe('a WAV header that lies', () => {
	const plain = wav(sound);
	const format = 20;

	it.each([
		['no channels', 'invalid', (view: DataView) => view.setUint16(format + 2, 0, true)],
		[
			'more channels than a studio has',
			'unsupported',
			(view: DataView) => view.setUint16(format + 2, 40, true)
		],
		['no rate', 'invalid', (view: DataView) => view.setUint32(format + 4, 0, true)],
		['a rate of four thousand million', 'invalid', (view: DataView) => view.setUint32(format + 4, 4e9, true)],
		['frames of an odd length', 'invalid', (view: DataView) => view.setUint16(format + 12, 3, true)],
		['frames of no length', 'invalid', (view: DataView) => view.setUint16(format + 12, 0, true)],
		['no bits', 'invalid', (view: DataView) => view.setUint16(format + 14, 0, true)],
		['a codec of telephones', 'unsupported', (view: DataView) => view.setUint16(format, 17, true)],
		['a format of four bytes', 'invalid', (view: DataView) => view.setUint32(16, 4, true)],
		['a format that goes on for ever', 'invalid', (view: DataView) => view.setUint32(16, 0xfffffff0, true)],
		['sound that goes on for ever', 'read', (view: DataView) => view.setUint32(40, 0xfffffffe, true)],
		['a size that nobody knew', 'read', (view: DataView) => view.setUint32(40, 0xffffffff, true)],
		['no sound', 'invalid', (view: DataView) => view.setUint32(40, 2, true)]
	] as const)('by %s is answered with %s', async (_, answer, change) => {
		expect(await outcome(changed(plain, change))).toBe(answer);
	});

	it('in 64 bits is read as far as there is sound', async () => {
		const long = wav(sound, { container: 'RF64' });
		for (const size of [0n, 1_000_000n, 2n ** 53n, 2n ** 64n - 1n]) {
			const { take, isCutShort } = await readTake(
				fileOf(changed(long, (view) => view.setBigUint64(28, size, true)))
			);
			expect(take.durationSeconds).toBeCloseTo(1.5, 3);
			expect(isCutShort).toBe(size > 1n);
		}
	});

	it('by thousands of empty chunks costs little', async () => {
		const chunk = Uint8Array.from([0x4a, 0x55, 0x4e, 0x4b, 0, 0, 0, 0]);
		const junk = joined(...Array.from({ length: 20_000 }, () => chunk));
		let reads = 0;
		const bytes = joined(plain.subarray(0, 12), junk, plain.subarray(12));
		await expect(
			readTake({ sizeBytes: bytes.length, read: async (from, to) => (reads++, bytes.subarray(from, to)) })
		).rejects.toMatchObject({ code: 'invalid' });
		expect(reads).toBeLessThan(2_100);
	});

	it('is none: doubles, and numbers that are none, are read as sound', async () => {
		const doubles = new Uint8Array(44 + 8 * sound.length);
		doubles.set(plain.subarray(0, 44));
		const view = new DataView(doubles.buffer);
		view.setUint16(format, 3, true);
		view.setUint16(format + 12, 8, true);
		view.setUint16(format + 14, 64, true);
		view.setUint32(40, 8 * sound.length, true);
		const odd = [NaN, Infinity, -Infinity, 1e300];
		for (const [at, sample] of sound.entries()) view.setFloat64(44 + 8 * at, odd[at % 997] ?? sample, true);
		expect(await outcome(doubles)).toBe('read');
	});
});

describe('an MP3', () => {
	it('cut off at every kilobyte, or with a hole there, is read or refused', async () => {
		const short = recorded.subarray(0, 12 * 1_024);
		for (let at = 0; at < short.length; at += 1_024) {
			expect(['read', 'invalid', 'unsupported']).toContain(await outcome(short.subarray(0, at)));
			const hole = joined(short.subarray(0, at), short.subarray(at + 700));
			expect(['read', 'invalid', 'unsupported']).toContain(await outcome(hole));
		}
	});

	it('with bytes changed by chance anywhere is read or refused', async () => {
		const noise = createNoise(11);
		for (let round = 0; round < 12; round++) {
			const spoilt = recorded.slice(0, 12_000);
			for (let count = 0; count < 200; count++)
				spoilt[Math.floor(Math.abs(noise()) * spoilt.length)] = Math.floor(Math.abs(noise()) * 256);
			expect(['read', 'invalid', 'unsupported']).toContain(await outcome(spoilt));
		}
	});

	it('behind tags, in a row or larger than they say, is found; a tag alone is not', async () => {
		expect(await outcome(joined(tag(300_000), tag(0), tag(5_000), recorded))).toBe('read');
		expect(await outcome(joined(tag(100, 90_000), recorded))).toBe('read');
		expect(await outcome(tag(50_000))).toBe('invalid');
		expect(await outcome(joined(tag(200_000_000, 10), recorded))).toBe('invalid');
		expect(await outcome(joined(...Array.from({ length: 5_000 }, () => tag(0)), recorded))).toBe('read');
	});

	it.each([
		['all ones', () => 0xff],
		['headers that no frame follows', (at: number) => [0xff, 0xfb, 0x90, 0][at % 4] ?? 0],
		['headers of free format', (at: number) => [0xff, 0xfb, 0, 0][at % 4] ?? 0],
		['free headers and rests', (at: number) => [0xff, 0xfb, 0, 0, 1, 2, 3][at % 7] ?? 0]
	] as const)('of %s is looked through once, and given up', async (_, byte) => {
		const bytes = new Uint8Array(6_000_000);
		for (let at = 0; at < bytes.length; at++) bytes[at] = byte(at);
		bytes.set(tag(0));
		let read = 0;
		const file = {
			sizeBytes: bytes.length,
			read: async (from: number, to: number) => {
				read += to - from;
				return bytes.subarray(from, to);
			}
		};
		const outline = await outlineMp3(file, 1_800);
		expect(outline === null || outline.frames > 0).toBe(true);
		expect(read).toBeLessThan(3 * bytes.length);
	});
});

describe('what is no piano', () => {
	it.each([
		['speech', speech],
		['drums', drums]
	] as const)('abstains: %s', async (_, make) => {
		const { analysis } = await analyseFile(fileOf(wav(make(20))));
		expect(analysis.abstention).toBe('unlike-piano');
		expect(analysis.segments).toEqual([]);
	});

	it('abstains when it is cut off at full scale', async () => {
		const loud = play(melody(8), 8).map((sample) => Math.max(-1, Math.min(1, sample * 40)));
		expect((await analyseFile(fileOf(wav(loud)))).analysis.abstention).toBe('clipped');
	});
});
