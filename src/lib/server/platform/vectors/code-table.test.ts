import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capacityOf, CodeTable, PAGE_ROWS } from './code-table.ts';
import { toUnit } from './quantise.ts';

const kernel = await WebAssembly.compile(await readFile(new URL('scan.wasm', import.meta.url)));

/** Made from a seed: fast-check's own arrays of this size are slow. */
function makeUnits(seed: number, count: number, dimensions: number): Float32Array[] {
	let state = seed | 1;
	const next = () => ((state = (Math.imul(state, 1_103_515_245) + 12_345) | 0) >> 8) / 2 ** 23;
	const centre = Array.from({ length: dimensions }, next);
	return Array.from({ length: count }, () => {
		const spread = seed % 3 === 0 ? 0.05 : 1;
		return (
			toUnit(centre.map((value) => (seed % 3 === 1 ? 0 : value) + spread * next())) ?? new Float32Array()
		);
	});
}
function tableOf(units: readonly Float32Array[], dimensions: number): CodeTable {
	const table = new CodeTable(kernel, dimensions);
	table.resize(units.length);
	for (const [row, unit] of units.entries()) table.set(row, unit, row % 5);
	return table;
}
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
const nearest = (units: readonly Float32Array[], query: Float32Array, topK: number) =>
	units
		.map((unit, row) => ({ row, score: dot(unit, query) }))
		.filter(({ score }) => score > 0)
		.sort((a, b) => b.score - a.score)
		.slice(0, topK)
		.map(({ row }) => row);

const shapes = fc.record({
	seed: fc.nat(),
	count: fc.integer({ min: 0, max: 300 }),
	dimensions: fc.integer({ min: 1, max: 70 }),
	topK: fc.integer({ min: 1, max: 30 })
});

describe('The table of quantised vectors', () => {
	it('gives candidates among which are all the exactly nearest, spread or close together', () => {
		fc.assert(
			fc.property(shapes, ({ seed, count, dimensions, topK }) => {
				const [query = new Float32Array(), ...units] = makeUnits(seed, count + 1, dimensions);
				const candidates = tableOf(units, dimensions).findCandidates(query, topK);
				expect(candidates).toEqual(expect.arrayContaining(nearest(units, query, topK)));
			})
		);
	});

	it('gives every row that could match when all are asked for', () => {
		const units = makeUnits(4, 200, 20);
		const query = units[0] ?? new Float32Array();
		const candidates = tableOf(units, 20).findCandidates(query, 200);
		expect(candidates).toEqual(expect.arrayContaining(nearest(units, query, 200)));
	});

	it('keeps to documents before it ranks', () => {
		const units = makeUnits(1, 300, 24);
		const query = units[7] ?? new Float32Array();
		const candidates = tableOf(units, 24).findCandidates(query, 5, new Set([3]));
		expect(candidates.every((row) => row % 5 === 3)).toBe(true);
		const own = nearest(units, query, 300).filter((row) => row % 5 === 3);
		expect(candidates).toEqual(expect.arrayContaining(own.slice(0, 5)));
		expect(tableOf(units, 24).findCandidates(query, 5, new Set())).toEqual([]);
	});

	it('is the same after its pages went to storage and back, also in used memory', () => {
		const units = makeUnits(2, 3 * PAGE_ROWS + 5, 30);
		const query = units[3] ?? new Float32Array();
		const table = tableOf(units, 30);
		const used = tableOf(makeUnits(5, 500, 11), 11);
		const again = new CodeTable(kernel, 30, used);
		again.resize(table.count);
		for (let page = 0; page < 4; page++) again.loadPage(page, table.readPage(page));
		expect(again.findCandidates(query, 20)).toEqual(table.findCandidates(query, 20));
		expect(() => again.loadPage(0, new ArrayBuffer(3))).toThrow('3 bytes');
	});

	it('keeps nothing of a row that was removed', () => {
		const units = makeUnits(1, PAGE_ROWS + 2, 16);
		const table = tableOf(units, 16);
		table.copy(PAGE_ROWS + 1, 0);
		expect(table.documentOf(0)).toBe((PAGE_ROWS + 1) % 5);
		table.resize(PAGE_ROWS);
		expect(new Uint8Array(table.readPage(1)).every((byte) => byte === 0)).toBe(true);
		expect(table.findCandidates(units[PAGE_ROWS + 1] ?? new Float32Array(), 1)).toContain(0);
	});

	it('holds 100,000 vectors of 768 in less than 79 MB, and fewer of more numbers in no more', () => {
		expect(capacityOf(768)).toBe(100_000);
		expect(capacityOf(4)).toBe(100_000);
		expect(capacityOf(1_536)).toBe(50_368);
		for (const dimensions of [768, 1_024, 4_096]) {
			const table = new CodeTable(kernel, dimensions);
			table.resize(capacityOf(dimensions));
			expect(table.memoryBytes).toBeLessThan(79_000_000);
		}
	});

	it('adds up the largest numbers of the most dimensions without an overflow', () => {
		const unit = toUnit(new Float32Array(4_096).fill(1)) ?? new Float32Array();
		const table = tableOf([unit, unit.map((value) => -value)], 4_096);
		expect(table.findCandidates(unit, 2)).toEqual([0]);
	});
});
