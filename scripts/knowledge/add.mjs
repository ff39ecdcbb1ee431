// Adds many documents, some at a time: one that fails is told and counted, the others go on.
import { Problem } from '../start/problem.mjs';
import { readSource } from './sources.mjs';

/** Chunking and embedding keep one core busy; a second request fills the time the first waits for the database. */
const AT_ONCE = 2;

/**
 * @typedef {{added: number, revised: number, unchanged: number, failed: number, chunks: number}} Tally
 * @param {{
 *   client: {add: (source: import('./client.mjs').Source) => Promise<import('./client.mjs').Added>},
 *   found: import('./sources.mjs').Found[],
 *   tags?: string[], audience?: string,
 *   onDone?: (name: string, status: string) => void,
 *   onFailed?: (name: string, sentence: string) => void
 * }} work
 * @returns {Promise<Tally>} Throws Problem at once when the server is away or refuses the key.
 */
export async function addAll({ client, found, tags = [], audience, onDone, onFailed }) {
	/** @type {Tally} */
	const tally = { added: 0, revised: 0, unchanged: 0, failed: 0, chunks: 0 };
	const queue = [...found];

	async function work() {
		for (let next = queue.shift(); next; next = queue.shift()) {
			try {
				const source = readSource(next);
				const added = await client.add({
					...source,
					...(tags.length ? { tags } : {}),
					...(audience ? { audience } : {})
				});
				const outcome = added.status === 'created' ? 'added' : added.status;
				tally[outcome]++;
				tally.chunks += added.chunks;
				onDone?.(next.name, outcome);
			} catch (thrown) {
				if (!(thrown instanceof Problem) || thrown.exitCode === 2 || /does not answer/.test(thrown.message)) {
					queue.length = 0;
					throw thrown;
				}
				tally.failed++;
				onFailed?.(next.name, thrown.message);
				onDone?.(next.name, 'failed');
			}
		}
	}
	await Promise.all(Array.from({ length: Math.min(AT_ONCE, found.length) }, work));
	return tally;
}
