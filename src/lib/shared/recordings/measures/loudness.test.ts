import { describe, expect, it } from 'vitest';
import type { Take } from '../take/take.ts';
import { gatedLoudness } from './loudness.ts';

/** Four seconds of playing, then four that are 35 dB below it. */
function take(gain: number): Take {
	const loudness = Float32Array.from({ length: 800 }, (_, at) => (at < 400 ? 1e-4 : 3e-8) * gain);
	return { frameCount: loudness.length, loudness } as Take;
}

describe('loudness', () => {
	it('follows the gain exactly, however quiet the recording', () => {
		const loudness = gatedLoudness(take(1))!;
		for (const decibels of [-24, -12, 12, 24])
			expect(gatedLoudness(take(10 ** (decibels / 10)))! - loudness).toBeCloseTo(decibels, 4);
	});

	it('is of what sounds, not of the pauses', () => {
		const sounding = { frameCount: 400, loudness: take(1).loudness.subarray(0, 400) } as Take;
		expect(gatedLoudness(take(1))).toBeCloseTo(gatedLoudness(sounding)!, 0);
	});

	it('is none for silence', () => {
		expect(gatedLoudness(take(1e-8))).toBeNull();
	});
});
