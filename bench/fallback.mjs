// What a primary model that hangs costs once its breaker is open: POST to first text delta of a school whose primary model never says a
// word, against a school that has the embedded model alone, the two asked in turn.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createChatClient } from './chat-client.mjs';
import { startProduct, UNLIMITED } from './product.mjs';
import { median, quantile, round } from './statistics.mjs';

const DEGRADED_PORT = 18794;
const PLAIN_PORT = 18795;
const FAILURES = 3;
const QUESTIONS = [
	'What does hiring a cello cost?',
	'When does the autumn term begin?',
	'How do I cancel a lesson?',
	'Do you teach the harp?'
];

/** @param {{rounds?: number}} options */
export async function benchFallback({ rounds = 60 } = {}) {
	const state = await mkdtemp(path.join(tmpdir(), 'segue-bench-'));
	const silent = await startSilentModel();
	const [degraded, plain] = await Promise.all([
		startProduct({
			port: DEGRADED_PORT,
			state: path.join(state, 'degraded'),
			settings: {
				...{ ...UNLIMITED, SEGUE_DEMO: 'on' },
				...{ ANSWER_PROVIDER: 'openai-compatible', OPENAI_BASE_URL: silent.url, OPENAI_MODEL: 'silent' },
				...{ MODEL_CONNECT_SECONDS: '1', MODEL_FIRST_TOKEN_SECONDS: '1' },
				...{ MODEL_FAILURE_THRESHOLD: String(FAILURES), MODEL_RECOVERY_SECONDS: '600' }
			}
		}),
		startProduct({
			port: PLAIN_PORT,
			state: path.join(state, 'plain'),
			settings: { ...UNLIMITED, SEGUE_DEMO: 'on' }
		})
	]);
	try {
		const [withPrimary, without] = [createChatClient(degraded), createChatClient(plain)];
		for (let failure = 0; failure < FAILURES; failure++) await withPrimary.ask(QUESTIONS[0] ?? '');
		const asked = silent.asked();
		for (const question of QUESTIONS) await Promise.all([withPrimary.ask(question), without.ask(question)]);
		const ours = [];
		const theirs = [];
		for (let count = 0; count < rounds; count++) {
			const question = QUESTIONS[count % QUESTIONS.length] ?? '';
			ours.push((await withPrimary.ask(question)).firstDeltaMs);
			theirs.push((await without.ask(question)).firstDeltaMs);
		}
		return {
			rounds,
			askedOfTheSilentOne: { beforeOpen: asked, afterwards: silent.asked() - asked },
			firstDeltaMs: {
				degraded: { p50: round(median(ours)), p95: round(quantile(ours, 0.95)) },
				embedded: { p50: round(median(theirs)), p95: round(quantile(theirs, 0.95)) }
			},
			p95DifferenceMs: round(quantile(ours, 0.95) - quantile(theirs, 0.95))
		};
	} finally {
		await Promise.all([degraded.stop(), plain.stop()]);
		await silent.close();
		await rm(state, { recursive: true, force: true });
	}
}

/** Takes every question, and never says a word. */
async function startSilentModel() {
	let asked = 0;
	const server = createServer((request) => {
		asked++;
		request.resume();
	});
	await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
	const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
	return {
		url: `http://127.0.0.1:${port}/v1`,
		asked: () => asked,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		}
	};
}
