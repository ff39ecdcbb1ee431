import { describe, expect, it } from 'vitest';
import { DIMENSIONS } from '#lib/shared/recordings/dimensions.ts';
import { featuresOf } from '#lib/shared/recordings/measures/features.ts';
import { hear, viewsOf } from '#lib/shared/recordings/measures/passage.ts';
import { loadModel } from '#lib/shared/recordings/model/model.ts';
import { analyseFile, type AnalysedFile } from './analyse-file.ts';
import { readTake } from './decoding/read-take.ts';
import { fileOf, melody, play, wav, type WavOptions } from './fixtures/playing.ts';

const SECONDS = 14;
const notes = melody(SECONDS);
const sound = play(notes, SECONDS);
const quiet = sound.map((sample) => sample * 0.5);

const analysed = (samples: Float32Array, options?: WavOptions) => analyseFile(fileOf(wav(samples, options)));
const scores = ({ analysis }: AnalysedFile) => DIMENSIONS.map((name) => analysis.dimensions[name].score);
/** What the model says of sines, from which the product abstains: they are no piano. */
async function unscreened(samples: Float32Array, options?: WavOptions): Promise<number[]> {
	const heard = hear((await readTake(fileOf(wav(samples, options)))).take)!;
	const each = viewsOf(heard, heard.from, heard.to).map((passage) =>
		loadModel().predict(featuresOf(passage))
	);
	return DIMENSIONS.map((_, at) => each.reduce((sum, values) => sum + values[at]!, 0) / each.length);
}
const furthest = (a: readonly number[], b: readonly number[]) =>
	Math.max(...a.map((value, at) => Math.abs(value - (b[at] ?? NaN))));
const withSilence = (samples: Float32Array, seconds: number, sampleRate = 22_050) => {
	const longer = new Float32Array(samples.length + seconds * sampleRate);
	longer.set(samples, seconds * sampleRate);
	return longer;
};

describe('the analysis of a take', () => {
	it('finds each note within 20 ms of where it was played', async () => {
		const { analysis } = await analysed(quiet);
		const missed = notes.filter(
			({ seconds }) => !analysis.onsets.some((onset) => Math.abs(onset - seconds) < 0.02)
		);
		expect(missed).toEqual([]);
		expect(analysis.onsets.length).toBe(notes.length);
	});

	it('finds clicks, the first one included', async () => {
		const clicks = new Float32Array(22_050 * 6);
		const times = [0.5, 1.1, 1.7, 2.05, 3.3, 4.4, 5.2];
		for (const time of times)
			for (let at = 0; at < 400; at++)
				clicks[Math.round(time * 22_050) + at] = 0.5 * Math.exp(-at / 80) * Math.sin(at * 0.9);
		const { analysis } = await analysed(clicks);
		expect(analysis.onsets.length).toBe(times.length);
		for (const [at, time] of times.entries())
			expect(Math.abs(analysis.onsets[at]! - time)).toBeLessThan(0.025);
	});

	it('tells the tempo of even playing, and that it is stable', async () => {
		const { analysis } = await analysed(play(melody(SECONDS, 0.5), SECONDS));
		expect(analysis.tempo?.beatsPerMinute).toBeCloseTo(120, -1);
		expect(analysis.tempo?.stability).toBeGreaterThan(0.7);
	});

	it('gives the same bytes for the same samples', async () => {
		expect(JSON.stringify(await analysed(quiet))).toBe(JSON.stringify(await analysed(quiet)));
	});

	it('moves no score by more than 0.02 for another gain, silence before, depth, rate or number of channels', async () => {
		const original = await unscreened(quiet);
		const others = {
			quieter: await unscreened(
				quiet.map((sample) => sample * 10 ** (-12 / 20)),
				{ bits: 24 }
			),
			louder: await unscreened(
				quiet.map((sample) => sample * 10 ** (12 / 20)),
				{ bits: 32, isFloat: true }
			),
			late: await unscreened(withSilence(quiet, 2)),
			deep: await unscreened(quiet, { bits: 24 }),
			stereo: await unscreened(quiet, { channels: 2 }),
			compactDisc: await unscreened(
				play(notes, SECONDS, 44_100).map((sample) => sample * 0.5),
				{ sampleRate: 44_100 }
			),
			studio: await unscreened(
				play(notes, SECONDS, 48_000).map((sample) => sample * 0.5),
				{ sampleRate: 48_000 }
			)
		};
		for (const [name, other] of Object.entries(others))
			expect([name, furthest(original, other) <= 0.02, furthest(original, other)]).toEqual([
				name,
				true,
				expect.any(Number)
			]);
	});

	it('lets no feature hear the gain: none moves by more than two decibels when the sound moves by twelve', async () => {
		const features = async (gain: number) => {
			const louder = quiet.map((sample) => sample * gain);
			const heard = hear((await readTake(fileOf(wav(louder, { bits: 32, isFloat: true })))).take)!;
			return featuresOf(viewsOf(heard, heard.from, heard.to)[0]!);
		};
		const original = await features(1);
		for (const gain of [10 ** (-12 / 20), 10 ** (12 / 20)])
			for (const [name, value] of await features(gain)) {
				const before = original.get(name) ?? NaN;
				expect([name, Math.abs(value - before) <= 2]).toEqual([name, true]);
			}
	});

	it.each([
		['silent', new Float32Array(22_050 * 6)],
		['too-short', quiet.subarray(0, 22_050 * 3)],
		[
			'too-few-notes',
			play(
				[0.5, 2, 3.5, 5, 6.5].map((seconds) => ({ seconds, key: 60, loudness: 0.8, held: 2 })),
				8
			)
		],
		['clipped', sound.map((sample) => Math.max(-0.05, Math.min(0.05, sample)))]
	] as const)(
		'abstains from every dimension when the take is %s, and says so in words',
		async (reason, samples) => {
			const { analysis } = await analysed(samples);
			for (const name of DIMENSIONS) {
				expect(analysis.dimensions[name]).toMatchObject({ score: null, confidence: 0, abstained: true });
				expect(analysis.dimensions[name].reason?.length).toBeGreaterThan(20);
			}
			expect(analysis.abstention).toBe(reason);
		}
	);

	it('abstains for noise, and for beats without a pitch', async () => {
		let state = 1;
		const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647 - 0.5;
		const noise = Float32Array.from({ length: 22_050 * 10 }, random);
		const drums = noise.map((sample, at) => sample * Math.exp(-((at % 5_000) / 700)));
		for (const samples of [noise, drums])
			expect(scores(await analysed(samples)).every((value) => value === null)).toBe(true);
	});

	it('keeps any sound finite', async () => {
		const square = Float32Array.from({ length: 22_050 * 8 }, (_, at) => (at % 200 < 100 ? 1 : -1));
		const { analysis } = await analysed(square, { bits: 32, isFloat: true });
		expect(JSON.stringify(analysis)).not.toMatch(/NaN|Infinity/);
	});
});
