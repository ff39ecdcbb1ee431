// Taking documents in, as the command line does it, into a school that has none: a folder of Markdown (--file FOLDER), then one PDF of 300
// pages in two columns, until the last passage can be found. Memory is what all workerd processes of the product hold together at most.
import { execFileSync } from 'node:child_process';
import { readFile, readdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addAll } from '../scripts/knowledge/add.mjs';
import { createClient } from '../scripts/knowledge/client.mjs';
import { findSources } from '../scripts/knowledge/sources.mjs';
import { makeBook } from './ingest-book.mjs';
import { startProduct, UNLIMITED } from './product.mjs';
import { round } from './statistics.mjs';

const PORT = 18797;
const PAGES = 300;
const LOOK_MS = 200;
/** The readers are TypeScript. */
const FLAGS = ['--experimental-transform-types', '--disable-warning=ExperimentalWarning', '--expose-gc'];

/** @param {{file?: string}} options */
export async function benchIngest({ file = 'demo' } = {}) {
	const state = await mkdtemp(path.join(tmpdir(), 'segue-bench-'));
	const product = await startProduct({ port: PORT, state, settings: UNLIMITED });
	try {
		const client = createClient({ url: product.url, key: product.key });
		const before = await heldBytes();
		const found = findSources([path.resolve(file)]);
		const folder = await timed(() => addAll({ client, found }));
		const bytes = makeBook(PAGES);
		const book = await timed(() => client.add({ name: 'book.pdf', mediaType: 'application/pdf', bytes }));
		const answer = await fetch(new URL('/api/knowledge/search', product.url), {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'x-api-key': product.key },
			body: JSON.stringify({ query: `marker${PAGES}`, top_k: 1 })
		});
		const { passages } = await answer.json();
		const isFound = passages[0]?.text.includes(`marker${PAGES}`) ?? false;
		return {
			documents: found.length,
			failed: folder.result.failed,
			chunks: folder.result.chunks,
			seconds: round(folder.seconds),
			pdfPages: PAGES,
			pdfMegabytes: round(bytes.length / 1e6),
			pdfChunks: book.result.chunks,
			pdfSeconds: round(book.seconds),
			megabytesBefore: round(before / 1e6),
			megabytesFolder: round(folder.peak / 1e6),
			megabytesPdf: round(book.peak / 1e6),
			reading: memoryOfReading(),
			violations: isFound && folder.result.failed === 0 ? 0 : 1
		};
	} finally {
		await product.kill();
		await rm(state, { recursive: true, force: true });
	}
}

/** Of the book, and of the largest file that is read: 6 MB of text in 15 MB. @returns {object[]} */
function memoryOfReading() {
	const script = path.join(import.meta.dirname, 'ingest-memory.mjs');
	return [
		[String(PAGES), 'true'],
		['1300', 'false']
	].map((given) => {
		return JSON.parse(execFileSync(process.execPath, [...FLAGS, script, ...given], { encoding: 'utf8' }));
	});
}

/** @template T @param {() => Promise<T>} work */
async function timed(work) {
	let peak = 0;
	const timer = setInterval(async () => {
		peak = Math.max(peak, await heldBytes());
	}, LOOK_MS);
	const start = performance.now();
	const result = await work();
	const seconds = (performance.now() - start) / 1_000;
	clearInterval(timer);
	return { result, seconds, peak };
}

/** Resident memory of the workerd processes below this one, by /proc; 0 where there is none. */
async function heldBytes() {
	/** @type {Map<number, {parent: number, name: string, kilobytes: number}>} */
	const processes = new Map();
	for (const name of await readdir('/proc').catch(() => [])) {
		if (!/^\d+$/.test(name)) continue;
		const status = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '');
		processes.set(Number(name), {
			parent: Number(/PPid:\s*(\d+)/.exec(status)?.[1] ?? 0),
			name: /Name:\s*(\S+)/.exec(status)?.[1] ?? '',
			kilobytes: Number(/VmRSS:\s*(\d+) kB/.exec(status)?.[1] ?? 0)
		});
	}
	const isOurs = (/** @type {number} */ pid) => {
		for (let at = pid; at > 1; at = processes.get(at)?.parent ?? 0) if (at === process.pid) return true;
		return false;
	};
	let total = 0;
	for (const [pid, { name, kilobytes }] of processes)
		if (name === 'workerd' && isOurs(pid)) total += kilobytes * 1024;
	return total;
}
