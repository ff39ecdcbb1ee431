// The breakers of a deployment. The state of each is one object's, so that what one process learned at the cost of a timeout spares all
// the others theirs; a process that has just heard that all is well does not ask again for a while. An object that does not answer opens
// nothing: then each process goes by what it has seen itself.
import type { Logger, RunInBackground } from '../observability/index.ts';
import { ofIsolate, type Clock } from '../platform/index.ts';
import {
	admit,
	afterOutcome,
	CLOSED,
	type Admission,
	type BreakerSettings,
	type BreakerState,
	type Outcome
} from './breaker-state.ts';

export interface CircuitBreaker {
	/** Whether to ask now. Whoever is not refused says with `report` how it went. Never rejects. */
	admit(): Promise<Admission>;
	/** Returns at once. */
	report(admission: Admission, outcome: Outcome): void;
	/** How it stands, for whoever looks on; undefined: nobody can say. Never rejects, and changes nothing. */
	look(): Promise<BreakerState | undefined>;
}

/** The remote face of worker/circuit-breaker.object.ts. */
export interface CircuitBreakerRemote {
	admit(settings: BreakerSettings): Promise<{ admission: Admission; state: BreakerState }>;
	report(admission: Admission, outcome: Outcome, settings: BreakerSettings): Promise<BreakerState>;
	look(): Promise<BreakerState>;
}

export interface CircuitBreakers {
	/** All who ask for a name give it the same settings. */
	of(name: string, settings: BreakerSettings): CircuitBreaker;
}

interface BreakersDependencies {
	namespace: DurableObjectNamespace;
	clock: Clock;
	log: Logger;
	runInBackground: RunInBackground;
}

/** How long a closed breaker is taken to be closed still. */
const FRESH_MS = 5_000;
/** Longer than this is an object that does not answer: about two crossings of an ocean. */
const ANSWER_MS = 400;

export function createCircuitBreakers({
	namespace,
	clock,
	log,
	runInBackground
}: BreakersDependencies): CircuitBreakers {
	function open(name: string, settings: BreakerSettings): CircuitBreaker {
		const states = ofIsolate(statesByNamespace, namespace, () => new Map<string, Known>());
		const remote = namespace.get(namespace.idFromName(name)) as unknown as CircuitBreakerRemote;
		function learn(state: BreakerState): Known {
			const known = { state, at: clock.now() };
			states.set(name, known);
			return known;
		}

		async function ask<T>(question: Promise<T>): Promise<T | undefined> {
			let timer: ReturnType<typeof setTimeout> | null = null;
			const tooLate = new Promise<never>((_resolve, reject) => {
				timer = setTimeout(() => reject(new Error(`no answer in ${ANSWER_MS} ms`)), ANSWER_MS);
			});
			try {
				return await Promise.race([question, tooLate]);
			} catch (cause) {
				log.warn('circuit breaker unreachable', { name, cause });
				return undefined;
			} finally {
				clearTimeout(timer);
			}
		}

		return {
			look: () => ask(remote.look()),
			async admit() {
				const now = clock.now();
				const known = states.get(name);
				if (known !== undefined) {
					const { openUntil } = known.state;
					if (openUntil === null && now - known.at < FRESH_MS) return 'pass';
					if (openUntil !== null && now < openUntil) return 'refused';
				}
				const answer =
					(await ask(remote.admit(settings))) ?? admit(known?.state ?? CLOSED, settings, clock.now());
				learn(answer.state);
				return answer.admission;
			},
			report(admission, outcome) {
				const before = states.get(name)?.state ?? CLOSED;
				const guess = learn(afterOutcome(before, { admission, outcome }, settings, clock.now()));
				const isNews = outcome === 'failure' || admission === 'probe' || before.consecutiveFailures > 0;
				if (!isNews) return;
				const told = ask(remote.report(admission, outcome, settings));
				runInBackground(
					'circuit breaker',
					told.then((state) => {
						// What was learned meanwhile is newer than this.
						if (state !== undefined && states.get(name) === guess) learn(state);
					})
				);
			}
		};
	}

	return { of: open };
}

interface Known {
	state: BreakerState;
	at: number;
}

/** What this process knows outlives the request that learned it. */
const statesByNamespace = new WeakMap<object, Map<string, Known>>();
