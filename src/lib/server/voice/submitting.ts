// Brings what was said into the conversation, one at a time. Guarantees: the order; once each, however often it is tried; whoever said it
// learns when it is there, or that it cannot be. What may pass is tried again.
import { AppError } from '#lib/shared/errors.ts';
import { createTurnQueue, type Said } from './turn-queue.ts';
import type { TurnTiming } from './turn-timing.ts';

export interface Submitting {
	/** Settles when it is in the conversation, or cannot be: then the person was told. */
	offer(said: Said, timing: TurnTiming): Promise<void>;
	/** It was offered before: it is there, or on its way. */
	knows(id: string): boolean;
	isBusy(): boolean;
}

const TRIES = 3;
const PAUSE_MS = 1_000;

export function createSubmitting(options: {
	later: (delayMs: number, work: () => void) => () => void;
	inBackground: (label: string, work: Promise<unknown>) => void;
	/** Before each: what runs is ended, its answer kept as far as it was heard. */
	ready: () => Promise<void>;
	submit: (said: Said, timing: TurnTiming) => Promise<void>;
	onError: (thrown: unknown) => void;
}): Submitting {
	const queue = createTurnQueue();
	const waiting = new Map<string, { timing: TurnTiming; done: () => void; settled: Promise<void> }>();
	let isWorking = false;

	async function submit(said: Said, timing: TurnTiming): Promise<void> {
		for (let tried = 1; ; tried++)
			try {
				await options.ready();
				await options.submit(said, timing);
				queue.done();
				return;
			} catch (thrown) {
				const known = thrown instanceof AppError ? thrown : undefined;
				if (known?.retryable === true && tried < TRIES) {
					await new Promise<void>((resolve) => options.later(PAUSE_MS * 2 ** (tried - 1), resolve));
					continue;
				}
				// A spoken turn that a lost process had brought there, heard again in slightly other words.
				const isThere = known?.code === 'conflict' && said.source === 'spoken';
				queue.done(!isThere);
				if (!isThere) options.onError(thrown);
				return;
			}
	}

	async function work(): Promise<void> {
		if (isWorking) return;
		isWorking = true;
		for (let said = queue.take(); said !== undefined; said = queue.take()) {
			const entry = waiting.get(said.id);
			if (entry !== undefined) await submit(said, entry.timing);
			waiting.delete(said.id);
			entry?.done();
		}
		isWorking = false;
	}

	return {
		offer(said, timing) {
			const outcome = queue.offer(said);
			if (outcome === 'known') return waiting.get(said.id)?.settled ?? Promise.resolve();
			if (outcome === 'full') {
				options.onError(
					new AppError('rate-limited', 'So much is waiting to be answered that nothing more can be taken.')
				);
				return Promise.resolve();
			}
			let done: () => void = () => undefined;
			const settled = new Promise<void>((resolve) => (done = resolve));
			waiting.set(said.id, { timing, done, settled });
			options.inBackground('bringing in what was said', work());
			return settled;
		},
		knows: queue.knows,
		isBusy: () => !queue.isEmpty()
	};
}
