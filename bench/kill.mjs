// The kill proof: every process of the product dies by SIGKILL at a random moment of a turn, from the send to after its end, and is
// started again on the same state. Then, for each turn: every event that was delivered is in the log, unchanged and once; a
// message that was accepted is there; one that was not is sent again under its id and runs once; the turn ends exactly once.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createChatClient } from './chat-client.mjs';
import { makeArticles, makeQuestions } from './corpus.mjs';
import { startProduct } from './product.mjs';
import { startScriptedModel } from './scripted-model.mjs';
import { readEvents } from './sse.mjs';
import { createRandom, quantile } from './statistics.mjs';

/** @typedef {{conversationId: string, clientMessageId: string, message: string}} Message */

const PORT = 18792;
/** Turns that one kill meets, each at a moment of its own. */
const IN_FLIGHT = 4;
const TERMINAL = new Set(['finish', 'abort', 'error']);

/** @param {{turns?: number, seed?: number}} options */
export async function benchKill({ turns = 100, seed = 1 } = {}) {
	const random = createRandom(seed);
	const state = await mkdtemp(path.join(tmpdir(), 'segue-kill-'));
	// Every other kill meets the embedded model (short, with retrieval); the rest are long answers of a scripted model at 5 ms a delta.
	const model = await startScriptedModel({
		deltas: Array.from({ length: 150 }, (_, i) => `word${i} `),
		msPerDelta: 5
	});
	const settings = {
		CHAT_REQUESTS_PER_MINUTE: '100000',
		REQUESTS_PER_MINUTE: '1000000',
		LOG_LEVEL: 'error',
		OPENAI_BASE_URL: model.url,
		OPENAI_MODEL: 'scripted'
	};
	const start = (/** @type {number} */ kill) =>
		startProduct({
			port: PORT,
			state,
			settings: { ...settings, ANSWER_PROVIDER: kill % 2 === 0 ? 'openai-compatible' : 'embedded' }
		});
	const questions = makeQuestions(turns);
	const tally = {
		kills: 0,
		turns: 0,
		delivered: 0,
		killedBeforeFirstEvent: 0,
		killedAfterEnd: 0,
		sentAgain: 0,
		missing: 0,
		changed: 0,
		doubled: 0,
		lostMessages: 0,
		terminalNotOne: 0
	};
	const recoveryMs = [];
	let product = await start(0);
	try {
		for (const article of makeArticles(5, 10)) await createChatClient(product).addDocument(article);
		for (let kill = 0; tally.turns < turns; kill++) {
			tally.kills++;
			// The moments reach from the send to a little after the end of such a turn, as long as it takes here and now.
			const windowMs = 1.2 * (await createChatClient(product).ask('How long is a lesson?')).totalMs;
			const flights = Array.from({ length: Math.min(IN_FLIGHT, turns - tally.turns) }, (_, i) => ({
				body: {
					conversationId: crypto.randomUUID(),
					clientMessageId: crypto.randomUUID(),
					message: questions[tally.turns + i] ?? ''
				},
				sentBeforeMs: random() * windowMs
			}));
			const deliveries = await sendAndKill(product, flights);
			product = await start(kill + 1);
			for (const [i, { body }] of flights.entries()) {
				const delivered = deliveries[i] ?? new Map();
				if (delivered.size === 0) tally.killedBeforeFirstEvent++;
				if ([...delivered.values()].some(isTerminal)) tally.killedAfterEnd++;
				const since = performance.now();
				const { log, sentAgain, questions: asked, answers } = await settle(product, body);
				recoveryMs.push(performance.now() - since);
				tally.turns++;
				tally.delivered += delivered.size;
				tally.sentAgain += Number(sentAgain);
				// Anything delivered proves that the message was accepted: it must not have to be sent again.
				if (sentAgain && delivered.size > 0) tally.lostMessages++;
				if (asked === 0) tally.lostMessages++;
				tally.doubled += Math.max(0, asked - 1) + Math.max(0, answers - 1);
				check(delivered, log, tally);
			}
			console.error(`${tally.turns} of ${turns}: ${JSON.stringify(tally)}`);
		}
	} finally {
		await product.stop();
		await model.close();
		await rm(state, { recursive: true, force: true });
	}
	const violations =
		tally.missing + tally.changed + tally.doubled + tally.lostMessages + tally.terminalNotOne;
	return {
		seed,
		...tally,
		violations,
		recoveryMsP50: Math.round(quantile(recoveryMs, 0.5)),
		recoveryMsP95: Math.round(quantile(recoveryMs, 0.95))
	};
}

/**
 * Sends each message so that the kill meets each turn at a moment of its own.
 * @param {Awaited<ReturnType<typeof startProduct>>} product
 * @param {{body: Message, sentBeforeMs: number}[]} flights
 * @returns {Promise<Map<number, string>[]>} what arrived of each, by position in the log
 */
async function sendAndKill(product, flights) {
	const longest = Math.max(...flights.map(({ sentBeforeMs }) => sentBeforeMs));
	const reading = flights.map(async ({ body, sentBeforeMs }) => {
		await new Promise((resolve) => setTimeout(resolve, longest - sentBeforeMs));
		return readUntilBroken(product, body);
	});
	await new Promise((resolve) => setTimeout(resolve, longest));
	await product.kill();
	return Promise.all(reading);
}

/** @param {Awaited<ReturnType<typeof startProduct>>} product @param {Message} body */
async function readUntilBroken(product, body) {
	const { headers } = createChatClient(product);
	/** @type {Map<number, string>} */
	const delivered = new Map();
	try {
		const response = await fetch(`${product.url}/api/chat`, {
			method: 'POST',
			headers,
			body: JSON.stringify(body)
		});
		if (!response.ok) throw new Refusal(`${response.status} ${await response.text()}`);
		for await (const { seq, data } of readEvents(response)) if (seq !== undefined) delivered.set(seq, data);
	} catch (cause) {
		// The connection breaks: that is the point. A refusal is not.
		if (cause instanceof Refusal) throw cause;
	}
	return delivered;
}

class Refusal extends Error {}

/**
 * What a client does after a loss: resume from the beginning of the log; where the message never arrived, send it again.
 * @param {Awaited<ReturnType<typeof startProduct>>} product
 * @param {Message} body
 */
async function settle(product, body) {
	const { headers } = createChatClient(product);
	const resume = () => fetch(`${product.url}/api/chat/${body.conversationId}/stream?after=0`, { headers });
	let response = await resume();
	let sentAgain = false;
	if (response.status === 404 || response.status === 204) {
		sentAgain = true;
		const again = await fetch(`${product.url}/api/chat`, {
			method: 'POST',
			headers,
			body: JSON.stringify(body)
		});
		if (!again.ok) throw new Error(`sending again: ${again.status} ${await again.text()}`);
		await again.text();
		response = await resume();
	}
	if (!response.ok) throw new Error(`resuming: ${response.status} ${await response.text()}`);
	const log = [];
	for await (const { seq, data } of readEvents(response)) if (seq !== undefined) log.push({ seq, data });
	const page = await fetch(`${product.url}/api/chat/sessions/${body.conversationId}/messages?limit=100`, {
		headers
	});
	if (!page.ok) throw new Error(`reading the history: ${page.status} ${await page.text()}`);
	const { messages } = /** @type {{messages: {role: string, parts: {text?: string}[]}[]}} */ (
		await page.json()
	);
	const questions = messages.filter(
		({ role, parts }) => role === 'user' && parts[0]?.text === body.message
	).length;
	return { log, sentAgain, questions, answers: messages.filter(({ role }) => role === 'assistant').length };
}

/**
 * @param {Map<number, string>} delivered
 * @param {{seq: number, data: string}[]} log
 * @param {{missing: number, changed: number, doubled: number, terminalNotOne: number}} tally
 */
function check(delivered, log, tally) {
	/** @type {Map<number, string>} */
	const kept = new Map();
	for (const { seq, data } of log) {
		if (kept.has(seq)) tally.doubled++;
		kept.set(seq, data);
	}
	for (const [seq, data] of delivered) {
		if (!kept.has(seq)) tally.missing++;
		else if (kept.get(seq) !== data) tally.changed++;
	}
	if (log.filter(({ data }) => isTerminal(data)).length !== 1) tally.terminalNotOne++;
}

/** @param {string} data */
const typeOf = (data) => (data === '[DONE]' ? 'done' : /** @type {{type: string}} */ (JSON.parse(data)).type);
/** @param {string} data */
const isTerminal = (data) => TERMINAL.has(typeOf(data));
