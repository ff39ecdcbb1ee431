// Runs a Worker of ours in workerd on fresh, empty stores with every migration applied, and talks to it by HTTP.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { createTestHarness } from 'wrangler';

const ROOT = path.resolve(import.meta.dirname, '..');

/** Every statement of every migration, in order. */
export async function readMigrations() {
	const folder = path.join(ROOT, 'drizzle');
	const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
	const texts = await Promise.all(files.map((name) => readFile(path.join(folder, name), 'utf8')));
	return texts.flatMap((text) => text.split('--> statement-breakpoint')).map((statement) => statement.trim());
}

/**
 * @param {{configPath?: string, vars?: Record<string, string>}} [options] configPath is relative to the project's root
 * @returns {Promise<{post: <T>(path: string, body: unknown) => Promise<T>, url: URL, close: () => Promise<void>}>}
 */
export async function startWorkerd({ configPath = 'bench/eval/wrangler.toml', vars = {} } = {}) {
	const server = createTestHarness({ root: ROOT, workers: [{ configPath, vars }] });
	const { url } = await server.listen();
	/** @type {(path: string, body: unknown) => Promise<any>} */
	const post = async (pathname, body) => {
		const response = await fetch(new URL(pathname, url), {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body)
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`${pathname} answered ${response.status}: ${text.slice(0, 2_000)}`);
		return JSON.parse(text);
	};
	await post('/migrate', { statements: await readMigrations() });
	return { post, url, close: () => server.close() };
}

/** @typedef {{documentId: string, revision: string, status: string, chunks: number}} AddedDocument */

/**
 * Adds documents in batches that keep workerd busy without holding much of the corpus at once. Undefined for one that was refused.
 * @param {{post: <T>(path: string, body: unknown) => Promise<T>}} worker
 * @param {{name: string, mediaType: string, text: string, title?: string}[]} documents
 * @param {{batchSize?: number, onBatch?: (done: number, total: number) => void}} [options]
 */
export async function addDocuments(worker, documents, { batchSize = 50, onBatch = () => {} } = {}) {
	/** @type {(AddedDocument | undefined)[]} */
	const results = [];
	for (let from = 0; from < documents.length; from += batchSize) {
		const batch = documents.slice(from, from + batchSize);
		/** @type {({ok: true, value: AddedDocument} | {ok: false, error: {message: string}})[]} */
		const outcomes = await worker.post('/add', { documents: batch });
		for (const [at, outcome] of outcomes.entries()) {
			if (!outcome.ok) console.error(`${batch[at]?.name ?? ''} was refused: ${outcome.error.message}`);
			results.push(outcome.ok ? outcome.value : undefined);
		}
		onBatch(results.length, documents.length);
	}
	return results;
}
