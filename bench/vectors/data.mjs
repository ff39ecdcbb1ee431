// Vectors to measure with: made from a seed, or read from a file. And the truth about them: an exact search in float32.
import { readFile } from 'node:fs/promises';
import { createRandom } from '../../src/lib/shared/seeded-random.ts';

/** @typedef {{name: string, dimensions: number, count: number, values: Float32Array, queries: Float32Array}} VectorSet */

const CENTRES = 300;

/** @param {() => number} random @returns {() => number} normally distributed, mean 0, variance 1 (Box-Muller) */
function createGaussian(random) {
	let spare = NaN;
	return () => {
		const kept = spare;
		spare = NaN;
		if (!Number.isNaN(kept)) return kept;
		const radius = Math.sqrt(-2 * Math.log(1 - random()));
		const angle = 2 * Math.PI * random();
		spare = radius * Math.sin(angle);
		return radius * Math.cos(angle);
	};
}

/**
 * Vectors around centres; without noise given, vectors around nothing.
 * @param {{name: string, count: number, queryCount: number, dimensions: number, seed: number, noise?: number}} options noise is the
 *   length of a vector's way from its centre, whose length is 1
 * @returns {VectorSet}
 */
export function makeVectors({ name, count, queryCount, dimensions, seed, noise }) {
	const random = createRandom(seed);
	const gaussian = createGaussian(random);
	const share = 1 / Math.sqrt(dimensions);
	const centres = Float32Array.from({ length: CENTRES * dimensions }, () => gaussian() * share);
	/** @param {number} howMany */
	const make = (howMany) => {
		const values = new Float32Array(howMany * dimensions);
		for (let row = 0; row < howMany; row++) {
			const centre = Math.floor(random() * CENTRES) * dimensions;
			for (let at = 0; at < dimensions; at++)
				values[row * dimensions + at] =
					noise === undefined ? gaussian() : (centres[centre + at] ?? 0) + noise * share * gaussian();
		}
		return values;
	};
	return { name, dimensions, count, values: make(count), queries: make(queryCount) };
}

/**
 * The vectors of an .fvecs file (a 32-bit length before each) or of a .json file (an array of arrays). Queries are taken out evenly.
 * @param {string} file @param {number} queryCount @returns {Promise<VectorSet>}
 */
export async function readVectors(file, queryCount) {
	const bytes = await readFile(file);
	/** @type {ArrayLike<number>[]} */
	const rows = file.endsWith('.json') ? JSON.parse(bytes.toString('utf8')) : readFvecs(bytes);
	const dimensions = rows[0]?.length ?? 0;
	const every = Math.max(2, Math.floor(rows.length / queryCount));
	const isQuery = (/** @type {number} */ row) => row % every === 0 && row / every < queryCount;
	/** @param {(row: number) => boolean} isChosen */
	const choose = (isChosen) => {
		const chosen = rows.filter((_row, at) => isChosen(at));
		const values = new Float32Array(chosen.length * dimensions);
		for (const [at, row] of chosen.entries()) values.set(row, at * dimensions);
		return values;
	};
	const values = choose((row) => !isQuery(row));
	return { name: 'file', dimensions, count: values.length / dimensions, values, queries: choose(isQuery) };
}

/** @param {Buffer} bytes */
function readFvecs(bytes) {
	const rows = [];
	for (let at = 0; at < bytes.length;) {
		const length = bytes.readInt32LE(at);
		const end = at + 4 + 4 * length;
		rows.push(new Float32Array(bytes.buffer.slice(bytes.byteOffset + at + 4, bytes.byteOffset + end)));
		at = end;
	}
	return rows;
}

/**
 * The rows nearest to each query by cosine, nothing quantised, nothing left out.
 * @param {VectorSet} set @param {number} topK @returns {number[][]} row numbers, nearest first
 */
export function searchExactly({ values, queries, dimensions, count }, topK) {
	const queryCount = queries.length / dimensions;
	/** @type {{row: number, score: number}[][]} */
	const best = Array.from({ length: queryCount }, () => []);
	for (let row = 0; row < count; row++) {
		const vector = values.subarray(row * dimensions, (row + 1) * dimensions);
		let squares = 0;
		for (let at = 0; at < dimensions; at++) squares += (vector[at] ?? 0) ** 2;
		const length = Math.sqrt(squares);
		for (let number = 0; number < queryCount; number++) {
			const from = number * dimensions;
			let dot = 0;
			for (let at = 0; at < dimensions; at++) dot += (vector[at] ?? 0) * (queries[from + at] ?? 0);
			const score = dot / length;
			const list = best[number] ?? [];
			if (list.length === topK && !(score > (list[topK - 1]?.score ?? 0))) continue;
			let place = list.length;
			while (place > 0 && (list[place - 1]?.score ?? 0) < score) place--;
			list.splice(place, 0, { row, score });
			if (list.length > topK) list.pop();
		}
	}
	return best.map((list) => list.map(({ row }) => row));
}
