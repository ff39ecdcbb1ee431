// A thousand tickets, each submitted five times at the same moment, over HTTP against the product: how many there are then (a thousand,
// or it is a violation), and how long one submission took.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createChatClient } from './chat-client.mjs';
import { startProduct, UNLIMITED } from './product.mjs';
import { quantile, round } from './statistics.mjs';

const PORT = 18794;
const TIMES = 5;
/** Tickets whose five submissions are under way at once. */
const AT_ONCE = 8;

/** @param {{rounds?: number}} options */
export async function benchTickets({ rounds = 1000 } = {}) {
	const state = await mkdtemp(path.join(tmpdir(), 'segue-bench-'));
	const product = await startProduct({ port: PORT, state, settings: UNLIMITED });
	try {
		const { headers } = createChatClient(product);
		/** @type {number[]} */
		const tookMs = [];
		let differing = 0;
		const keys = Array.from({ length: rounds }, () => crypto.randomUUID()).values();
		const submit = async (/** @type {string} */ clientKey) => {
			const since = performance.now();
			const response = await fetch(`${product.url}/api/tickets`, {
				method: 'POST',
				headers,
				body: JSON.stringify({ clientKey, subject: `Bench ${clientKey}`, description: 'Five times at once.' })
			});
			tookMs.push(performance.now() - since);
			if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
			return /** @type {{ticket: {number: number}}} */ (await response.json()).ticket.number;
		};
		const work = async () => {
			for (const key of keys) {
				const numbers = await Promise.all(Array.from({ length: TIMES }, () => submit(key)));
				if (new Set(numbers).size !== 1) differing++;
			}
		};
		await Promise.all(Array.from({ length: AT_ONCE }, work));
		const tickets = await countTickets(product.url, headers);
		return {
			...{ submissions: rounds * TIMES, tickets, differing },
			...{ p50Ms: round(quantile(tookMs, 0.5)), p95Ms: round(quantile(tookMs, 0.95)) },
			violations: Math.abs(tickets - rounds) + differing
		};
	} finally {
		await product.stop();
		await rm(state, { recursive: true, force: true });
	}
}

/** @param {string} url @param {Record<string, string>} headers */
async function countTickets(url, headers) {
	const numbers = new Set();
	let cursor = '';
	do {
		const response = await fetch(`${url}/api/tickets?limit=100${cursor === '' ? '' : `&cursor=${cursor}`}`, {
			headers
		});
		const page = /** @type {{tickets: {number: number}[], nextCursor: string | null}} */ (
			await response.json()
		);
		for (const { number } of page.tickets) numbers.add(number);
		cursor = page.nextCursor ?? '';
	} while (cursor !== '');
	return numbers.size;
}
