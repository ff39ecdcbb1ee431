// The kill proof: every process of the product dies by SIGKILL at a random moment while four writers each have a turn under way, from
// the send to after its end, and is started again on the same state. At every other kill the four write to one conversation, so that
// their turns wait for each other; otherwise each writes to its own. Then, for each turn: every event that was delivered is in the
// log, unchanged and once; a message that was accepted is there; one that was not is sent again under its id and runs once; the
// turn ends exactly once.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRandom } from '../src/lib/shared/seeded-random.ts';
import { createChatClient, readMessages } from './chat-client.mjs';
import { makeArticles, makeQuestions } from './corpus.mjs';
import { startProduct, UNLIMITED } from './product.mjs';
import { startScriptedModel } from './scripted-model.mjs';
import { readEvents } from './sse.mjs';
import { quantile } from './statistics.mjs';

/** @typedef {{conversationId: string, clientMessageId: string, message: string}} Message */

const PORT = 18792;
/** Each meets the kill at a moment of its own. */
const WRITERS = 4;
const TERMINAL = new Set(['finish', 'abort', 'error']);

/** @param {{kills?: number, seed?: number}} options */
export async function benchKill({ kills = 25, seed = 1 } = {}) {
	const random = createRandom(seed);
	const state = await mkdtemp(path.join(tmpdir(), 'segue-kill-'));
	// Two kills meet the embedded model (short, with retrieval), the next two long answers of a scripted model at 5 ms a delta.
	const model = await startScriptedModel({
		deltas: Array.from({ length: 150 }, (_, i) => `word${i} `),
		msPerDelta: 5
	});
	const settings = {
		...UNLIMITED,
		OPENAI_BASE_URL: model.url,
		OPENAI_MODEL: 'scripted'
	};
	const start = (/** @type {number} */ kill) =>
		startProduct({
			port: PORT,
			state,
			settings: { ...settings, ANSWER_PROVIDER: kill % 4 < 2 ? 'openai-compatible' : 'embedded' }
		});
	const questions = makeQuestions(kills * WRITERS);
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
		for (let kill = 0; kill < kills; kill++) {
			tally.kills++;
			const isShared = kill % 2 === 1;
			const shared = crypto.randomUUID();
			// The moments reach from the send to a little after the end of such a turn, as long as it takes here and now.
			const windowMs = 1.2 * (await createChatClient(product).ask('How long is a lesson?')).totalMs;
			const flights = Array.from({ length: WRITERS }, (_, i) => ({
				body: {
					conversationId: isShared ? shared : crypto.randomUUID(),
					clientMessageId: crypto.randomUUID(),
					message: questions[tally.turns + i] ?? ''
				},
				sentBeforeMs: random() * windowMs,
				/** @type {Map<number, string>} */
				delivered: new Map()
			}));
			await sendAndKill(product, flights);
			product = await start(kill + 1);
			const groups = isShared ? [flights] : flights.map((flight) => [flight]);
			for (const group of groups) {
				const since = performance.now();
				const { log, sentAgain, questions: asked, answers } = await settle(product, group);
				recoveryMs.push(performance.now() - since);
				for (const { body, delivered } of group) {
					tally.turns++;
					tally.delivered += delivered.size;
					if (delivered.size === 0) tally.killedBeforeFirstEvent++;
					if ([...delivered.values()].some(isTerminal)) tally.killedAfterEnd++;
					const isSentAgain = sentAgain.has(body.clientMessageId);
					tally.sentAgain += Number(isSentAgain);
					// Anything delivered proves that the message was accepted: it must not have to be sent again.
					if (isSentAgain && delivered.size > 0) tally.lostMessages++;
					const times = asked.filter((text) => text === body.message).length;
					if (times === 0) tally.lostMessages++;
					tally.doubled += Math.max(0, times - 1);
				}
				tally.doubled += Math.max(0, answers - group.length);
				check(group, log, tally);
			}
			console.error(`${kill + 1} of ${kills}: ${JSON.stringify(tally)}`);
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

/** @typedef {{body: Message, sentBeforeMs: number, delivered: Map<number, string>}} Flight `delivered` by position in the log */

/**
 * Sends each message so that the kill meets each turn at a moment of its own.
 * @param {Awaited<ReturnType<typeof startProduct>>} product
 * @param {Flight[]} flights
 */
async function sendAndKill(product, flights) {
	const longest = Math.max(...flights.map(({ sentBeforeMs }) => sentBeforeMs));
	const reading = flights.map(async (flight) => {
		await new Promise((resolve) => setTimeout(resolve, longest - flight.sentBeforeMs));
		await readUntilBroken(product, flight);
	});
	await new Promise((resolve) => setTimeout(resolve, longest));
	await product.kill();
	await Promise.all(reading);
}

/** @param {Awaited<ReturnType<typeof startProduct>>} product @param {Flight} flight */
async function readUntilBroken(product, { body, delivered }) {
	try {
		const response = await post(product, body);
		if (!response.ok) throw new Refusal(`${response.status} ${await response.text()}`);
		for await (const { seq, data } of readEvents(response)) if (seq !== undefined) delivered.set(seq, data);
	} catch (cause) {
		// The connection breaks: that is the point. A refusal is not.
		if (cause instanceof Refusal) throw cause;
	}
}

class Refusal extends Error {}

/**
 * What clients do after a loss: look at what the conversation holds, send again what never arrived, read the log from its beginning.
 * @param {Awaited<ReturnType<typeof startProduct>>} product
 * @param {Flight[]} group flights of one conversation
 */
async function settle(product, group) {
	const conversationId = group[0]?.body.conversationId ?? '';
	const held = new Set(
		(await readHistory(product, conversationId)).flatMap(({ clientId }) => clientId ?? [])
	);
	/** @type {Set<string>} */
	const sentAgain = new Set();
	for (const { body } of group) {
		if (held.has(body.clientMessageId)) continue;
		sentAgain.add(body.clientMessageId);
		const again = await post(product, body);
		if (!again.ok) throw new Error(`sending again: ${again.status} ${await again.text()}`);
		await again.text();
	}
	const log = await readLog(product, conversationId);
	const messages = await readHistory(product, conversationId);
	return {
		log,
		sentAgain,
		questions: messages.flatMap(({ role, text }) => (role === 'user' ? [text] : [])),
		answers: messages.filter(({ role }) => role === 'assistant').length
	};
}

/** @param {Awaited<ReturnType<typeof startProduct>>} product @param {Message} body */
function post(product, body) {
	const { headers } = createChatClient(product);
	return fetch(`${product.url}/api/chat`, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** Turn after turn, until nothing is left. @param {Awaited<ReturnType<typeof startProduct>>} product @param {string} conversationId */
async function readLog(product, conversationId) {
	const { headers } = createChatClient(product);
	const log = [];
	for (let after = 0; ; after = log.at(-1)?.seq ?? after) {
		const url = `${product.url}/api/chat/${conversationId}/stream?after=${after}`;
		const response = await fetch(url, { headers });
		if (response.status === 204) return log;
		if (!response.ok) throw new Error(`resuming: ${response.status} ${await response.text()}`);
		for await (const { seq, data } of readEvents(response)) if (seq !== undefined) log.push({ seq, data });
	}
}

/**
 * Empty when there is no such conversation: nothing was accepted.
 * @param {Awaited<ReturnType<typeof startProduct>>} product
 * @param {string} conversationId
 * @returns {Promise<{role: string, text: string | undefined, clientId: string | undefined}[]>}
 */
async function readHistory(product, conversationId) {
	const messages = await readMessages(product, conversationId);
	return messages.map(({ role, parts, metadata }) => ({
		role,
		text: parts[0]?.text,
		clientId: metadata.clientMessageId
	}));
}

/**
 * @param {Flight[]} group
 * @param {{seq: number, data: string}[]} log
 * @param {{missing: number, changed: number, doubled: number, terminalNotOne: number}} tally
 */
function check(group, log, tally) {
	/** @type {Map<number, string>} */
	const kept = new Map();
	for (const { seq, data } of log) {
		if (kept.has(seq)) tally.doubled++;
		kept.set(seq, data);
	}
	for (const { delivered } of group)
		for (const [seq, data] of delivered) {
			if (!kept.has(seq)) tally.missing++;
			else if (kept.get(seq) !== data) tally.changed++;
		}
	// The turns of one conversation follow each other: each has one end before the next begins.
	const ends = log.flatMap(({ data }) => {
		if (isTerminal(data)) return ['end'];
		return typeOf(data) === 'start' ? ['start'] : [];
	});
	tally.terminalNotOne += Math.abs(group.length - ends.filter((type) => type === 'end').length);
	if (ends.some((type, at) => type !== (at % 2 === 0 ? 'start' : 'end'))) tally.terminalNotOne++;
}

/** @param {string} data */
const typeOf = (data) => (data === '[DONE]' ? 'done' : /** @type {{type: string}} */ (JSON.parse(data)).type);
/** @param {string} data */
const isTerminal = (data) => TERMINAL.has(typeOf(data));
