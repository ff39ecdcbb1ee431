// The order of a chain's steps: one after the other; when one fails for good, those before it are undone, the last first; then it is told.
// The workflow keeps the results of steps that ended: their names must be the same in every run.

/** What the steps do. Each may be called again after it has had its effect, and has it once. */
export interface ChainWork {
	/** Ids of the steps; none where there is nothing to do any more. */
	read(): Promise<string[]>;
	/** False: failed for good. Throws what may pass. */
	step(id: string): Promise<boolean>;
	/** What may have passed did not. */
	giveUp(id: string): Promise<void>;
	/** Of a step that was not done it does nothing. */
	undo(id: string, isLastTry: boolean): Promise<void>;
	/** False: not now, somebody of the school has the floor. */
	tell(): Promise<boolean>;
}

export interface ChainSteps {
	/** Tried again for some minutes when it throws; what it throws at the end is thrown on. */
	do<T extends string[] | boolean | null>(name: string, work: () => Promise<T>): Promise<T>;
	wait(name: string, ms: number): Promise<void>;
}

/** The turn that began it is about to end; somebody of the school may stay for hours. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60 * 60_000;
/** Two weeks at the longest wait. */
const MOST_WAITS = 340;

export async function runChain(work: ChainWork, steps: ChainSteps): Promise<void> {
	const ids = await steps.do('read', () => work.read());
	let isDone = true;
	for (const id of ids) {
		isDone = await attempt(id);
		if (!isDone) break;
	}
	if (!isDone) for (const id of [...ids].reverse()) await undo(id);
	for (let n = 0; ids.length > 0 && n < MOST_WAITS; n++) {
		if (await steps.do(`tell ${n}`, () => work.tell())) return;
		await steps.wait(`tell ${n}`, Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(n, 12)));
	}

	async function attempt(id: string): Promise<boolean> {
		try {
			return await steps.do(`step ${id}`, () => work.step(id));
		} catch {
			return steps.do(`give up ${id}`, async () => {
				await work.giveUp(id);
				return false;
			});
		}
	}

	async function undo(id: string): Promise<void> {
		const quietly = (name: string, isLastTry: boolean) =>
			steps.do(name, async () => {
				await work.undo(id, isLastTry);
				return null;
			});
		try {
			await quietly(`undo ${id}`, false);
		} catch {
			await quietly(`leave ${id}`, true);
		}
	}
}
