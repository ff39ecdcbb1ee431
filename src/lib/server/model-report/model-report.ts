// Which model does what, whether it is asked just now, and how it has done for a day: read off what was counted and off the breakers.
import { requirePermission, type Actor } from '#lib/shared/actor.ts';
import type { ModelReport, ReportedModel, Tries, Wait } from '#lib/shared/model-report.ts';
import {
	CACHE_METRIC,
	CALL_OUTCOMES,
	MODEL_METRICS,
	MODEL_TASKS,
	WAITS,
	type NamedModel
} from '../ai/index.ts';
import type { Clock, Metric, Metrics } from '../platform/index.ts';
import type { BreakerState, CircuitBreakers } from '../resilience/index.ts';

export interface ModelReports {
	/** Throws `forbidden` for whoever may not see how the deployment does. */
	read(actor: Actor): Promise<ModelReport>;
}

interface ModelReportDependencies {
	models: () => readonly NamedModel[];
	metrics: Pick<Metrics, 'since'>;
	breakers: CircuitBreakers;
	clock: Clock;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const CACHES = ['embedding', 'llm'] as const;

export function createModelReports({
	models,
	metrics,
	breakers,
	clock
}: ModelReportDependencies): ModelReports {
	async function describe(named: NamedModel, counted: readonly Metric[]): Promise<ReportedModel> {
		const { provider, model, task, breaker } = named;
		const own = counted.filter(({ labels }) => labels['task'] === task && labels['model'] === model);
		return {
			...{ provider, model },
			...standing(await breakers.of(breaker.name, breaker.settings).look(), clock.now()),
			tries: triesOf(own),
			fallbacks: sum(own, MODEL_METRICS.fallbacks),
			firstWords: firstWordsOf(own)
		};
	}

	return {
		async read(actor) {
			requirePermission(actor, 'read:health');
			const from = clock.now() - DAY_MS;
			const counted = await metrics.since(from);
			const all = models();
			const tasks = MODEL_TASKS.map(async (task) => ({
				task,
				models: await Promise.all(
					all.filter((named) => named.task === task).map((named) => describe(named, counted))
				)
			}));
			return {
				since: from - (from % HOUR_MS),
				tasks: await Promise.all(tasks),
				caches: CACHES.map((cache) => {
					const hits = sum(counted, CACHE_METRIC, { cache, outcome: 'hit' });
					return { cache, hits, lookups: hits + sum(counted, CACHE_METRIC, { cache, outcome: 'miss' }) };
				})
			};
		}
	};
}

function standing(
	state: BreakerState | undefined,
	now: number
): Pick<ReportedModel, 'breaker' | 'openUntil'> {
	if (state === undefined) return { breaker: 'unknown', openUntil: null };
	const { openUntil } = state;
	if (openUntil === null) return { breaker: 'closed', openUntil };
	return now < openUntil ? { breaker: 'open', openUntil } : { breaker: 'half-open', openUntil: null };
}

function triesOf(counted: readonly Metric[]): Tries {
	const tries = CALL_OUTCOMES.map((outcome) => [outcome, sum(counted, MODEL_METRICS.calls, { outcome })]);
	return Object.fromEntries(tries) as Tries;
}

/** As exact as the steps in which they were counted. */
function firstWordsOf(counted: readonly Metric[]): ReportedModel['firstWords'] {
	const steps = [...WAITS, 'more' as const].map((within) => ({
		within,
		count: sum(counted, MODEL_METRICS.waits, { within: String(within) })
	}));
	const all = steps.reduce((total, { count }) => total + count, 0);
	if (all === 0) return null;
	function share(of: number): Wait {
		let reached = 0;
		for (const { within, count } of steps) {
			reached += count;
			if (within !== 'more' && reached >= all * of) return { withinMs: within };
		}
		return { overMs: WAITS.at(-1) ?? 0 };
	}
	return { half: share(0.5), most: share(0.95) };
}

function sum(counted: readonly Metric[], of: string, labels: Readonly<Record<string, string>> = {}): number {
	const isMeant = (metric: Metric) =>
		metric.name === of && Object.entries(labels).every(([name, value]) => metric.labels[name] === value);
	return counted.filter(isMeant).reduce((total, { value }) => total + value, 0);
}
