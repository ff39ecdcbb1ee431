// The kill proof of calls: every process of the product dies by SIGKILL while callers speak, or are spoken to, and is started again on the same
// state. Each caller comes back with its token and sends what was not acknowledged, as a page does. Then: what was said stands in the
// conversation once, word for word (the scripted transcriber hears a lost or doubled frame as other words), no frame that was acknowledged is
// wanted again, what had been heard of an answer is in it, and every response that began has ended.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encodeTones } from '../src/lib/server/speech/scripted/tone-speech.ts';
import { createRandom } from '../src/lib/shared/seeded-random.ts';
import { MIC_SAMPLE_RATE } from '../src/lib/shared/voice/protocol.ts';
import { createChatClient, readMessages } from './chat-client.mjs';
import { makeArticles } from './corpus.mjs';
import { startProduct, UNLIMITED } from './product.mjs';
import { startScriptedModel } from './scripted-model.mjs';
import { quantile } from './statistics.mjs';
import { createCaller } from './voice/caller.ts';

/** @typedef {import('../src/lib/shared/voice/protocol.ts').CallEvent} CallEvent */

const PORT = 9126;
/** Each meets the kill at a moment of its own. */
const CALLERS = 3;
const FRAME_MS = 80;
const WORDS = 'allegro cadence fermata legato lento minor pedal rubato scale tempo trill vibrato'.split(' ');
/** Of speech and answer, in which the kill comes. */
const SPEAKING_MS = 2_500;
const ANSWERING_MS = 2_500;

/** @param {{kills?: number, seed?: number}} options */
export async function benchKillCalls({ kills = 10, seed = 1 } = {}) {
	const random = createRandom(seed);
	const state = await mkdtemp(path.join(tmpdir(), 'segue-kill-calls-'));
	const model = await startScriptedModel({
		deltas: Array.from({ length: 40 }, (_, i) => `word${i}${i % 8 === 7 ? '. ' : ' '}`),
		msPerDelta: 20
	});
	const start = (/** @type {number} */ kill) =>
		startProduct({
			port: PORT,
			state,
			settings: {
				...UNLIMITED,
				...{ VOICE_TRANSCRIBERS: 'scripted', VOICE_SPEAKERS: 'scripted' },
				...{ OPENAI_BASE_URL: model.url, OPENAI_MODEL: 'scripted' },
				ANSWER_PROVIDER: kill % 4 < 2 ? 'openai-compatible' : 'embedded'
			}
		});
	const tally = {
		...{ kills: 0, calls: 0, inUtterance: 0, inReply: 0, sentAgain: 0 },
		...{ lostFrames: 0, lostWords: 0, doubledWords: 0, lostHeardWords: 0, openResponses: 0, notResumed: 0 }
	};
	/** @type {number[]} */
	const backMs = [];
	let product = await start(0);
	try {
		for (const article of makeArticles(5, 10)) await createChatClient(product).addDocument(article);
		for (let kill = 0; kill < kills; kill++) {
			const isInReply = kill % 2 === 1;
			const flights = await Promise.all(
				Array.from({ length: CALLERS }, () => takeOff(product, random, isInReply))
			);
			await Promise.all(flights.map(({ ripe }) => ripe));
			const killedAt = performance.now();
			for (const flight of flights) flight.playedMs = playedBy(flight, killedAt);
			await product.kill();
			product = await start(kill + 1);
			tally.kills++;
			for (const flight of flights) {
				tally.calls++;
				if (isInReply) tally.inReply++;
				else tally.inUtterance++;
				await land(product, flight, tally, backMs);
			}
			console.error(`${kill + 1} of ${kills}: ${JSON.stringify(tally)}`);
		}
	} finally {
		await product.stop();
		await model.close();
		await rm(state, { recursive: true, force: true });
	}
	const { lostFrames, lostWords, doubledWords, lostHeardWords, openResponses, notResumed } = tally;
	const violations = lostFrames + lostWords + doubledWords + lostHeardWords + openResponses + notResumed;
	return {
		seed,
		...tally,
		violations,
		backMsP50: round(quantile(backMs, 0.5)),
		backMsP95: round(quantile(backMs, 0.95))
	};
}

/** @typedef {Awaited<ReturnType<typeof takeOff>>} Flight */

/**
 * A caller who speaks, and the moment from which they may be killed.
 * @param {Awaited<ReturnType<typeof startProduct>>} product
 * @param {() => number} random
 * @param {boolean} isInReply
 */
async function takeOff(product, random, isInReply) {
	const conversationId = crypto.randomUUID();
	const { headers } = createChatClient(product);
	const caller = createCaller({
		url: product.url,
		conversationId,
		headers: { 'x-api-key': headers['x-api-key'] }
	});
	await caller.start();
	const pick = () => WORDS[Math.floor(random() * WORDS.length)] ?? '';
	const words = ['What', 'is', ...Array.from({ length: 4 }, pick)].join(' ');
	const samples = encodeTones(`${words}?`, MIC_SAMPLE_RATE);
	const microphone = speakInTime(caller, samples);
	const waitMs = random() * (isInReply ? ANSWERING_MS : SPEAKING_MS);
	const begun = isInReply ? caller.next('response.started') : Promise.resolve(undefined);
	const ripe = begun.then(() => new Promise((resolve) => setTimeout(resolve, waitMs)));
	return { conversationId, caller, words, microphone, ripe, playedMs: new Map() };
}

/**
 * A microphone: the words, then silence, frame after frame at the pace of time, whether anybody is there or not.
 * @param {ReturnType<typeof createCaller>} caller
 * @param {Int16Array} samples
 */
function speakInTime(caller, samples) {
	const frame = (MIC_SAMPLE_RATE * FRAME_MS) / 1_000;
	const since = performance.now();
	let sent = 0;
	const timer = setInterval(() => {
		for (; sent * FRAME_MS < performance.now() - since; sent++) {
			const piece = new Int16Array(frame);
			piece.set(samples.subarray(sent * frame, (sent + 1) * frame));
			caller.speak(piece);
		}
	}, FRAME_MS / 4);
	return { stop: () => clearInterval(timer) };
}

/** @param {{caller: ReturnType<typeof createCaller>}} flight @param {number} at */
function playedBy({ caller }, at) {
	const responses = caller.events.flatMap((event) =>
		event.type === 'response.started' ? [event.responseId] : []
	);
	return new Map(responses.map((id) => [id, caller.ledger(id)?.playedMs(at) ?? Infinity]));
}

/**
 * Comes back, and holds what is there against what was said and heard.
 * @param {Awaited<ReturnType<typeof startProduct>>} product
 * @param {Flight} flight
 * @param {Record<string, number>} tally
 * @param {number[]} backMs
 */
async function land(product, { conversationId, caller, words, microphone, playedMs }, tally, backMs) {
	const add = (/** @type {string} */ name, /** @type {number} */ count) =>
		(tally[name] = (tally[name] ?? 0) + count);
	const acked = Math.max(
		-1,
		...caller.events.flatMap((event) => (event.type === 'audio.ack' ? [event.seq] : []))
	);
	const heardBefore = heardPieces(caller.events, playedMs);
	const before = caller.counts().replayed;
	const since = performance.now();
	try {
		const { nextMicSeq } = await caller.resume();
		backMs.push(performance.now() - since);
		add('lostFrames', Math.max(0, acked + 1 - nextMicSeq));
		add('sentAgain', caller.counts().replayed - before);
		await caller.next('turn.final', () => true, 0);
		for (const id of startedIn(caller.events)) await ended(caller, id);
	} catch (cause) {
		console.error(cause);
		add('notResumed', 1);
	}
	microphone.stop();
	add('openResponses', startedIn(caller.events).filter((id) => !hasEnded(caller.events, id)).length);
	caller.hangUp();
	const messages = await readHistory(product, conversationId);
	const said = messages.flatMap(({ role, text }) => (role === 'user' ? wordsOf(text) : []));
	const wanted = wordsOf(words);
	add('lostWords', missing(wanted, said));
	add('doubledWords', missing(said, wanted));
	for (const { messageId, text, charsFrom } of heardBefore) {
		const kept = messages.find(({ id }) => id === messageId)?.text ?? '';
		if (kept.slice(charsFrom, charsFrom + text.length).trimEnd() !== text.trimEnd())
			add('lostHeardWords', wordsOf(text).length);
	}
}

/** @param {readonly CallEvent[]} events */
const startedIn = (events) =>
	events.flatMap((event) => (event.type === 'response.started' ? [event.responseId] : []));

/** @param {readonly CallEvent[]} events @param {number} id */
const hasEnded = (events, id) =>
	events.some(
		(event) =>
			(event.type === 'response.done' || event.type === 'response.cancelled') && event.responseId === id
	);

/** @param {ReturnType<typeof createCaller>} caller @param {number} id */
async function ended(caller, id) {
	const isIt = (/** @type {{responseId: number}} */ event) => event.responseId === id;
	if (hasEnded(caller.events, id)) return;
	await Promise.race([caller.next('response.done', isIt), caller.next('response.cancelled', isIt)]);
}

/**
 * The pieces of answers that had been played to their end.
 * @param {readonly CallEvent[]} events
 * @param {Map<number, number>} playedMs
 */
function heardPieces(events, playedMs) {
	const messages = new Map(
		events.flatMap((event) =>
			event.type === 'response.started' ? [[event.responseId, event.messageId]] : []
		)
	);
	const pieces = events.flatMap((event) => (event.type === 'response.text.delta' ? [event] : []));
	return pieces.flatMap((piece, at) => {
		const next = pieces.slice(at + 1).find(({ responseId }) => responseId === piece.responseId);
		const isHeard = next !== undefined && next.audioFromMs <= (playedMs.get(piece.responseId) ?? 0);
		return isHeard ? [{ ...piece, messageId: messages.get(piece.responseId) }] : [];
	});
}

/** @param {string} text */
const wordsOf = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** How many of `wanted` are not among `there`. @param {readonly string[]} wanted @param {readonly string[]} there */
function missing(wanted, there) {
	const left = [...there];
	return wanted.filter((word) => {
		const at = left.indexOf(word);
		if (at !== -1) left.splice(at, 1);
		return at === -1;
	}).length;
}

/**
 * @param {Awaited<ReturnType<typeof startProduct>>} product
 * @param {string} conversationId
 * @returns {Promise<{id: string, role: string, text: string}[]>}
 */
async function readHistory(product, conversationId) {
	const messages = await readMessages(product, conversationId);
	return messages.map(({ id, role, parts }) => ({
		id,
		role,
		text: parts.map(({ type, text = '' }) => (type === 'text' ? text : '')).join('')
	}));
}

const round = (/** @type {number} */ ms) => Math.round(ms);
