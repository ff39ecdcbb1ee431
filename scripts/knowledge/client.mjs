// Speaks to a running Segue: the knowledge endpoints, with the administrator's key. Every failure is a Problem in one sentence.
import { Problem } from '../start/problem.mjs';

const TRIES = 5;
const LOOK_MS = 500;

/**
 * @typedef {{name: string, mediaType: string, bytes: Uint8Array, tags?: string[], audience?: string}} Source
 * @typedef {{documentId: string, revision: string, status: 'created' | 'revised' | 'unchanged', chunks: number}} Added
 * @typedef {{id: string, name: string, title?: string, tags?: string[], audience?: string}} Listed
 */

/**
 * @param {{url: string, key: string, fetch?: typeof globalThis.fetch, wait?: (ms: number) => Promise<unknown>}} options
 */
export function createClient({
	url,
	key,
	fetch = globalThis.fetch,
	wait = (ms) => new Promise((done) => setTimeout(done, ms))
}) {
	/** @param {string} method @param {string} path @param {FormData | Uint8Array} [body] @returns {Promise<any>} */
	async function call(method, path, body) {
		for (let tried = 1; ; tried++) {
			const response = await send(method, path, body);
			// Asked to come back later: that is a promise that it will work.
			if (response.status === 429 && tried < TRIES) {
				await response.arrayBuffer();
				await wait(1000 * Math.min(60, Number(response.headers.get('retry-after')) || 1));
				continue;
			}
			const text = await response.text();
			const answer = parse(text);
			if (response.ok && (answer !== undefined || text === '')) return answer;
			throw refusal(response.status, answer, url);
		}
	}

	async function send(method, path, body) {
		try {
			return await fetch(new URL(path, url), {
				method,
				headers: {
					'x-api-key': key,
					accept: 'application/json',
					...(body instanceof Uint8Array ? { 'content-type': 'application/octet-stream' } : {})
				},
				...(body === undefined ? {} : { body })
			});
		} catch (thrown) {
			const why =
				thrown instanceof Error && thrown.cause instanceof Error ? ` (${thrown.cause.message})` : '';
			throw new Problem(`Segue does not answer at ${url}${why}: start it with npm start, or set SEGUE_URL.`);
		}
	}

	/** Sent, and waited for: it is read in the background. @param {Source} source @returns {Promise<Added>} */
	async function ingest({ name, bytes, tags, audience }) {
		const query = new URLSearchParams({ name });
		if (tags?.length) query.set('tags', tags.join(','));
		if (audience) query.set('audience', audience);
		let { id, status, ...rest } = await call('POST', `/api/knowledge/ingests?${query}`, bytes);
		while (status === 'waiting' || status === 'reading' || status === 'indexing') {
			await wait(LOOK_MS);
			({ status, ...rest } = await call('GET', `/api/knowledge/ingests/${encodeURIComponent(id)}`));
		}
		if (status !== 'done') throw new Problem(rest.problem ?? 'It was cancelled.');
		return { documentId: rest.documentId, revision: '', status: rest.outcome, chunks: rest.chunks.total };
	}

	return {
		/** @param {Source} source @returns {Promise<Added>} */
		add: (source) => {
			const { name, mediaType, bytes, tags, audience } = source;
			if (isReadInBackground(bytes)) return ingest(source);
			const form = new FormData();
			form.set('file', new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)], { type: mediaType }), name);
			form.set('name', name);
			if (tags?.length) form.set('tags', tags.join(','));
			if (audience) form.set('audience', audience);
			return call('POST', '/api/knowledge/documents', form);
		},
		/** @returns {Promise<Listed[]>} every page of the list */
		async list() {
			/** @type {Listed[]} */
			const all = [];
			let cursor = '';
			do {
				const page = await call(
					'GET',
					`/api/knowledge/documents?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`
				);
				all.push(...(Array.isArray(page) ? page : page.documents));
				cursor = page.nextCursor ?? '';
			} while (cursor);
			return all;
		},
		/** @param {string} id */
		remove: (id) => call('DELETE', `/api/knowledge/documents/${encodeURIComponent(id)}`)
	};
}

/** PDF, and ZIP, which a DOCX is: by their bytes. @param {Uint8Array} bytes */
function isReadInBackground(bytes) {
	const start = Buffer.from(bytes.subarray(0, 1_029)).toString('latin1');
	return start.startsWith('PK\u0003\u0004') || start.includes('%PDF-');
}

function parse(text) {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** What the server said, or what its status means. A refused key is nobody's fault but the key's: no other file would fare better. */
function refusal(status, answer, url) {
	if (status === 401 || status === 403) {
		return new Problem(
			`${url} does not accept this key: set SEGUE_KEY to its administrator key, or SEGUE_STATE to its state folder.`,
			2
		);
	}
	const message = answer?.error?.message;
	if (typeof message === 'string') return new Problem(message);
	return new Problem(
		`${url} answered ${status}, which is no answer of Segue's: is something else running there?`
	);
}
