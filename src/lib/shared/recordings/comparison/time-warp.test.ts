import { describe, expect, it } from 'vitest';
import { align } from './align.ts';
import type { Features } from './features.ts';
import { bandAbout, fullBand, warp } from './time-warp.ts';

const between = (a: readonly number[], b: readonly number[]) => (row: number, column: number) =>
	Math.min(1, Math.abs((a[row] ?? 0) - (b[column] ?? 0)));
const path = (a: readonly number[], b: readonly number[]) => {
	const { rows, columns } = warp(fullBand(a.length, b.length), b.length, between(a, b));
	return Array.from(rows, (row, at) => [row, columns[at]]);
};

describe('time warping', () => {
	it('pairs what is the same, however long each lasts', () => {
		expect(path([0, 5, 9], [0, 5, 5, 9])).toEqual([
			[0, 0],
			[1, 1],
			[1, 2],
			[2, 3]
		]);
	});

	it('leaves out what only one has at its beginning or its end', () => {
		expect(path([7, 7, 7, 1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6, 8, 8])).toEqual([
			[3, 0],
			[4, 1],
			[5, 2],
			[6, 3],
			[7, 4],
			[8, 5]
		]);
	});

	it('finds within a band about a coarse path what it finds over everything, at less cost', () => {
		const length = 400;
		const a = Array.from({ length }, (_, at) => Math.floor(at / 7) % 23);
		const b = Array.from({ length: 500 }, (_, at) => Math.floor((at * 0.8) / 7) % 23);
		const everything = warp(fullBand(a.length, b.length), b.length, between(a, b));
		const coarse = warp(
			fullBand(40, 50),
			50,
			between(
				a.filter((_, at) => at % 10 === 5),
				b.filter((_, at) => at % 10 === 5)
			)
		);
		let asked = 0;
		const band = bandAbout(coarse, 10, 30, a.length, b.length);
		const banded = warp(band, b.length, (row, column) => {
			asked += 1;
			return between(a, b)(row, column);
		});
		expect(banded.cost).toBeCloseTo(everything.cost, 6);
		expect(asked).toBeLessThan(length * 150);
	});

	it('ends for any band and any lengths, and passes only cells of it', () => {
		let state = 5;
		const next = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below;
		for (let round = 0; round < 200; round++) {
			const [rows, columns] = [1 + next(30), 1 + next(30)];
			const a = Array.from({ length: rows * 10 - next(10) }, () => next(5));
			const b = Array.from({ length: columns * 10 - next(10) }, () => next(5));
			const coarse = warp(fullBand(rows, columns), columns, () => next(100) / 100);
			const band = bandAbout(coarse, 10, next(20), a.length, b.length);
			const found = warp(band, b.length, between(a, b));
			expect(found.rows.length).toBeGreaterThan(0);
			expect(Number.isFinite(found.cost)).toBe(true);
			for (const [at, row] of found.rows.entries()) {
				const column = found.columns[at]!;
				expect(column >= band.from[row]! && column < band.to[row]!).toBe(true);
				const before = at === 0 ? undefined : [found.rows[at - 1]!, found.columns[at - 1]!];
				if (before !== undefined)
					expect([row - before[0]!, column - before[1]!].every((step) => step === 0 || step === 1)).toBe(
						true
					);
			}
		}
	});

	it('lays half an hour beside half an hour within 30 MB', () => {
		const frames = 18_000;
		const width = 177;
		const features = (shift: number): Features => {
			const values = new Uint8Array(frames * width);
			for (let frame = 0; frame < frames; frame++) {
				const note = Math.floor((frame + shift) / 4);
				values[frame * width + ((note * 37) % 88)] = 255;
				values[frame * width + 89 + ((note * 37) % 88)] = 255;
			}
			return { count: frames, width, values, whole: 2 * 255 * 255 };
		};
		const [here, there] = [features(0), features(40)];
		const before = process.memoryUsage().arrayBuffers;
		const { rows, columns } = align(here, there);
		expect((process.memoryUsage().arrayBuffers - before) / 1e6).toBeLessThan(30);
		const middle = Math.floor(rows.length / 2);
		expect(rows[middle]! - columns[middle]!).toBe(40);
	});
});
