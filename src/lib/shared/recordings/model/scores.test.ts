import { describe, expect, it } from 'vitest';
import { DIMENSIONS } from '../dimensions.ts';
import type { HeardTake } from '../measures/passage.ts';
import { bandEdges } from '../take/bands.ts';
import { FRAME_RATE, FRAME_SIZE } from '../take/take.ts';
import { loadModel } from './model.ts';
import { score, segmentsOf } from './scores.ts';

/** Twelve seconds in which a note begins every quarter of a second; the sound itself is the same throughout. */
function heardTake(change: Partial<HeardTake> = {}): HeardTake {
	const frameCount = Math.round(12 * FRAME_RATE);
	const bandCount = bandEdges(FRAME_SIZE).length - 1;
	return {
		take: {
			startSeconds: 0,
			durationSeconds: 12,
			frameCount,
			bands: new Uint8Array(frameCount * bandCount).map((_, at) => 120 + ((at * 7) % 40)),
			bandCount,
			loudness: new Float32Array(frameCount).fill(0.01),
			keyFrameCount: Math.floor(frameCount / 5),
			keys: new Uint8Array(Math.floor(frameCount / 5) * 88).map((_, at) => 100 + ((at * 13) % 60)),
			envelope: new Float32Array(2 * frameCount).fill(0.01),
			highEnvelope: new Float32Array(2 * frameCount).fill(0.001)
		},
		loudness: -20,
		floor: new Float64Array(bandCount).fill(1e-9),
		signalToNoise: 50,
		from: 0,
		to: frameCount,
		rises: new Float32Array(frameCount).map((_, at) => (at % 25 === 0 ? 5 : 0)),
		onsets: Array.from({ length: 48 }, (_, at) => ({ frame: at * 0.25 * FRAME_RATE, strength: 5 })),
		levels: new Float32Array(frameCount),
		...change
	};
}

describe('scores', () => {
	it('are refused with the first reason that holds', () => {
		expect(score(null, 0).abstention).toBe('silent');
		expect(score(heardTake({ to: 300 }), 0).abstention).toBe('too-short');
		expect(score(heardTake(), 0.2).abstention).toBe('clipped');
		expect(score(heardTake({ signalToNoise: 2 }), 0).abstention).toBe('noisy');
		expect(score(heardTake({ onsets: [] }), 0).abstention).toBe('too-few-notes');
		expect(score(heardTake(), 0).abstention).toBe('unlike-piano');
	});

	it('come with no segment and no number where they are refused', () => {
		const { dimensions, segments } = score(heardTake(), 0);
		expect(segments).toEqual([]);
		for (const name of DIMENSIONS)
			expect(dimensions[name]).toEqual({
				score: null,
				confidence: 0,
				abstained: true,
				reason: 'unlike-piano'
			});
	});
});

describe('segments', () => {
	it('are of three seconds, with a stamp, and tell change that adds up to nothing', () => {
		const segments = segmentsOf(heardTake());
		expect(segments.map(({ timestamp }) => timestamp)).toEqual([
			'0:00-0:03',
			'0:03-0:06',
			'0:06-0:09',
			'0:09-0:12'
		]);
		for (const name of DIMENSIONS)
			expect(segments.reduce((sum, { change }) => sum + change![name], 0)).toBeCloseTo(0, 2);
	});

	it('say nothing of a moment without notes', () => {
		const onsets = heardTake().onsets.filter(({ frame }) => frame < 6 * FRAME_RATE);
		expect(segmentsOf(heardTake({ onsets })).map(({ change }) => change !== null)).toEqual([
			true,
			true,
			false,
			false
		]);
	});
});

describe('the model', () => {
	it('knows its own features, and scores training at about the middle', () => {
		const model = loadModel();
		expect(new Set(model.featureNames).size).toBe(model.featureNames.length);
		// Features that are not there count as the mean of training.
		for (const value of model.predict(new Map())) expect(Math.abs(value - 0.55)).toBeLessThan(0.2);
		expect(model.strangeness(new Map())).toBe(0);
	});
});
