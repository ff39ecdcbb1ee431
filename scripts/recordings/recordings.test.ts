import { describe, expect, it } from 'vitest';
import { degrade, drawDegradation, seeded, toWav } from './degrade.mjs';
import { noteOns } from './midi.mjs';
import { chordOnsets, onsetScore } from './onset-score.mjs';
import { agreement, fitRidge, predict } from './ridge.ts';

describe('ridge regression', () => {
	it('finds the weights that made the targets, and shrinks them under a penalty', () => {
		const random = seeded('rows');
		const rows = Array.from({ length: 60 }, () => Float64Array.from({ length: 4 }, () => random() - 0.5));
		const targets = rows.map(([a = 0, b = 0, , d = 0]) => [3 * a - b + 0.7, 2 * d]);
		const exact = fitRidge(rows, targets, 1e-12);
		expect(predict(exact, Float64Array.of(1, 1, 1, 1))[0]).toBeCloseTo(2.7, 6);
		expect(predict(exact, Float64Array.of(0, 0, 5, 1))[1]).toBeCloseTo(2, 6);
		expect(fitRidge(rows, targets, 1).weights[0]).toBeLessThan(1);
	});

	it('is judged by correlation and by explained variance', () => {
		expect(agreement([1, 2, 3], [2, 3, 4])).toEqual({ r: 1, r2: -0.5 });
		expect(agreement([1, 2, 3], [1, 2, 3])).toEqual({ r: 1, r2: 1 });
	});
});

describe('onsets', () => {
	it('of one chord are one, and count as found once', () => {
		expect(chordOnsets([0, 0.02, 0.049, 0.2])).toEqual([0, 0.2]);
		const { hits, f1 } = onsetScore([0.01, 0.03, 0.5], [0, 0.48, 1]);
		expect(hits).toBe(2);
		expect(f1).toBeCloseTo(2 / 3);
	});

	it('are read from MIDI through changes of tempo and running status', () => {
		const track = [
			[0, 0xff, 0x51, 3, 0x07, 0xa1, 0x20], // half a second a beat
			[0, 0x90, 60, 64],
			[96, 62, 0], // running status; velocity 0 ends a note
			[0, 0xff, 0x51, 3, 0x0f, 0x42, 0x40], // a second a beat
			[48, 0x90, 64, 80]
		].flat();
		const header = [0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 0, 0, 1, 0, 96];
		const bytes = Uint8Array.from([...header, 0x4d, 0x54, 0x72, 0x6b, 0, 0, 0, track.length, ...track]);
		expect(noteOns(bytes)).toEqual([
			{ seconds: 0, key: 60, velocity: 64 },
			{ seconds: 1, key: 64, velocity: 80 }
		]);
	});
});

describe('a degradation', () => {
	it('is the same for the same seed, and another for another', () => {
		const sound = Float32Array.from({ length: 4_000 }, (_, at) => 0.3 * Math.sin(at / 9));
		const worse = (seed: string) => {
			const random = seeded(seed);
			return toWav(degrade(sound, drawDegradation(random), random));
		};
		expect(worse('a')).toEqual(worse('a'));
		expect(worse('a')).not.toEqual(worse('b'));
	});
});
