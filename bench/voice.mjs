// A call from end to end, on the running product with providers that take no time of their own (tones for speech, a model that answers at
// once): in headless Chromium with a file as its microphone, and with many callers of the protocol in node.
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { createChatClient } from './chat-client.mjs';
import { startProduct, UNLIMITED } from './product.mjs';
import { median, quantile, round } from './statistics.mjs';
import { startAnsweringModel } from './voice/answering-model.mjs';
import { measureInterruptions, measureKills, measureVoiceToVoice } from './voice/measure-browser.ts';
import { measureCallers } from './voice/measure-callers.mjs';

const PORT = Number(process.env.VOICE_PORT ?? 18798);
const CALLERS = Number(process.env.VOICE_CALLERS ?? 50);
const FOR_MS = 60_000;

/** @param {{rounds?: number}} options `rounds`: turns, interruptions and kills, each */
export async function benchVoice({ rounds = 20 } = {}) {
	const state = await mkdtemp(path.join(tmpdir(), 'segue-voice-'));
	const model = await startAnsweringModel();
	const product = await startProduct({
		port: PORT,
		state: path.join(state, 'product'),
		settings: {
			...UNLIMITED,
			ANSWER_PROVIDER: 'openai-compatible',
			OPENAI_BASE_URL: model.url,
			OPENAI_MODEL: 'scripted',
			VOICE_TRANSCRIBERS: 'scripted',
			VOICE_SPEAKERS: 'scripted'
		}
	});
	const options = { url: product.url, folder: state };
	const wanted = (process.env.VOICE_PARTS ?? 'v2v,interruptions,kills,callers').split(',');
	/** @type {Record<string, unknown>} */
	const results = {};
	const measure = async (/** @type {string} */ name, /** @type {() => Promise<object>} */ work) => {
		if (!wanted.includes(name)) return;
		results[name] = { ...(await work()), load: loadavg()[0] };
		console.error(`${name}: ${JSON.stringify(results[name])}`);
	};
	try {
		await measure('v2v', async () => ({
			...(await measureVoiceToVoice(options, rounds)),
			// What a typed question takes on the same machine in the same minute: the rest is the call's.
			typedFirstDeltaMs: await measureTyped(product, rounds)
		}));
		await measure('interruptions', () => measureInterruptions(options, rounds));
		await measure('kills', () => measureKills(options, rounds));
		await measure('callers', () =>
			measureCallers({ url: product.url, key: product.key, callers: CALLERS, forMs: FOR_MS })
		);
		return { rounds, ...results };
	} finally {
		await product.stop();
		await model.close();
		await rm(state, { recursive: true, force: true });
	}
}

/** @param {{url: string, key: string}} product @param {number} turns */
async function measureTyped(product, turns) {
	const client = createChatClient(product);
	const firstDeltaMs = [];
	for (let i = 0; i < turns; i++) firstDeltaMs.push((await client.ask(`when is lesson ${i}`)).firstDeltaMs);
	return { p50: round(median(firstDeltaMs)), p95: round(quantile(firstDeltaMs, 0.95)) };
}
