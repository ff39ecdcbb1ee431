import { describe, expect, it } from 'vitest';
import { checkFile, LARGEST_BYTES, LONGEST_SECONDS } from './check-file.ts';
import { wavOf } from './wav-sound.ts';

const blob = (...bytes: (number | string)[]) =>
	new Blob([
		new Uint8Array(
			bytes.flatMap((one) => (typeof one === 'string' ? [...new TextEncoder().encode(one)] : [one]))
		)
	]);

describe('a file that somebody chose', () => {
	it.each([
		['wav', blob('RIFF', 0, 0, 0, 0, 'WAVE'), { container: 'wav' }],
		['the long form of wav', blob('RF64', 0, 0, 0, 0, 'WAVE'), { container: 'wav' }],
		['mp3 with a tag', blob('ID3', 4, 0, 0, 0, 0, 0, 0), { container: 'mp3' }],
		['mp3 without', blob(0xff, 0xfb, 0x90, 0x64), { container: 'mp3' }],
		['m4a', blob(0, 0, 0, 32, 'ftypM4A '), { container: 'm4a' }],
		['bare aac', blob(0xff, 0xf1, 0x50, 0x80), { container: 'm4a' }]
	])('is known by its bytes: %s', async (_, file, expected) => {
		expect(await checkFile(file)).toMatchObject(expected);
	});

	it.each([
		['nothing', new Blob([]), 'empty'],
		['a picture', blob(0xff, 0xd8, 0xff, 0xe0), 'not-sound'],
		['words', blob('Dear teacher, here is my recording'), 'not-sound']
	])('is refused when it is %s', async (_, file, problem) => {
		expect(await checkFile(file)).toBe(problem);
	});

	it('is refused one byte over the limit, and when its header says more than half an hour', async () => {
		const long = new Blob([wavOf([], 1_000), new Uint8Array(2_000 * (LONGEST_SECONDS + 2))]);
		expect(await checkFile(long)).toBe('too-long');
		expect(await checkFile({ size: LARGEST_BYTES + 1 } as Blob)).toBe('too-large');
	});
});

describe('sound made into a file', () => {
	it('is plain mono WAV of 16 bits that says its length', async () => {
		const sound = wavOf([new Float32Array(11_025), new Float32Array([0.5, -2, 2])], 22_050);
		expect(sound.size).toBe(44 + 2 * 11_028);
		expect(await checkFile(sound)).toEqual({
			container: 'wav',
			durationSeconds: expect.closeTo(0.5, 2) as number
		});
		const view = new DataView(await sound.arrayBuffer());
		const last = [0, 1, 2].map((at) => view.getInt16(44 + 2 * (11_025 + at), true));
		expect(last).toEqual([16_384, -32_768, 32_767]);
	});
});
