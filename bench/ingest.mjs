// Taking documents in, as the command line does it, into a school that has none: a folder of Markdown (--file FOLDER), then one PDF of 300
// pages in two columns, until the last passage can be found. Memory is what all workerd processes of the product hold together at most.
import { readFile, readdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addAll } from '../scripts/knowledge/add.mjs';
import { createClient } from '../scripts/knowledge/client.mjs';
import { findSources } from '../scripts/knowledge/sources.mjs';
import { paragraphLines, writePdf } from '../src/lib/server/document-parsing/fixtures/pdf-writer.ts';
import { createRandom } from '../src/lib/shared/seeded-random.ts';
import { startProduct, UNLIMITED } from './product.mjs';
import { round } from './statistics.mjs';

const PORT = 18797;
const PAGES = 300;
const LINES = 52;
const LOOK_MS = 200;

/** @param {{file?: string}} options */
export async function benchIngest({ file = 'demo' } = {}) {
	const state = await mkdtemp(path.join(tmpdir(), 'segue-bench-'));
	const product = await startProduct({ port: PORT, state, settings: UNLIMITED });
	try {
		const client = createClient({ url: product.url, key: product.key });
		const before = await heldBytes();
		const found = findSources([path.resolve(file)]);
		const folder = await timed(() => addAll({ client, found }));
		const bytes = makeBook();
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
			violations: isFound && folder.result.failed === 0 ? 0 : 1
		};
	} finally {
		await product.kill();
		await rm(state, { recursive: true, force: true });
	}
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

/** Words by Zipf's law, so that the index has the shape of one. */
function makeBook() {
	const random = createRandom(300);
	const word = () => {
		const rank = Math.floor(Math.exp(random() * Math.log(20_000)));
		let letters = '';
		for (let rest = rank * 7919 + 11; rest > 0; rest = Math.floor(rest / 20))
			letters += 'aeioulnrstdmkpbgvhfc'[rest % 20];
		return letters;
	};
	const line = () => {
		let text = word();
		while (text.length < 42) text += ` ${word()}`;
		return text;
	};
	const pages = Array.from({ length: PAGES }, (_, at) => {
		const lines = Array.from({ length: 2 * LINES }, line);
		lines[7] = `${lines[7]?.slice(0, 30)} marker${at + 1}.`;
		return [
			...(at % 12 === 0 ? [{ text: `Chapter ${at / 12 + 1}`, x: 60, y: 800, size: 20 }] : []),
			...paragraphLines(lines.slice(0, LINES), { x: 60, y: 765 }),
			...paragraphLines(lines.slice(LINES), { x: 320, y: 765 }),
			{ text: `Page ${at + 1}`, x: 280, y: 30 }
		];
	});
	return writePdf({ pages, title: 'A book of many words' });
}
