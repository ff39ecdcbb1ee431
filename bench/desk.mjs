// The whole desk: so many agents who each watch every one of many live conversations for a minute, each over a socket of its own, while a
// model with a known pace answers in all of them. Every socket's sequence is checked: an event that is missing, comes twice or out of order
// is a violation, and so is a socket that ends behind the log.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createChatClient } from './chat-client.mjs';
import { startScriptedProduct } from './scripted-product.mjs';
import { readEvents } from './sse.mjs';
import { median, quantile, round } from './statistics.mjs';

const PORT = 18799;
const AGENTS = 50;
const CONVERSATIONS = 200;
/** Agents of one process: a client's own limits must not be what is measured. */
const AGENTS_A_PROCESS = 10;
const LIVE_MS = 60_000;
/** A word a second in each conversation: slower than people read, but in two hundred at once. */
const PACE = { deltas: 15, msPerDelta: 1_000 };
/** Between an answer and the next question. */
const PAUSE_MS = 2_000;
const BEGUN_AT_ONCE = 8;
/** By then everything that was written must have reached everybody. */
const QUIET_WITHIN_MS = 120_000;

/** @typedef {{sockets: number, closed: number, events: number, wrong: number, positions: Record<string, [number, number]>}} Counts */

/** @param {{rounds?: number}} options `rounds`: conversations, for a smaller try */
export async function benchDesk({ rounds = CONVERSATIONS } = {}) {
	const state = await mkdtemp(path.join(tmpdir(), 'segue-desk-'));
	const product = await startScriptedProduct({ port: PORT, state, ...PACE });
	/** @type {Watching[]} */
	const watching = [];
	try {
		const { headers } = createChatClient(product);
		const ids = Array.from({ length: rounds }, () => crypto.randomUUID());
		/** The last position that whoever asked has seen, by conversation. @type {Map<string, number>} */
		const asked = new Map();
		/** @type {number[]} */
		const tookMs = [];
		const ask = async (/** @type {string} */ conversationId) => {
			const since = performance.now();
			const body = JSON.stringify({ conversationId, message: 'Say the script.' });
			const response = await fetch(`${product.url}/api/chat`, { method: 'POST', headers, body });
			if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
			for await (const { seq } of readEvents(response)) if (seq) asked.set(conversationId, seq);
			tookMs.push(performance.now() - since);
		};
		const begin = [...ids].values();
		await Promise.all(
			Array.from({ length: BEGUN_AT_ONCE }, async () => {
				for (const id of begin) await openOnly(product.url, headers, id);
			})
		);
		const openedAt = performance.now();
		for (let at = 0; at < AGENTS / AGENTS_A_PROCESS; at++)
			watching.push(await startWatching(product.url, product.key, AGENTS_A_PROCESS, ids));
		const openMs = performance.now() - openedAt;

		const end = performance.now() + LIVE_MS;
		await Promise.all(
			ids.map(async (id, at) => {
				await pause((at / ids.length) * (PACE.deltas * PACE.msPerDelta));
				while (performance.now() < end) {
					await ask(id);
					await pause(PAUSE_MS);
				}
			})
		);
		const endedAt = performance.now();
		const { counts, behind } = await settle(watching, asked);
		const sum = (/** @type {'sockets' | 'closed' | 'events' | 'wrong'} */ of) =>
			counts.reduce((total, one) => total + one[of], 0);
		return {
			...{ agents: AGENTS, conversations: ids.length, sockets: sum('sockets'), liveMs: LIVE_MS, ...PACE },
			...{ answers: tookMs.length, eventsDelivered: sum('events') },
			answerMs: { p50: round(median(tookMs)), p95: round(quantile(tookMs, 0.95)) },
			...{ socketsOpenedMs: round(openMs), quietAfterMs: round(performance.now() - endedAt) },
			...{ lostOrOutOfOrder: sum('wrong'), closed: sum('closed'), behind },
			violations: sum('wrong') + sum('closed') + behind
		};
	} finally {
		for (const one of watching) one.stop();
		await product.stop();
		await rm(state, { recursive: true, force: true });
	}
}

const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A first message, whose answer is stopped: then there is something to watch. @param {string} url @param {Record<string, string>} headers @param {string} conversationId */
async function openOnly(url, headers, conversationId) {
	const body = JSON.stringify({ conversationId, message: 'Begin.' });
	const response = await fetch(`${url}/api/chat`, { method: 'POST', headers, body });
	if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
	await response.body?.cancel();
	await fetch(`${url}/api/chat/${conversationId}/stop`, { method: 'POST', headers, body: '{}' });
}

/** Until every socket is at its conversation's end. @param {Watching[]} watching @param {Map<string, number>} asked */
async function settle(watching, asked) {
	const until = performance.now() + QUIET_WITHIN_MS;
	for (;;) {
		const counts = await Promise.all(watching.map((one) => one.counts()));
		let behind = 0;
		for (const [id, seen] of asked) {
			const spans = counts.flatMap(({ positions }) => (positions[id] ? [positions[id]] : []));
			const newest = Math.max(seen, ...spans.map(([, high]) => high));
			behind += spans.filter(([low]) => low < newest).length;
		}
		if (behind === 0 || performance.now() > until) return { counts, behind };
		await pause(250);
	}
}

/** @typedef {{counts: () => Promise<Counts>, stop: () => void}} Watching */

/** @param {string} url @param {string} key @param {number} agents @param {string[]} ids @returns {Promise<Watching>} */
async function startWatching(url, key, agents, ids) {
	const child = spawn(
		process.execPath,
		[path.join(import.meta.dirname, 'desk-watchers.mjs'), url, key, String(agents)],
		{ stdio: ['pipe', 'pipe', 'inherit'] }
	);
	child.stdin.write(`${ids.join('\n')}\n\n`);
	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	if ((await lines.next()).value !== 'ready') throw new Error('the watchers did not all get in');
	return {
		counts: async () => {
			child.stdin.write('counts\n');
			return JSON.parse((await lines.next()).value);
		},
		stop: () => child.kill()
	};
}
