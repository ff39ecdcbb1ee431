// Does what was just deployed work? Its own address is asked, not the school's: what visitors get at the school's may be older for a
// while. A new address takes some seconds to answer everywhere, so the first checks are patient; an answer that is wrong ends them.
import { randomUUID } from 'node:crypto';
import { Problem } from '../start/problem.mjs';

const TIMEOUT_MS = 30_000;
const PAUSE_MS = 1_000;
const QUESTION = 'How long is a lesson?';

/** @param {{url: string, key?: string | undefined, patienceMs: number, say: (line: string) => void}} order Throws Problem. */
export async function checkDeployment({ url, key, patienceMs, say }) {
	const until = Date.now() + patienceMs;
	await patiently(until, () => checkHealth(url));
	say('every store answers');
	await patiently(until, () => checkPage(url));
	say('the first page is there');
	if (!key) return say('no question asked: SEGUE_KEY is not set');
	await checkAnswer(url, key);
	say('a question is answered');
}

async function patiently(until, check) {
	for (;;) {
		const problem = await check();
		if (problem === undefined) return;
		if (Date.now() >= until) throw new Problem(`The new deployment does not work: ${problem}.`);
		await new Promise((done) => setTimeout(done, PAUSE_MS));
	}
}

/** @returns {Promise<Response | string>} why not, when nobody answers */
async function ask(url, path, init = {}) {
	try {
		const signal = AbortSignal.timeout(TIMEOUT_MS);
		return await fetch(new URL(path, url), { ...init, signal, redirect: 'manual' });
	} catch {
		return `${new URL(path, url)} does not answer`;
	}
}

async function checkHealth(url) {
	const response = await ask(url, '/api/health');
	if (typeof response === 'string') return response;
	const report = await response.json().catch(() => undefined);
	if (response.ok && report?.status === 'ok') return undefined;
	const down = Object.entries(report?.stores ?? {})
		.filter(([, store]) => store.status !== 'ok')
		.map(([name]) => name);
	return down.length > 0
		? `its health says that ${down.join(', ')} cannot be reached`
		: `its health answers ${response.status}`;
}

async function checkPage(url) {
	const response = await ask(url, '/', { headers: { accept: 'text/html' } });
	if (typeof response === 'string') return response;
	const text = await response.text();
	return response.status === 200 && text.includes('id="content"')
		? undefined
		: `its first page answers ${response.status} with something else`;
}

async function checkAnswer(url, key) {
	const conversationId = randomUUID();
	const headers = { 'x-api-key': key, 'content-type': 'application/json' };
	const response = await ask(url, '/api/chat', {
		method: 'POST',
		headers,
		body: JSON.stringify({ conversationId, clientMessageId: 'smoke', message: QUESTION })
	});
	if (typeof response === 'string') throw new Problem(`The new deployment does not work: ${response}.`);
	const stream = await response.text();
	await ask(url, `/api/chat/sessions/${conversationId}`, { method: 'DELETE', headers });
	if (response.status === 401 || response.status === 403)
		throw new Problem('SEGUE_KEY is no key of this environment that may ask questions.');
	if (!response.ok || !/"type":"finish"/.test(stream) || /"type":"error"/.test(stream))
		throw new Problem(
			`The new deployment does not work: a question is answered with ${response.status} and ${JSON.stringify(stream.slice(-200))}.`
		);
}
