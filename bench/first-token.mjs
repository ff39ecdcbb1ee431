// POST to first text delta, against a bare Worker that relays the same deltas, the two in turn. Three settings: the embedded model with
// retrieval over 10,000 chunks; a scripted model that answers at once; a scripted model of 5 ms a delta (whole answers compared).
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createChatClient, timeStream } from './chat-client.mjs';
import { makeArticles, makeQuestions } from './corpus.mjs';
import { startProduct, UNLIMITED } from './product.mjs';
import { startScriptedProduct } from './scripted-product.mjs';
import { median, quantile, round } from './statistics.mjs';

const PRODUCT_PORT = 18790;
const BARE_PORT = 18791;

/** @param {{rounds?: number, chunks?: number}} options */
export async function benchFirstToken({ rounds = 60, chunks = 10_000 } = {}) {
	const state = await mkdtemp(path.join(tmpdir(), 'segue-bench-'));
	try {
		const retrieval = await withRetrieval({ rounds, chunks, state: path.join(state, 'retrieval') });
		const scripted = await withScriptedModel({
			rounds,
			msPerDelta: 0,
			deltas: 40,
			state: path.join(state, 'scripted')
		});
		const paced = await withScriptedModel({
			rounds: Math.ceil(rounds / 3),
			msPerDelta: 5,
			deltas: 200,
			state: path.join(state, 'paced')
		});
		return { retrieval, scripted, paced };
	} finally {
		await rm(state, { recursive: true, force: true });
	}
}

/** @param {{rounds: number, chunks: number, state: string}} options */
async function withRetrieval({ rounds, chunks, state }) {
	const product = await startProduct({ port: PRODUCT_PORT, state, settings: UNLIMITED });
	const bare = await startBare();
	try {
		const client = createChatClient(product);
		let added = 0;
		for (const article of makeArticles(chunks, 20)) {
			if (added >= chunks) break;
			added += (await client.addDocument(article)).chunks;
		}
		const questions = makeQuestions(rounds + 5);
		/** @type {string[]} */
		let deltas = [];
		for (const question of questions.splice(0, 5)) deltas = (await client.ask(question)).deltas;
		const pairs = [];
		for (const question of questions) {
			const ours = await client.ask(question);
			const theirs = await timeStream(() => bare.relay(deltas));
			pairs.push({ ours, theirs });
		}
		return { chunks: added, ...summarise(pairs) };
	} finally {
		bare.stop();
		await product.stop();
	}
}

/** @param {{rounds: number, msPerDelta: number, deltas: number, state: string}} options */
async function withScriptedModel({ rounds, msPerDelta, deltas, state }) {
	const product = await startScriptedProduct({ port: PRODUCT_PORT, state, deltas, msPerDelta });
	const bare = await startBare(product.modelUrl);
	try {
		const client = createChatClient(product);
		for (let i = 0; i < 5; i++) {
			await client.ask('Warm up, please.');
			await timeStream(() => bare.relay());
		}
		const pairs = [];
		for (let i = 0; i < rounds; i++) {
			const ours = await client.ask(`Say the script, number ${i}.`);
			const theirs = await timeStream(() => bare.relay());
			if (ours.deltas.join('') !== theirs.deltas.join(''))
				throw new Error('The two did not deliver the same text.');
			pairs.push({ ours, theirs });
		}
		return { msPerDelta, deltas, ...summarise(pairs) };
	} finally {
		bare.stop();
		await product.stop();
	}
}

/** @param {string} [upstream] */
async function startBare(upstream) {
	const child = spawn(
		'npx',
		[
			'wrangler',
			'dev',
			'-c',
			'bench/bare/wrangler.toml',
			'--port',
			String(BARE_PORT),
			'--inspector-port',
			'0',
			...(upstream ? ['--var', `UPSTREAM:${upstream}`] : [])
		],
		{
			cwd: path.resolve(import.meta.dirname, '..'),
			stdio: 'ignore',
			detached: true,
			env: { ...process.env, WRANGLER_SEND_METRICS: 'false' }
		}
	);
	const url = `http://localhost:${BARE_PORT}`;
	const relay = (/** @type {string[] | undefined} */ deltas) =>
		fetch(url, { method: 'POST', body: JSON.stringify(deltas === undefined ? {} : { deltas }) });
	const stop = () => process.kill(-(/** @type {number} */ (child.pid)), 'SIGKILL');
	const deadline = Date.now() + 60_000;
	while (true) {
		try {
			await (await relay(['ready'])).text();
			return { relay, stop };
		} catch (cause) {
			if (Date.now() > deadline) throw new Error('The bare Worker did not start.', { cause });
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
	}
}

/** @param {{ours: {firstDeltaMs: number, totalMs: number}, theirs: {firstDeltaMs: number, totalMs: number}}[]} pairs */
function summarise(pairs) {
	const ours = pairs.map((pair) => pair.ours.firstDeltaMs);
	const theirs = pairs.map((pair) => pair.theirs.firstDeltaMs);
	return {
		rounds: pairs.length,
		firstDeltaMs: { segue: round(median(ours)), bare: round(median(theirs)) },
		medianDifferenceMs: round(median(pairs.map((pair) => pair.ours.firstDeltaMs - pair.theirs.firstDeltaMs))),
		p95Ratio: round(quantile(ours, 0.95) / quantile(theirs, 0.95)),
		wholeAnswerRatio: round(median(pairs.map((pair) => pair.ours.totalMs / pair.theirs.totalMs)))
	};
}
