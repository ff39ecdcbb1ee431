import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { DECODERS } from '../../../../../scripts/recordings/decoders.ts';
import { fileOf, melody, play, silentMp3, wav } from '../fixtures/playing.ts';
import { LIMITS } from './limits.ts';
import { openSound } from './open-sound.ts';
import { readTake } from './read-take.ts';

const second = play(melody(2), 1);
const refusal = async (bytes: Uint8Array) => {
	try {
		await readTake(fileOf(bytes), DECODERS);
		return 'read';
	} catch (thrown) {
		return (thrown as { code?: string }).code ?? String(thrown);
	}
};
const bytesOf = (text: string) => Uint8Array.from(Array.from(text, (letter) => letter.charCodeAt(0)));

describe('a file of sound', () => {
	it('is known by its bytes, and what it is not is said', async () => {
		expect(await refusal(new Uint8Array(0))).toBe('invalid');
		expect(await refusal(Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70, 0, 1]))).toBe(
			'unsupported'
		);
		expect(await refusal(bytesOf('\0\0\0\x20ftypM4A \0\0\0\0'))).toBe('unsupported');
		expect(await refusal(bytesOf('fLaC\0\0\0\x22'))).toBe('unsupported');
		expect(await refusal(Uint8Array.from([0xff, 0xf1, 0x50, 0x80, 0, 0x1f, 0xfc]))).toBe('unsupported');
		expect(await refusal(bytesOf('Just some words, and no sound at all.'))).toBe('unsupported');
	});

	it.each([8, 16, 24, 32] as const)('is read from WAV of %i bits', async (bits) => {
		const { take } = await readTake(fileOf(wav(second, { bits })));
		expect(take.durationSeconds).toBeCloseTo(1, 5);
		expect(Math.max(...take.loudness)).toBeGreaterThan(1e-3);
	});

	it('is read from float, extensible and RF64 WAV alike', async () => {
		const plain = (await readTake(fileOf(wav(second)))).take;
		for (const options of [
			{ bits: 32, isFloat: true },
			{ isExtensible: true },
			{ container: 'RF64' },
			{ channels: 2 }
		] as const) {
			const { take } = await readTake(fileOf(wav(second, options)));
			expect(take.frameCount).toBe(plain.frameCount);
			const strayed = take.bands.filter(
				(byte, at) => Math.abs(byte - (plain.bands[at] ?? 0)) > 2 && byte > 80
			);
			expect(strayed.length).toBe(0);
		}
	});

	it('is read as far as it goes when its header claims more, less or nothing', async () => {
		const long = await readTake(fileOf(wav(second, { claimedBytes: 4_000_000_000 })));
		expect(long.take.durationSeconds).toBeCloseTo(1, 5);
		expect(long.isCutShort).toBe(true);
		const none = await readTake(fileOf(wav(second, { claimedBytes: 0 })));
		expect(none.take.durationSeconds).toBeCloseTo(1, 5);
		expect(none.isCutShort).toBe(false);
		expect(await refusal(wav(second, { claimedBytes: 1_000 }))).toBe('invalid');
	});

	it('is refused by its size and by its length before a sample is read', async () => {
		const reads: number[] = [];
		const file = (sizeBytes: number, start: Uint8Array) => ({
			sizeBytes,
			read: async (from: number, to: number) => {
				reads.push(to - from);
				return start.subarray(from, to);
			}
		});
		await expect(openSound(file(LIMITS.fileBytes + 1, wav(second)))).rejects.toMatchObject({
			code: 'too-large'
		});
		expect(reads).toEqual([]);
		// 8-bit samples at 8 kHz: 45 minutes in 21.6 MB.
		const slow = wav(new Float32Array(8), { bits: 8, sampleRate: 8_000, claimedBytes: 21_600_000 });
		await expect(openSound(file(21_600_052, slow))).rejects.toMatchObject({ code: 'too-large' });
		expect(Math.max(...reads)).toBeLessThan(100);
	});

	it('is refused when it is eight hours of silence, whether the frames say so or only a tag', async () => {
		expect(await refusal(silentMp3(400_000))).toBe('too-large');
		expect(await refusal(silentMp3(40, 400_000))).toBe('too-large');
	});

	it('is refused when it is 0.3 seconds', async () => {
		expect(await refusal(wav(second.subarray(0, 6_615)))).toBe('invalid');
		expect(await refusal(silentMp3(4))).toBe('invalid');
	});

	it('cut off at every kilobyte is read or refused, never anything else', async () => {
		const whole = wav(play(melody(2), 1.5));
		for (let bytes = 0; bytes < whole.length; bytes += 1_024)
			expect(['read', 'invalid', 'unsupported']).toContain(await refusal(whole.subarray(0, bytes)));
		const mp3 = silentMp3(500);
		for (let bytes = 0; bytes < mp3.length; bytes += 1_024)
			expect(['read', 'invalid', 'unsupported']).toContain(await refusal(mp3.subarray(0, bytes)));
	});

	it('finds the first frame behind a tag of two megabytes', async () => {
		const frames = silentMp3(200);
		const size = 2_000_000;
		const tag = new Uint8Array(10 + size);
		tag.set([0x49, 0x44, 0x33, 4, 0, 0, size >> 21, (size >> 14) & 127, (size >> 7) & 127, size & 127]);
		const bytes = new Uint8Array(tag.length + frames.length);
		bytes.set(tag);
		bytes.set(frames, tag.length);
		const stream = await openSound(fileOf(bytes));
		expect(stream.durationSeconds).toBeCloseTo(14.4, 1);
	});

	// The collection lies beside the repository where it is developed, and not in it.
	const collection = path.resolve(import.meta.dirname, '../../../../../../shared/data/files');
	it.skipIf(!existsSync(collection))(
		'of a collection of broken ones is read or refused, never anything else',
		async () => {
			const names = readdirSync(collection, { recursive: true })
				.map(String)
				.filter((name) => /\.(bit|mp3|mp4)$/.test(name));
			expect(names.length).toBeGreaterThan(10);
			for (const name of names)
				expect(['read', 'invalid', 'unsupported']).toContain(
					await refusal(readFileSync(path.join(collection, name)))
				);
		}
	);
});
