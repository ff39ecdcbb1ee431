// The barge-in laboratory: thousands of short scenes in virtual time, each with both sides of the product's call in it. An assistant speaks
// into a room whose echo comes back, people interrupt, agree, cough, type; the page's voice detection pauses, the server's gate decides
// by a scripted transcriber with errors. Sounds are synthesised; the seeds are new at every run, and of one of two sets: the product's
// numbers may be tuned on `development`, what is reported is `held-out`.
import { fork } from 'node:child_process';
import path from 'node:path';
import { tally } from './barge-in/tally.ts';

const WORKER = path.join(import.meta.dirname, 'barge-in/worker.mjs');
const AT_ONCE = 2;
/** A process for each so many trials: nothing of one outlives it for long. */
const SHARE = 250;

/** @param {{rounds?: number, set?: import('./barge-in/sets.ts').SetName, seed?: number}} options `rounds`: trials */
export async function benchBargeIn({
	rounds = 3_000,
	set = process.env.BARGE_IN_SET === 'development' ? 'development' : 'held-out',
	seed = Number(process.env.BARGE_IN_SEED ?? Math.floor(Math.random() * 2 ** 30))
} = {}) {
	const begun = performance.now();
	/** @type {import('./barge-in/trial.ts').Trial[]} */
	const trials = [];
	const shares = [];
	for (let at = 0; at < rounds; at += SHARE) shares.push([seed + at, Math.min(SHARE, rounds - at)]);
	const open = shares.values();
	await Promise.all(
		Array.from({ length: AT_ONCE }, async () => {
			for (const [first, count] of open) {
				await run(set, Number(first), Number(count), (trial) => trials.push(trial));
				console.error(`${trials.length} of ${rounds}`);
			}
		})
	);
	if (process.env.BARGE_IN_TRIALS !== undefined) {
		const { writeFile } = await import('node:fs/promises');
		await writeFile(process.env.BARGE_IN_TRIALS, trials.map((trial) => JSON.stringify(trial)).join('\n'));
	}
	return { set, seed, seconds: Math.round((performance.now() - begun) / 1_000), ...tally(trials) };
}

/**
 * @param {string} set
 * @param {number} first
 * @param {number} count
 * @param {(trial: import('./barge-in/trial.ts').Trial) => void} onTrial
 */
function run(set, first, count, onTrial) {
	const child = fork(WORKER, [set, String(first), String(count)], {
		execArgv: ['--experimental-transform-types', '--disable-warning=ExperimentalWarning']
	});
	let got = 0;
	child.on('message', (trial) => {
		got++;
		onTrial(/** @type {import('./barge-in/trial.ts').Trial} */ (trial));
	});
	return /** @type {Promise<void>} */ (
		new Promise((resolve, reject) => {
			child.once('close', () =>
				got === count ? resolve() : reject(new Error(`${got} of ${count} trials came from seed ${first}.`))
			);
		})
	);
}
