// The embedded vector index at its full size, inside its object in workerd: memory, cold start, the time of a query beside one sequential
// read of the same bytes in the same isolate, and recall against an exact search in float32.
import path from 'node:path';
import { createTestHarness } from 'wrangler';
import { median, quantile, round } from './statistics.mjs';
import { readMemory } from './workerd-memory.mjs';
import { makeVectors, readVectors, searchExactly } from './vectors/data.mjs';

const ROOT = path.resolve(import.meta.dirname, '..');
const COUNT = 100_000;
const DIMENSIONS = 768;
const BATCH = 500;
const TOP_K = 10;
const REWRITTEN = 10_000;
const MEGABYTE = 1_000_000;

/** @typedef {import('./vectors/data.mjs').VectorSet} VectorSet */

/** @param {{rounds?: number, file?: string | undefined}} [options] rounds is the number of queries */
export async function benchVectors({ rounds = 400, file } = {}) {
	const shape = { count: COUNT, queryCount: rounds, dimensions: DIMENSIONS };
	/** One at a time: each is 307 MB. @type {(() => VectorSet | Promise<VectorSet>)[]} */
	const sets =
		file === undefined
			? [
					() => makeVectors({ name: 'random', seed: 1, ...shape }),
					() => makeVectors({ name: 'clustered', seed: 2, noise: 0.7, ...shape }),
					() => makeVectors({ name: 'tightly clustered', seed: 3, noise: 0.2, ...shape })
				]
			: [() => readVectors(file, rounds)];
	const results = [];
	for (const make of sets) {
		const result = await measure(await make());
		console.error(result);
		results.push(result);
	}
	return { sets: results };
}

/** @param {VectorSet} set */
async function measure(set) {
	const { dimensions, count, values, queries } = set;
	const since = performance.now();
	const tell = (/** @type {string} */ what) =>
		console.error(`${set.name}: ${what} after ${Math.round((performance.now() - since) / 1000)} s`);
	const server = createTestHarness({ root: ROOT, workers: [{ configPath: 'bench/vectors/wrangler.toml' }] });
	let { url } = await server.listen();
	/** @param {string} target @param {Float32Array<ArrayBufferLike>} [floats] @returns {Promise<any>} */
	const ask = async (target, floats) => {
		const body = floats && new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength);
		const response = await fetch(new URL(target, url), { method: 'POST', body: body ?? null });
		if (!response.ok) throw new Error(`${target} answered ${response.status}: ${await response.text()}`);
		return response.json();
	};
	const search = (/** @type {Float32Array} */ which) =>
		ask(`/search?dimensions=${dimensions}&topK=${TOP_K}`, which);
	try {
		await ask('/ping');
		const fillSince = performance.now();
		for (let first = 0; first < count; first += BATCH)
			await ask(
				`/add?first=${first}&dimensions=${dimensions}`,
				values.subarray(first * dimensions, Math.min(count, first + BATCH) * dimensions)
			);
		const fillMs = performance.now() - fillSince;
		tell('filled');

		// The same stores under a new process: what the object does after it was put to sleep or moved.
		await server.update((options) => options);
		({ url } = await server.listen());
		await ask('/ping');
		const cold = await readMemory();
		const coldSince = performance.now();
		await search(queries.subarray(0, dimensions));
		const coldStartMs = performance.now() - coldSince;
		const loaded = await readMemory();

		/** @type {string[][]} */
		const answers = await search(queries);
		/** With the hop to the Worker and the object, one at a time. @type {number[]} */
		const overHttp = [];
		for (let at = 0; at < queries.length; at += dimensions) {
			const since = performance.now();
			await search(queries.subarray(at, at + dimensions));
			overHttp.push(performance.now() - since);
		}
		const searched = await readMemory();
		await ask(`/rewrite?dimensions=${dimensions}&count=${Math.min(count, REWRITTEN)}&batch=${BATCH}`);
		const rewritten = await readMemory();
		const size = count * dimensions;
		/** @type {Record<'query' | 'webAssembly' | 'words' | 'bytes', number[]>} */
		const ms = await ask(`/compare?dimensions=${dimensions}&topK=${TOP_K}&size=${size}`, queries);

		tell('asked');
		const truth = searchExactly(set, TOP_K);
		const hits = answers.map(
			(ids, at) => ids.filter((id) => truth[at]?.includes(Number(id.slice('chunk-'.length)))).length
		);
		const wanted = truth.reduce((sum, rows) => sum + rows.length, 0);
		const p95 = quantile(ms.query, 0.95);
		const reads = {
			webAssembly: median(ms.webAssembly),
			javaScriptWords: median(ms.words),
			javaScriptBytes: median(ms.bytes)
		};
		return {
			set: set.name,
			count,
			dimensions,
			queries: answers.length,
			recallAt10: round(hits.reduce((sum, count) => sum + count, 0) / wanted),
			queryMs: { p50: median(ms.query), p95 },
			queryOverHttpMs: { p50: round(median(overHttp)), p95: round(quantile(overHttp, 0.95)) },
			sequentialReadMs: reads,
			p95OverRead: Object.fromEntries(Object.entries(reads).map(([name, read]) => [name, round(p95 / read)])),
			codeBytes: size,
			coldStartMs: round(coldStartMs),
			fillSeconds: round(fillMs / 1000),
			// Of the whole process, in megabytes above what it had with an empty object.
			memoryMB: {
				loaded: aboveEmpty(loaded.now, cold.now),
				loadingPeak: aboveEmpty(loaded.peak, cold.now),
				searchingPeak: aboveEmpty(searched.peak, cold.now),
				upsertingPeak: aboveEmpty(rewritten.peak, cold.now)
			}
		};
	} finally {
		await server.close();
	}
}

/** @param {number} now @param {number} before */
const aboveEmpty = (now, before) => Math.round((now - before) / MEGABYTE);
