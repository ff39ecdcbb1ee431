// The order of an ingest's steps. A step's result is kept by the workflow, so that a run which was interrupted goes on after the last step that
// ended; the names must therefore be the same in every run.
import type { IngestWork } from './ingest-work.ts';

export interface IngestSteps {
	/** Tried again for some seconds when it throws; what it throws at the end is thrown on. */
	do<T extends string | null>(name: string, work: () => Promise<T>): Promise<T>;
}

export async function runIngest(work: IngestWork, ingestId: string, steps: IngestSteps): Promise<void> {
	const step = (name: string, act: () => Promise<void>) =>
		steps.do(name, async () => {
			await act();
			return null;
		});
	let embeddedIn: string | undefined;
	try {
		embeddedIn = await takeIn(work, ingestId, steps);
	} catch {
		await step('give up', () => work.giveUp(ingestId));
	}
	await step('settle', () => work.settle(ingestId, embeddedIn));
	await step('tidy up', () => work.tidy(ingestId));
}

/** The index the vectors went to; undefined where there was more than one, or none. */
async function takeIn(work: IngestWork, ingestId: string, steps: IngestSteps): Promise<string | undefined> {
	if ((await steps.do('read', () => work.read(ingestId))) === 'over') return undefined;
	const indexes = new Set<string>();
	for (let slice = 0; ; slice++) {
		const end = await steps.do(`embed ${slice}`, () => work.embed(ingestId, slice));
		if (end === 'over') return undefined;
		indexes.add(end.slice(end.indexOf(':') + 1));
		if (end.startsWith('full:')) break;
	}
	await steps.do('put in force', async () => {
		await work.putInForce(ingestId);
		return null;
	});
	const [index] = indexes;
	return indexes.size === 1 && index !== '' ? index : undefined;
}
