// What the log costs, each against the least an object can do, in turn, in one workerd: messages that are acknowledged against a bare
// insert by RPC; words of an answer, persisted and read to the end, against a commit a row; the log of 1,000 parts read again
// against one SELECT and one write.
import { startWorkerd } from './workerd-harness.mjs';
import { median, round } from './statistics.mjs';

const MESSAGES = 500;
const WORDS = 2_000;
/** With start, steps, text-start, -end and finish an answer of so many words has 1,000 parts. */
const PARTS = 1_000;

/** @param {{rounds?: number}} options */
export async function benchMessages({ rounds = 15 } = {}) {
	const worker = await startWorkerd({ configPath: 'bench/object/wrangler.toml' });
	const time = async (/** @type {string} */ path, /** @type {object} */ body) => {
		const start = performance.now();
		await worker.post(path, body);
		return performance.now() - start;
	};
	try {
		const stored = { name: 'resume', count: PARTS };
		await worker.post('/answer', stored);
		await worker.post('/commit-each', stored);
		/** @type {Record<'accept' | 'insert' | 'answer' | 'commit' | 'resume' | 'select', number[]>} */
		const ms = { accept: [], insert: [], answer: [], commit: [], resume: [], select: [] };
		// The first round warms up.
		for (let at = 0; at <= rounds; at++) {
			const round = {
				accept: await time('/accept', { name: `accept-${at}`, count: MESSAGES }),
				insert: await time('/insert', { name: `insert-${at}`, count: MESSAGES }),
				answer: await time('/answer', { name: `answer-${at}`, count: WORDS }),
				commit: await time('/commit-each', { name: `commit-${at}`, count: WORDS }),
				resume: await time('/resume', stored),
				select: await time('/select', stored)
			};
			if (at === 0) continue;
			for (const [name, value] of Object.entries(round))
				ms[/** @type {keyof typeof ms} */ (name)].push(value);
		}
		const perSecond = (/** @type {number} */ count, /** @type {number[]} */ times) =>
			Math.round((count * 1_000) / median(times));
		const ratio = (/** @type {number[]} */ a, /** @type {number[]} */ b) =>
			round(median(a.map((value, at) => value / (b[at] ?? NaN))));
		return {
			rounds,
			acknowledgedPerSecond: {
				segue: perSecond(MESSAGES, ms.accept),
				bare: perSecond(MESSAGES, ms.insert),
				ratio: ratio(ms.insert, ms.accept)
			},
			persistedWordsPerSecond: {
				segue: perSecond(WORDS, ms.answer),
				bare: perSecond(WORDS, ms.commit),
				ratio: ratio(ms.commit, ms.answer)
			},
			resumeMs: {
				segue: round(median(ms.resume)),
				bare: round(median(ms.select)),
				ratio: ratio(ms.resume, ms.select)
			}
		};
	} finally {
		await worker.close();
	}
}
