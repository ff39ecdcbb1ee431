// What watching costs the one who writes: whole answers in a conversation that one socket watches, and in one that fifty watch, in turn.
// The watchers live in a process of their own, and every one must have got every event in order.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createChatClient, timeStream } from './chat-client.mjs';
import { startScriptedProduct } from './scripted-product.mjs';
import { median, quantile, round } from './statistics.mjs';

const PORT = 18793;
const WATCHERS = 50;
const PACES = [
	{ msPerDelta: 0, deltas: 600 },
	{ msPerDelta: 5, deltas: 200 }
];

/** @param {{rounds?: number}} options */
export async function benchLive({ rounds = 20 } = {}) {
	const paces = [];
	for (const pace of PACES) paces.push(await withPace({ ...pace, rounds }));
	return { watchers: WATCHERS, paces };
}

/** @param {{msPerDelta: number, deltas: number, rounds: number}} options */
async function withPace({ msPerDelta, deltas, rounds }) {
	const state = await mkdtemp(path.join(tmpdir(), 'segue-live-'));
	const product = await startScriptedProduct({ port: PORT, state, deltas, msPerDelta });
	const stands = [];
	try {
		const { headers } = createChatClient(product);
		for (const watchers of [1, WATCHERS]) {
			const conversationId = crypto.randomUUID();
			const ask = () =>
				timeStream(() =>
					fetch(`${product.url}/api/chat`, {
						method: 'POST',
						headers,
						body: JSON.stringify({ conversationId, message: 'Say the script.' })
					})
				);
			await ask();
			const address = `${product.url.replace('http', 'ws')}/api/chat/${conversationId}/live`;
			stands.push({ ask, watching: await startWatchers(address, product.key, watchers) });
		}
		const [one, fifty] = /** @type {[typeof stands[0], typeof stands[0]]} */ (stands);
		/** @type {[number, number][]} */
		const pairs = [];
		for (let at = 0; at <= rounds; at++) {
			/** @type {[number, number]} */
			const pair = [(await one.ask()).totalMs, (await fifty.ask()).totalMs];
			if (at > 0) pairs.push(pair);
		}
		const counts = await fifty.watching.counts();
		return {
			msPerDelta,
			deltas,
			rounds,
			answerMs: {
				oneWatcher: round(median(pairs.map(([a]) => a))),
				fiftyWatchers: round(median(pairs.map(([, b]) => b)))
			},
			ratio: round(median(pairs.map(([a, b]) => b / a))),
			p95Ratio: round(
				quantile(
					pairs.map(([, b]) => b),
					0.95
				) /
					quantile(
						pairs.map(([a]) => a),
						0.95
					)
			),
			...counts
		};
	} finally {
		for (const { watching } of stands) watching.stop();
		await product.stop();
		await rm(state, { recursive: true, force: true });
	}
}

/** @param {string} url @param {string} key @param {number} count */
async function startWatchers(url, key, count) {
	const child = spawn(
		process.execPath,
		[path.join(import.meta.dirname, 'live-watchers.mjs'), url, key, String(count)],
		{ stdio: ['pipe', 'pipe', 'inherit'] }
	);
	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	const first = await lines.next();
	if (first.value !== 'ready') throw new Error('the watchers did not all get in');
	return {
		/** @returns {Promise<{slowest: number, outOfOrder: number}>} */
		counts: async () => {
			child.stdin.write('counts\n');
			return JSON.parse((await lines.next()).value);
		},
		stop: () => child.kill()
	};
}
