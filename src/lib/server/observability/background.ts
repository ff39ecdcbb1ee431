// Work that outlives the answer. It is always labelled, and a failure is always logged, once.
import type { Logger } from './log.ts';

export type RunInBackground = (label: string, work: Promise<unknown>) => void;

export function createRunInBackground(
	waitUntil: (work: Promise<unknown>) => void,
	log: Logger
): RunInBackground {
	return (label, work) => {
		waitUntil(
			work.catch((cause: unknown) => {
				log.error('background work failed', { label, cause });
			})
		);
	};
}
