// The order of an analysis's steps. A step's result is kept by the workflow, so that a run which was interrupted goes on after the last
// step that ended; the names must therefore be the same in every run.
import type { AnalysisWork, StepEnd } from './analysis-work.ts';

export interface AnalysisSteps {
	/** Tried again for some seconds when it throws; what it throws at the end is thrown on. */
	do<T extends string | null>(name: string, work: () => Promise<T>): Promise<T>;
}

export async function runAnalysis(
	work: AnalysisWork,
	recordingId: string,
	steps: AnalysisSteps
): Promise<void> {
	const claimed = await steps.do('claim', () => work.claim(recordingId));
	if (claimed === null) return;
	try {
		const parts: [string, (id: string) => Promise<StepEnd>][] = [
			['ask', work.ask],
			['read', work.read],
			['measure', work.measure]
		];
		for (const [name, part] of parts) if ((await steps.do(name, () => part(recordingId))) === 'over') break;
	} catch {
		await steps.do('give up', async () => {
			await work.giveUp(recordingId);
			return null;
		});
	}
	await steps.do('tidy up', async () => {
		await work.tidy(recordingId, claimed);
		return null;
	});
}
