// A caller of POST /api/chat with the administrator's key, measuring on the client's side.
import { readEvents } from './sse.mjs';

/** @param {{url: string, key: string}} product */
export function createChatClient({ url, key }) {
	const headers = { 'content-type': 'application/json', 'x-api-key': key };
	return {
		headers,
		/**
		 * Sends one message in a new conversation and reads the answer to its end.
		 * @param {string} message
		 * @returns {Promise<{firstDeltaMs: number, totalMs: number, deltas: string[]}>}
		 */
		async ask(message) {
			const body = JSON.stringify({
				conversationId: crypto.randomUUID(),
				clientMessageId: crypto.randomUUID(),
				message
			});
			return timeStream(() => fetch(`${url}/api/chat`, { method: 'POST', headers, body }));
		},
		/** @param {{name: string, text: string}} document */
		async addDocument({ name, text }) {
			const response = await fetch(`${url}/api/knowledge/documents`, {
				method: 'POST',
				headers,
				body: JSON.stringify({ name, mediaType: 'text/markdown', text })
			});
			if (!response.ok) throw new Error(`${name}: ${response.status} ${await response.text()}`);
			return /** @type {{chunks: number}} */ (await response.json());
		}
	};
}

/**
 * The newest hundred messages. Empty when there is no such conversation: nothing was accepted.
 * @param {{url: string, key: string}} product
 * @param {string} conversationId
 * @returns {Promise<{id: string, role: string, parts: {type: string, text?: string}[], metadata: {clientMessageId?: string}}[]>}
 */
export async function readMessages(product, conversationId) {
	const { headers } = createChatClient(product);
	const url = `${product.url}/api/chat/sessions/${conversationId}/messages?limit=100`;
	const page = await fetch(url, { headers });
	if (page.status === 404) return [];
	if (!page.ok) throw new Error(`reading the history: ${page.status} ${await page.text()}`);
	const { messages } = await page.json();
	return messages;
}

/**
 * From the request to the first text and to the end. Frames are the product's `text-delta` parts, or an upstream's chat chunks
 * with content: the bare relay passes either.
 * @param {() => Promise<Response>} request
 */
export async function timeStream(request) {
	const start = performance.now();
	const response = await request();
	if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
	let firstDeltaMs = NaN;
	const deltas = [];
	for await (const { data, at } of readEvents(response)) {
		if (data === '[DONE]') continue;
		const part = JSON.parse(data);
		if (part.type === 'error') throw new Error(data);
		const text = part.type === 'text-delta' ? part.delta : part.choices?.[0]?.delta?.content;
		if (!text) continue;
		if (deltas.length === 0) firstDeltaMs = at - start;
		deltas.push(text);
	}
	return { firstDeltaMs, totalMs: performance.now() - start, deltas };
}
