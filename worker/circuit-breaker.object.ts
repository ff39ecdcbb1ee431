// How one service stands. A thin shell: the rules are in src/lib/server/resilience.
import { DurableObject } from 'cloudflare:workers';
import {
	admit,
	afterOutcome,
	CLOSED,
	type Admission,
	type BreakerSettings,
	type BreakerState,
	type Outcome
} from '#lib/server/resilience/index.ts';

export class CircuitBreakerObject extends DurableObject {
	admit(settings: BreakerSettings): { admission: Admission; state: BreakerState } {
		const answer = admit(this.#state, settings, Date.now());
		this.#keep(answer.state);
		return answer;
	}

	report(admission: Admission, outcome: Outcome, settings: BreakerSettings): BreakerState {
		const state = afterOutcome(this.#state, { admission, outcome }, settings, Date.now());
		this.#keep(state);
		return state;
	}

	look(): BreakerState {
		return this.#state;
	}

	get #state(): BreakerState {
		return this.ctx.storage.kv.get<BreakerState>('state') ?? CLOSED;
	}

	#keep(state: BreakerState): void {
		this.ctx.storage.kv.put('state', state);
	}
}
