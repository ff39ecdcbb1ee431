// What an embedder and a reranker that hang cost a search once their breakers are open: a school that has both elsewhere, and whose machine
// falls silent, against a school that has the embedded models alone, the two asked in turn.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startProduct, UNLIMITED } from './product.mjs';
import { median, quantile, round } from './statistics.mjs';

const DEGRADED_PORT = 18796;
const PLAIN_PORT = 18797;
const FAILURES = 3;
const DIMENSIONS = 64;
const QUESTIONS = [
	'What does hiring a cello cost?',
	'When does the autumn term begin?',
	'How do I cancel a lesson?',
	'Do you teach the harp?'
];

/** @param {{rounds?: number}} options */
export async function benchSearchFallback({ rounds = 60 } = {}) {
	const state = await mkdtemp(path.join(tmpdir(), 'segue-bench-'));
	const machine = await startMachine();
	const degraded = await startProduct({
		port: DEGRADED_PORT,
		state: path.join(state, 'degraded'),
		settings: {
			...{ ...UNLIMITED, SEGUE_DEMO: 'on', SEARCH_MODEL_SECONDS: '1' },
			...{ EMBEDDING_PROVIDER: 'openai-compatible', OPENAI_EMBEDDING_BASE_URL: `${machine.url}/v1` },
			...{ OPENAI_EMBEDDING_MODEL: 'letters', RERANKING_PROVIDER: 'rerank-api' },
			...{ RERANKING_URL: `${machine.url}/v1/rerank`, RERANKING_MODEL: 'as-they-come' },
			...{ MODEL_FAILURE_THRESHOLD: String(FAILURES), MODEL_RECOVERY_SECONDS: '600' }
		}
	});
	const plain = await startProduct({
		port: PLAIN_PORT,
		state: path.join(state, 'plain'),
		settings: { ...UNLIMITED, SEGUE_DEMO: 'on' }
	});
	try {
		await untilStandby(degraded);
		machine.fallSilent();
		const failing = [];
		for (let failure = 0; failure < FAILURES; failure++)
			failing.push(await search(degraded, `${QUESTIONS[0]} ${failure}`));
		const asked = machine.asked();
		for (const question of QUESTIONS)
			await Promise.all([search(degraded, question), search(plain, question)]);
		const ours = [];
		const theirs = [];
		for (let count = 0; count < rounds; count++) {
			// Never the same question: none of its vectors is remembered.
			const question = `${QUESTIONS[count % QUESTIONS.length]} ${count}`;
			ours.push(await search(degraded, question));
			theirs.push(await search(plain, question));
		}
		return {
			rounds,
			whileFailingMs: failing.map(round),
			askedOfTheSilentOne: { beforeOpen: asked, afterwards: machine.asked() - asked },
			searchMs: {
				degraded: { p50: round(median(ours)), p95: round(quantile(ours, 0.95)) },
				embedded: { p50: round(median(theirs)), p95: round(quantile(theirs, 0.95)) }
			},
			p95DifferenceMs: round(quantile(ours, 0.95) - quantile(theirs, 0.95))
		};
	} finally {
		await Promise.all([degraded.stop(), plain.stop()]);
		await machine.close();
		await rm(state, { recursive: true, force: true });
	}
}

/** @param {{url: string, key: string}} product @param {string} query */
async function search({ url, key }, query) {
	const start = performance.now();
	const response = await fetch(`${url}/api/knowledge/search`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', 'x-api-key': key },
		body: JSON.stringify({ query, top_k: 6 })
	});
	if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
	await response.text();
	return performance.now() - start;
}

/** Until the embedded model's index stands by. @param {{url: string, key: string}} product */
async function untilStandby({ url, key }) {
	for (let tries = 0; tries < 120; tries++) {
		const response = await fetch(`${url}/api/knowledge/index`, { headers: { 'x-api-key': key } });
		const { standbys } = /** @type {{standbys: string[]}} */ (await response.json());
		if (standbys.length > 0) return;
		await new Promise((resolve) => setTimeout(resolve, 1_000));
	}
	throw new Error('no index stands by');
}

/** Embeds by letters and ranks as things come, until it falls silent. */
async function startMachine() {
	let asked = 0;
	let isSilent = false;
	const server = createServer(async (request, response) => {
		let body = '';
		for await (const piece of request) body += piece;
		if (isSilent) {
			asked++;
			return;
		}
		const { input = [], documents = [] } = JSON.parse(body);
		const answer =
			request.url === '/v1/embeddings'
				? {
						data: input.map((/** @type {string} */ text, /** @type {number} */ index) => ({
							index,
							embedding: lettersOf(text)
						}))
					}
				: {
						results: documents.map((/** @type {string} */ _text, /** @type {number} */ index) => ({
							index,
							relevance_score: 1 / (index + 1)
						}))
					};
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify(answer));
	});
	await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
	const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
	return {
		url: `http://127.0.0.1:${port}`,
		asked: () => asked,
		fallSilent: () => void (isSilent = true),
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		}
	};
}

/** @param {string} text */
function lettersOf(text) {
	const vector = new Array(DIMENSIONS).fill(0);
	for (const letter of text.toLowerCase()) vector[letter.charCodeAt(0) % DIMENSIONS] += 1;
	return vector;
}
