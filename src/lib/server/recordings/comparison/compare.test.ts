import { beforeAll, describe, expect, it } from 'vitest';
import { analyse } from '#lib/shared/recordings/analysis.ts';
import { compare, type ComparedTake } from '#lib/shared/recordings/comparison/compare.ts';
import { readTrack, trackOf } from '#lib/shared/recordings/comparison/track.ts';
import { DIMENSIONS, type Dimension } from '#lib/shared/recordings/dimensions.ts';
import { isMeasurable } from '#lib/shared/recordings/measurable.ts';
import { readTake } from '../decoding/read-take.ts';
import { fileOf, play, wav, type PlayedNote, type WavOptions } from '../fixtures/playing.ts';

/** Notes of a tune that repeats nowhere, from a seed: each in one of two hands. */
function tune(seed: number, seconds: number): PlayedNote[] {
	let state = seed;
	const next = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below;
	return Array.from({ length: Math.floor(seconds * 4) }, (_, at) => ({
		seconds: 0.3 + at / 4,
		key: at % 4 === 0 ? 36 + next(20) : 60 + next(24),
		loudness: 0.5 + next(30) / 100,
		held: 0.3
	}));
}

const LENGTH = 16;
/** The same notes, at another time each. */
const retimed = (notes: readonly PlayedNote[], time: (seconds: number) => number) =>
	notes.map((note) => ({ ...note, seconds: time(note.seconds) }));
async function taken(sound: Float32Array, options?: WavOptions): Promise<ComparedTake> {
	const { take, clippedShare, isCutShort } = await readTake(fileOf(wav(sound, options)));
	const analysis = analyse(take, { clippedShare, isCutShort });
	return { track: readTrack(trackOf(take, analysis.onsets))!, analysis };
}
const played = (notes: readonly PlayedNote[], seconds: number) =>
	play(notes, seconds).map((sample) => sample * 0.4);
const at = (pairs: readonly { here: number; there: number }[], here: number) =>
	pairs.reduce((best, pair) => (Math.abs(pair.here - here) < Math.abs(best.here - here) ? pair : best));

describe('two takes', () => {
	const notes = tune(7, LENGTH);
	const sound = played(notes, LENGTH + 2);
	let take: ComparedTake;
	beforeAll(async () => {
		take = await taken(sound);
	});

	it('of which one is the other at another tempo are the same music, moment by moment', async () => {
		const slower = await taken(
			played(
				retimed(notes, (time) => time * 1.25),
				LENGTH * 1.25 + 2
			)
		);
		const { isSameMusic, likeness, alignment, tempo } = compare(take, slower);
		expect(isSameMusic).toBe(true);
		expect(likeness).toBeGreaterThan(0.5);
		for (const here of [2, 6, 10, 14]) {
			const pair = at(alignment, here);
			expect(Math.abs(pair.there - pair.here * 1.25)).toBeLessThan(0.25);
		}
		for (const { ratio } of tempo) expect(ratio).toBeCloseTo(1.25, 0);
		expect(tempo.length).toBeGreaterThan(4);
	});

	it('are followed where one waits and then hurries', async () => {
		const bend = (time: number) => (time < 8 ? time * 1.4 : 11.2 + (time - 8) * 0.8);
		const { alignment, tempo } = compare(take, await taken(played(retimed(notes, bend), 20)));
		for (const near of [3, 6, 11, 14]) {
			const { here, there } = at(alignment, near);
			expect(Math.abs(there - bend(here))).toBeLessThan(0.2);
		}
		expect(tempo.find(({ seconds }) => seconds > 3)?.ratio).toBeGreaterThan(1.2);
		expect(tempo.findLast(({ seconds }) => seconds < 14)?.ratio).toBeLessThan(0.95);
	});

	it('have moments in pairs that only rise, within both', async () => {
		const { alignment } = compare(
			take,
			await taken(
				played(
					retimed(notes, (time) => time * 0.9),
					LENGTH
				)
			)
		);
		for (const [index, pair] of alignment.entries()) {
			const before = alignment[index - 1];
			if (before !== undefined) expect(pair.here > before.here && pair.there >= before.there).toBe(true);
			expect(pair.here >= 0 && pair.there >= 0 && pair.here < 19 && pair.there < 19).toBe(true);
		}
	});

	it('of other music, of silence, or of a moment only are not the same, and nothing is said to have changed', async () => {
		const others = [
			await taken(played(tune(99, LENGTH), LENGTH + 2)),
			await taken(new Float32Array(22_050 * 10)),
			await taken(sound.subarray(0, 22_050 * 2)),
			await taken(Float32Array.from(sound).reverse())
		];
		for (const other of others)
			for (const [a, b] of [
				[take, other],
				[other, take]
			] as const)
				expect(compare(a, b)).toMatchObject({
					...{ isSameMusic: false, alignment: [], passages: [], tempo: [] },
					dimensions: DIMENSIONS.map(() => ({ change: null, isChanged: false }))
				});
	});

	it('are still the same music where one begins late and stops early', async () => {
		const part = await taken(sound.subarray(22_050 * 4, 22_050 * 13));
		const { isSameMusic, alignment } = compare(take, part);
		expect(isSameMusic).toBe(true);
		expect(Math.abs(at(alignment, 8).there - 4)).toBeLessThan(0.25);
	});

	it('that are one take in other files show no change: another gain, rate, depth, a little noise, silence before it', async () => {
		let state = 3;
		const noise = () => ((state = (state * 48_271) % 2_147_483_647) / 2_147_483_647 - 0.5) * 0.0005;
		const late = new Float32Array(sound.length + 22_050 * 2);
		late.set(sound, 22_050 * 2);
		const files = {
			quieter: await taken(
				sound.map((sample) => sample * 0.25),
				{ bits: 24 }
			),
			resampled: await taken(
				play(notes, LENGTH + 2, 44_100).map((sample) => sample * 0.4),
				{ sampleRate: 44_100, channels: 2 }
			),
			dithered: await taken(sound.map((sample) => sample + noise())),
			late: await taken(late)
		};
		for (const [name, file] of Object.entries(files)) {
			const { isSameMusic, dimensions, passages, tempo } = compare(take, file);
			const changed = dimensions.filter(({ isChanged }) => isChanged);
			expect({ name, isSameMusic, changed, passages }).toEqual({
				...{ name, isSameMusic: true, changed: [], passages: [] }
			});
			for (const { ratio } of tempo) expect(Math.abs(ratio - 1)).toBeLessThan(0.05);
		}
	});

	it('tell where and what changed beyond the noise, and leave out what did not', () => {
		const score = (value: number) => ({ score: value, confidence: 0.6 });
		const changed: ComparedTake = structuredClone(take);
		const name = DIMENSIONS.find(isMeasurable)!;
		for (const one of [take, changed])
			for (const dimension of DIMENSIONS) one.analysis.dimensions[dimension] = score(0.5);
		const even = Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, 0])) as Record<
			Dimension,
			number
		>;
		const segments = (far: number) =>
			Array.from({ length: 5 }, (_, index) => ({
				...{ start: 3 * index, end: 3 * index + 3, timestamp: '', level: 0, onsets: 8 },
				change: index === 2 ? { ...even, [name]: far } : even
			}));
		take.analysis.segments = segments(0);
		changed.analysis.segments = segments(0.4);
		changed.analysis.dimensions[name] = score(0.7);
		const { dimensions, passages } = compare(changed, take);
		expect(dimensions.filter(({ isChanged }) => isChanged)).toMatchObject([{ dimension: name, change: 0.2 }]);
		expect(passages).toMatchObject([{ start: 6, end: 9, dimension: name }]);
		expect(passages[0]?.change).toBeGreaterThan(0.3);
	});
});

describe('a track', () => {
	it('that is cut off, of another version, or nothing at all is none', async () => {
		const { take } = await readTake(fileOf(wav(played(tune(3, 4), 5))));
		const bytes = trackOf(take, [0.3, 4]);
		expect(readTrack(bytes)?.frameCount).toBeGreaterThan(30);
		expect(readTrack(bytes.subarray(0, bytes.length - 1))).toBeNull();
		expect(readTrack(bytes.with(3, 9))).toBeNull();
		expect(readTrack(new Uint8Array(0))).toBeNull();
		expect(readTrack(trackOf(take, []))?.frameCount).toBe(0);
	});
});
