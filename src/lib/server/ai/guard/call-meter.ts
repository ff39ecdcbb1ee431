// Who counts how often a model was asked, how that ended, and how long its first words took.
import type { AppError } from '#lib/shared/errors.ts';
import type { Metrics } from '../../platform/index.ts';
import { TooSlow } from '../../resilience/index.ts';

/** `away`: it was not asked, its breaker being open. `too-long`: it was given more than it takes. */
export const CALL_OUTCOMES = ['answered', 'away', 'slow', 'busy', 'too-long', 'failed'] as const;
export type CallOutcome = (typeof CALL_OUTCOMES)[number];

/** What models are asked for. */
export const MODEL_TASKS = ['answer', 'embed', 'rerank', 'extract'] as const;
export type ModelTask = (typeof MODEL_TASKS)[number];

export type CallMeters = (task: ModelTask, model: string) => CallMeter;

export interface CallMeter {
	ended(outcome: CallOutcome): void;
	/** Milliseconds from the question to the first part that says something. */
	heard(ms: number): void;
	/** However often it was tried: the next one of its chain is asked now. */
	gaveUp(): void;
}

/** Milliseconds: each twice the one before, from what is felt as at once to what nobody waits for. */
export const WAITS = [100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800] as const;

export const MODEL_METRICS = {
	/** task, model, outcome */
	calls: 'model.calls.count',
	/** task, model, within: the least of WAITS that it kept, or `more`. */
	waits: 'model.first_words.count',
	/** task, model */
	fallbacks: 'model.fallbacks.count'
} as const;

export function createCallMeters({ count }: Pick<Metrics, 'count'>): CallMeters {
	return (task, model) => ({
		ended: (outcome) => count(MODEL_METRICS.calls, { task, model, outcome }),
		heard(ms) {
			const within = WAITS.find((wait) => ms <= wait);
			count(MODEL_METRICS.waits, { task, model, within: within === undefined ? 'more' : String(within) });
		},
		gaveUp: () => count(MODEL_METRICS.fallbacks, { task, model })
	});
}

export function outcomeOf({ cause, code }: AppError): CallOutcome {
	if (cause instanceof TooSlow) return 'slow';
	if (code === 'rate-limited') return 'busy';
	return code === 'too-large' ? 'too-long' : 'failed';
}
