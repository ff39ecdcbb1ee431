// From the click on "take over" to the model's silence, as a reader of the answer sees it: the last word that came after the click. The model
// says a word every 5 ms. A word whose position in the log is behind that of the claim is a violation, however soon it came.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createChatClient } from './chat-client.mjs';
import { startScriptedProduct } from './scripted-product.mjs';
import { readEvents } from './sse.mjs';
import { median, quantile, round } from './statistics.mjs';

const PORT = 18797;
const DELTAS = 400;
const MS_PER_DELTA = 5;
/** By then the stream runs at its pace. */
const CLAIM_AT_DELTA = 60;

/** @param {{rounds?: number}} options */
export async function benchTakeover({ rounds = 60 } = {}) {
	const state = await mkdtemp(path.join(tmpdir(), 'segue-takeover-'));
	const product = await startScriptedProduct({
		...{ port: PORT, state, deltas: DELTAS, msPerDelta: MS_PER_DELTA }
	});
	try {
		const { headers } = createChatClient(product);
		await takeOver(product.url, headers);
		const all = [];
		for (let at = 0; at < rounds; at++) all.push(await takeOver(product.url, headers));
		const silence = all.map(({ silenceMs }) => silenceMs);
		const answer = all.map(({ answerMs }) => answerMs);
		return {
			rounds,
			msPerDelta: MS_PER_DELTA,
			silenceMs: { p50: round(median(silence)), p95: round(quantile(silence, 0.95)) },
			claimAnsweredMs: { p50: round(median(answer)), p95: round(quantile(answer, 0.95)) },
			violations: all.reduce((sum, { behind }) => sum + behind, 0)
		};
	} finally {
		await product.stop();
		await rm(state, { recursive: true, force: true });
	}
}

/** @param {string} url @param {Record<string, string>} headers */
async function takeOver(url, headers) {
	const conversationId = crypto.randomUUID();
	const body = JSON.stringify({ conversationId, message: 'Say the script.' });
	const response = await fetch(`${url}/api/chat`, { method: 'POST', headers, body });
	if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
	let clickedAt = NaN;
	let answerMs = NaN;
	/** @type {Promise<number> | undefined} */
	let claim;
	let lastAt = NaN;
	/** @type {number[]} */
	const positions = [];
	for await (const { data, at, seq } of readEvents(response)) {
		if (data === '[DONE]' || JSON.parse(data).type !== 'text-delta') continue;
		positions.push(seq ?? 0);
		lastAt = at;
		if (positions.length !== CLAIM_AT_DELTA) continue;
		clickedAt = performance.now();
		claim = fetch(`${url}/api/chat/${conversationId}/claim`, { method: 'POST', headers, body: '{}' }).then(
			async (answered) => {
				answerMs = performance.now() - clickedAt;
				if (!answered.ok) throw new Error(`${answered.status} ${await answered.text()}`);
				return /** @type {number} */ ((await answered.json()).position);
			}
		);
	}
	const position = (await claim) ?? 0;
	if (positions.length === DELTAS) throw new Error('the answer was not taken over');
	return {
		silenceMs: Math.max(0, lastAt - clickedAt),
		answerMs,
		behind: positions.filter((at) => at > position).length
	};
}
