// The order of a re-embedding's steps. A step's result is kept by the workflow, so that a run which was interrupted goes on after the last
// step that ended; the names must therefore be the same in every run.
import { RETIRE_AFTER_MS } from './index-keeper.ts';
import type { FillIndex } from './fill-index.ts';

export interface JobSteps {
	/** Tried again for some minutes when it throws; what it throws at the end is thrown on. */
	do<T extends string | boolean | null>(name: string, work: () => Promise<T>): Promise<T>;
	sleep(name: string, ms: number): Promise<void>;
}

const SETTLE_WAIT_MS = 5_000;
/** Ten minutes: Vectorize needs seconds. */
const SETTLE_TRIES = 120;

export async function runFill(fill: FillIndex, indexId: string, steps: JobSteps): Promise<void> {
	try {
		if (!(await fillAndSwap(fill, indexId, steps))) return;
	} catch {
		// Noted by the step that could not be done.
		await steps.do('give up', async () => {
			await fill.fail(indexId);
			return null;
		});
		return;
	}
	await steps.sleep('until nobody remembers the old index', RETIRE_AFTER_MS);
	// A writer that was interrupted, or still knew the old index only.
	for (let n = 0; (await steps.do(`catch up ${n}`, () => fill.embedSlice(indexId))) === 'more'; n++);
	await steps.do('clear', async () => {
		await fill.clearRetired();
		return null;
	});
}

/** False: the index is no longer one that is being filled. */
async function fillAndSwap(fill: FillIndex, indexId: string, steps: JobSteps): Promise<boolean> {
	for (let slice = 0, round = 0; ;) {
		const state = await steps.do(`slice ${slice++}`, () => fill.embedSlice(indexId));
		if (state === 'over') return false;
		if (state === 'more') continue;
		round++;
		for (let wait = 0; wait < SETTLE_TRIES; wait++) {
			const token = `${indexId} ${round}`;
			if (await steps.do(`settled ${round}.${wait}`, () => fill.isSettled(indexId, token))) break;
			await steps.sleep(`settling ${round}.${wait}`, SETTLE_WAIT_MS);
		}
		const outcome = await steps.do(`swap ${round}`, () => fill.swap(indexId));
		if (outcome !== 'behind') return outcome === 'swapped';
	}
}
