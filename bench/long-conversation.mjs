// What the next turn costs in a conversation of 10, 100, 1,000 and 10,000 messages, side by side in one workerd: its time to the last part of
// its answer, and the rows of the object's own SQLite that it reads and writes. Every message there came by a turn of its own. Beside it what
// opening the conversation in a fresh process costs: its view and its newest fifty messages.
import { startWorkerd } from './workerd-harness.mjs';
import { median, round } from './statistics.mjs';

const SIZES = [10, 100, 1_000, 10_000];
/** Below this a conversation is grown anew for each round: the measured turns would make another of it. */
const LARGE = 1_000;
const GROWN_AT_ONCE = 250;
const TURNS = 4;

/** @typedef {{statements: number, rowsRead: number, rowsWritten: number}} Counts */
/** @typedef {{ms: number[], turn: Counts[], open: Counts[]}} Sample */

/** @param {{rounds?: number}} options */
export async function benchLongConversation({ rounds = 15 } = {}) {
	const worker = await startWorkerd({ configPath: 'bench/object/wrangler.toml' });
	/** @type {(name: string, messages: number) => Promise<void>} */
	const grow = async (name, messages) => {
		for (let left = messages / 2; left > 0; left -= GROWN_AT_ONCE)
			await worker.post('/turns', { name, count: Math.min(left, GROWN_AT_ONCE) });
	};
	try {
		/** @type {Map<number, Sample>} */
		const samples = new Map(SIZES.map((size) => [size, { ms: [], turn: [], open: [] }]));
		for (const size of SIZES.filter((size) => size >= LARGE)) {
			await grow(`of-${size}`, size);
			console.error(`a conversation of ${size} messages stands`);
		}
		// The first round warms up.
		for (let at = 0; at <= rounds; at++)
			for (const [size, sample] of samples) {
				const name = size >= LARGE ? `of-${size}` : `of-${size}-${at}`;
				if (size < LARGE) await grow(name, size);
				const start = performance.now();
				/** @type {Counts} */
				const turns = await worker.post('/turns', { name, count: TURNS });
				const ms = (performance.now() - start) / TURNS;
				/** @type {Counts} */
				const open = await worker.post('/open', { name });
				if (at === 0) continue;
				sample.ms.push(ms);
				sample.turn.push(turns);
				sample.open.push(open);
			}
		const [first] = samples.values();
		return {
			rounds,
			sizes: [...samples].map(([messages, sample]) => ({
				messages,
				turn: { ms: round(median(sample.ms)), ...countsOf(sample.turn, TURNS) },
				againstFirst: round(median(sample.ms.map((ms, at) => ms / (first?.ms[at] ?? NaN)))),
				open: countsOf(sample.open, 1)
			}))
		};
	} finally {
		await worker.close();
	}
}

/** @param {Counts[]} counts @param {number} turns */
function countsOf(counts, turns) {
	const of = (/** @type {keyof Counts} */ name) => round(median(counts.map((count) => count[name])) / turns);
	return { statements: of('statements'), rowsRead: of('rowsRead'), rowsWritten: of('rowsWritten') };
}
