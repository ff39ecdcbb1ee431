// The order of a replay's steps. A step's result is kept by the workflow, so that a run which was interrupted goes on after the last step that
// ended; the names must therefore be the same in every run.
import type { ReplayWork } from './replay-work.ts';

export interface ReplaySteps {
	/** Tried again for some seconds when it throws; what it throws at the end is thrown on. */
	do<T extends string | null>(name: string, work: () => Promise<T>): Promise<T>;
}

export async function runReplay(work: ReplayWork, id: string, steps: ReplaySteps): Promise<void> {
	const step = (name: string, act: () => Promise<void>) =>
		steps.do(name, async () => {
			await act();
			return null;
		});
	try {
		if ((await steps.do('choose', () => work.choose(id))) === 'over') return;
		for (let slice = 0; ; slice++) {
			const end = await steps.do(`replay ${slice}`, () => work.replay(id, slice));
			if (end === 'over') return;
			if (end === 'full') break;
		}
		await step('finish', () => work.finish(id));
	} catch {
		await step('give up', () => work.giveUp(id));
	}
}
