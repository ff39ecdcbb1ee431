// What every guard of a deployment is made of: the breaker of one model at one task, the patience of whoever waits, who counts.
import type { Settings } from '../../platform/index.ts';
import { REAL_TIME, type BreakerSettings, type CircuitBreakers } from '../../resilience/index.ts';
import type { Subject } from '../translate-error.ts';
import type { AttemptOptions } from './attempts.ts';
import type { CallMeters, ModelTask } from './call-meter.ts';

export type BreakerTimes = Pick<Settings, 'MODEL_FAILURE_THRESHOLD' | 'MODEL_RECOVERY_SECONDS'>;

export interface GuardDependencies {
	breakers: CircuitBreakers;
	meters: CallMeters;
}

/** What a remote model is tried again for, while somebody waits: three tries, a little over half a second of waits at most. */
const PATIENCE = { tries: 3, firstWaitMs: 200, longestWaitMs: 1_000, ...REAL_TIME };

const SUBJECTS: Record<ModelTask, Subject> = {
	answer: 'The model that answers',
	embed: 'The embedding model',
	rerank: 'The reranking model',
	extract: 'The small model'
};

export function standGuard(
	task: ModelTask,
	{ provider, modelId }: { provider: string; modelId: string },
	settings: BreakerTimes,
	{ breakers, meters }: GuardDependencies
): AttemptOptions {
	return {
		breaker: breakers.of(breakerName(task, provider, modelId), breakerSettings(settings)),
		patience: PATIENCE,
		subject: SUBJECTS[task],
		meter: meters(task, modelId)
	};
}

export const breakerName = (task: ModelTask, provider: string, modelId: string): string =>
	`${task} ${provider} ${modelId}`;

export function breakerSettings(settings: BreakerTimes): BreakerSettings {
	return {
		failureThreshold: settings.MODEL_FAILURE_THRESHOLD,
		recoveryTimeout: settings.MODEL_RECOVERY_SECONDS * 1_000
	};
}
