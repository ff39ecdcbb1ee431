// What ten sign-ins at once do to a stream that runs meanwhile: the worst gap between two of its tokens, with and without them, in
// turn. The scripted model paces the stream, so that every longer gap is somebody's doing. Each round signs ten accounts in, with the
// right password, in the middle of one of its two streams.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createChatClient } from './chat-client.mjs';
import { startScriptedProduct } from './scripted-product.mjs';
import { readEvents } from './sse.mjs';
import { median, quantile, round } from './statistics.mjs';

const PORT = 18792;
const AT_ONCE = 10;
const DELTAS = 300;
const MS_PER_DELTA = 10;
/** By then the stream runs at its pace. */
const SIGN_IN_AT_DELTA = 40;
const PASSWORD = 'violet harbour nine';

/** @param {{rounds?: number}} options */
export async function benchLogins({ rounds = 20 } = {}) {
	const state = await mkdtemp(path.join(tmpdir(), 'segue-bench-'));
	const product = await startScriptedProduct({
		port: PORT,
		state,
		deltas: DELTAS,
		msPerDelta: MS_PER_DELTA,
		settings: { AUTH_REQUESTS_PER_MINUTE: '10000' }
	});
	try {
		const { headers } = createChatClient(product);
		const emails = Array.from({ length: AT_ONCE }, (_, i) => `person-${i}@example.com`);
		for (const email of emails) await sendForm(product.url, '/sign-up', { email, password: PASSWORD });
		const signInAll = () =>
			Promise.all(emails.map((email) => sendForm(product.url, '/sign-in', { email, password: PASSWORD })));
		const gapOf = (/** @type {() => void} */ meanwhile) => worstGap(product.url, headers, meanwhile);
		await signInAll();
		await gapOf(() => {});

		/** @type {{quietMs: number, busyMs: number}[]} */
		const pairs = [];
		/** @type {number[]} */
		const signInMs = [];
		const busyGap = async () => {
			/** @type {Promise<unknown> | undefined} */
			let signIns;
			const gap = await gapOf(() => {
				const since = performance.now();
				signIns = signInAll().then(() => signInMs.push(performance.now() - since));
			});
			await signIns;
			return gap;
		};
		for (let i = 0; i < rounds; i++) {
			// In turn who goes first: what drifts while the bench runs meets both.
			if (i % 2 === 0) {
				const quietMs = await gapOf(() => {});
				pairs.push({ quietMs, busyMs: await busyGap() });
			} else {
				const busyMs = await busyGap();
				pairs.push({ busyMs, quietMs: await gapOf(() => {}) });
			}
		}
		const differences = pairs.map(({ quietMs, busyMs }) => busyMs - quietMs);
		return {
			rounds,
			msPerDelta: MS_PER_DELTA,
			deltas: DELTAS,
			worstGapMs: {
				quiet: describe(pairs.map(({ quietMs }) => quietMs)),
				withSignIns: describe(pairs.map(({ busyMs }) => busyMs))
			},
			addedMs: describe(differences),
			tenSignInsMs: describe(signInMs)
		};
	} finally {
		await product.stop();
		await rm(state, { recursive: true, force: true });
	}
}

/** @param {number[]} values */
const describe = (values) => ({
	p50: round(median(values)),
	p95: round(quantile(values, 0.95)),
	max: round(Math.max(...values))
});

/**
 * Runs one whole answer and gives the longest time between two of its deltas, from the one on at which `meanwhile` is called.
 * @param {string} url @param {Record<string, string>} headers @param {() => void} meanwhile
 */
async function worstGap(url, headers, meanwhile) {
	const response = await fetch(`${url}/api/chat`, {
		method: 'POST',
		headers,
		body: JSON.stringify({
			conversationId: crypto.randomUUID(),
			clientMessageId: crypto.randomUUID(),
			message: 'Say the script.'
		})
	});
	if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
	let count = 0;
	let last = NaN;
	let worst = 0;
	for await (const { data, at } of readEvents(response)) {
		if (data === '[DONE]' || JSON.parse(data).type !== 'text-delta') continue;
		count++;
		if (count === SIGN_IN_AT_DELTA) meanwhile();
		else if (count > SIGN_IN_AT_DELTA) worst = Math.max(worst, at - last);
		last = at;
	}
	// The citation weaver may hand the last words on in two.
	if (count < DELTAS) throw new Error(`${count} deltas of ${DELTAS} came.`);
	return worst;
}

/** Sends a form as a page of ours does; its answer must be the redirect of a success. */
async function sendForm(url, address, fields) {
	const response = await fetch(`${url}${address}`, {
		method: 'POST',
		redirect: 'manual',
		headers: { origin: url, accept: 'text/html' },
		body: new URLSearchParams(fields)
	});
	await response.arrayBuffer();
	if (response.status !== 303) throw new Error(`${address} answered ${response.status}`);
}
