// A million messages in a hundred thousand conversations: how long a search of two words with filters takes, and a page of the list, through
// the room's own functions in workerd on a local D1. The database is filled by SQL in a folder of its own, which goes afterwards. Each time is
// of a whole call by HTTP.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unstable_dev } from 'wrangler';
import { createRandom } from '../src/lib/shared/seeded-random.ts';
import { quantile, round } from './statistics.mjs';
import { createLanguage, INTENTS, NOW, pick, seed, TOOLS, TOPICS } from './transcripts/seed.mjs';
import { readMigrations } from './workerd-harness.mjs';
import { readMemory } from './workerd-memory.mjs';

const MESSAGES = 1_000_000;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Asked first and not counted: pages of the file and plans of the statements come into memory once. */
const WARM_UP = 20;

/** @param {{rounds?: number}} options how many searches, and how many pages */
export async function benchTranscripts({ rounds = 200 } = {}) {
	const state = await mkdtemp(path.join(tmpdir(), 'segue-bench-'));
	try {
		const empty = await start(state);
		await empty.post('/migrate', { statements: await readMigrations() });
		await empty.close();
		const since = performance.now();
		const filled = seed(await databaseFile(state), MESSAGES);
		const seconds = Math.round((performance.now() - since) / 1000);
		const worker = await start(state);
		try {
			const random = createRandom(7);
			const searches = await measure(worker.post, '/search', rounds, () => ({
				...filterOf(random),
				q: wordsOf(random)
			}));
			const pages = await measure(worker.post, '/list', rounds, () => filterOf(random));
			const deep = await deepPages(worker.post, Math.ceil(rounds / 4));
			return { ...filled, seconds, searches, pages, deepPages: deep };
		} finally {
			await worker.close();
		}
	} finally {
		await rm(state, { recursive: true, force: true });
	}
}

/** @typedef {(address: string, body: unknown) => Promise<any>} Post */

/** The Worker of a bench's folder, over a database that stays in `state`. @param {string} state @param {string} [folder] @returns {Promise<{post: Post, close: () => Promise<void>}>} */
export async function start(state, folder = 'transcripts') {
	const worker = await unstable_dev(path.join(import.meta.dirname, folder, 'worker.ts'), {
		config: path.join(import.meta.dirname, folder, 'wrangler.toml'),
		persist: true,
		persistTo: state,
		logLevel: 'error',
		experimental: { disableExperimentalWarning: true, testMode: false }
	});
	return {
		close: () => worker.stop(),
		async post(address, body) {
			const response = await worker.fetch(`http://bench${address}`, {
				method: 'POST',
				body: JSON.stringify(body)
			});
			const text = await response.text();
			if (!response.ok) throw new Error(`${address} answered ${response.status}: ${text.slice(0, 2_000)}`);
			return JSON.parse(text);
		}
	};
}

/** The one that holds something. @param {string} state */
export async function databaseFile(state) {
	const files = await readdir(state, { recursive: true });
	const found = files.filter((name) => /D1DatabaseObject.[0-9a-f]{64}\.sqlite$/.test(name));
	if (found.length !== 1) throw new Error(`One database was expected: ${found.join(', ')}`);
	return path.join(state, found[0] ?? '');
}

/** @param {Post} post @param {string} address @param {number} rounds @param {() => unknown} order */
async function measure(post, address, rounds, order) {
	/** @type {number[]} */
	const tookMs = [];
	let found = 0;
	let brokenOff = 0;
	let cpuSeconds = 0;
	for (let turn = -WARM_UP; turn < rounds; turn++) {
		const body = order();
		if (turn === 0) cpuSeconds = (await readMemory()).cpuSeconds;
		const since = performance.now();
		const page = await post(address, body);
		if (turn < 0) continue;
		tookMs.push(performance.now() - since);
		if ((page.hits ?? page.transcripts).length > 0) found++;
		if (page.searchedBackTo) brokenOff++;
	}
	// Of workerd: what other work on the machine does not change much.
	const cpuMsEach = round((((await readMemory()).cpuSeconds - cpuSeconds) * 1000) / rounds);
	return { rounds, found, brokenOff, cpuMsEach, ...inShort(tookMs) };
}

/** Page after page of the whole list: the last takes no longer than the first. @param {Post} post @param {number} pages */
async function deepPages(post, pages) {
	/** @type {number[]} */
	const tookMs = [];
	let cursor = '';
	for (let page = 0; page < pages * 20; page++) {
		const since = performance.now();
		const { nextCursor } = await post('/list', { limit: 100, cursor });
		if (page >= pages * 19) tookMs.push(performance.now() - since);
		if (nextCursor === null) break;
		cursor = nextCursor;
	}
	return inShort(tookMs);
}

/** @param {number[]} tookMs */
export const inShort = (tookMs) => ({
	p50Ms: round(quantile(tookMs, 0.5)),
	p95Ms: round(quantile(tookMs, 0.95)),
	mostMs: round(Math.max(...tookMs))
});

const language = createLanguage();

/** As likely to be sought as to be said; each longer than the smallest words. @param {() => number} random */
function wordsOf(random) {
	/** @type {string[]} */
	const words = [];
	while (words.length < 2) {
		const word = language.word(random);
		if (word.length > 3 && !words.includes(word)) words.push(word);
	}
	return words.join(' ');
}

/** One to three filters of all there are. @param {() => number} random */
function filterOf(random) {
	const day = (/** @type {number} */ ago) => new Date(NOW - ago * DAY_MS).toISOString().slice(0, 10);
	const choices = [
		() => ({ language: pick(random, ['en', 'de', 'fr', 'es']) }),
		() => ({ channel: pick(random, ['text', 'voice']) }),
		() => ({ status: pick(random, ['idle', 'archived']) }),
		() => ({ from: day(30 + Math.floor(random() * 600)) }),
		() => ({ to: day(Math.floor(random() * 600)) }),
		() => ({ topic: pick(random, TOPICS) }),
		() => ({ intent: pick(random, INTENTS) }),
		() => ({ tool: pick(random, TOOLS) }),
		() => ({ sentiment: pick(random, ['negative', 'neutral', 'positive']) }),
		() => ({ confidence: pick(random, ['low', 'medium', 'high']) }),
		() => ({ rating: pick(random, ['up', 'down', 'none']) }),
		() => ({ handover: pick(random, ['yes', 'no']) }),
		() => ({ agent: `agent-${Math.floor(random() * 20)}` }),
		() => ({ tag: `tag ${Math.floor(random() * 30)}` })
	];
	return Object.assign(
		{},
		...Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(random, choices)())
	);
}
