// Tries of a model that may fail, each from the circuit breaker's word to its outcome: what every guard has in common. What may pass is
// tried again a little later; what was slow is not, since it would keep the person waiting twice. A failure leaves as AppError.
import { AppError } from '#lib/shared/errors.ts';
import {
	createDeadline,
	TooSlow,
	tryAgain,
	type Admission,
	type CircuitBreaker,
	type Deadline,
	type Patience
} from '../../resilience/index.ts';
import { translateModelError, type Subject } from '../translate-error.ts';
import { outcomeOf, type CallMeter } from './call-meter.ts';

export interface AttemptOptions {
	breaker: CircuitBreaker;
	patience: Patience;
	subject: Subject;
	meter: CallMeter;
}

/** One of them, open until it has an outcome. */
export interface Attempt {
	deadline: Deadline;
	/** It said its first words. */
	hear(): void;
	succeed(): void;
	/** The error as it leaves; the breaker hears of it, unless it says nothing of the model. */
	fail(thrown: unknown): unknown;
}

export function createAttempts({ breaker, patience, subject, meter }: AttemptOptions) {
	function failed(thrown: unknown, admission: Admission): unknown {
		const error = translateModelError(thrown, subject);
		if (error === undefined) return thrown;
		breaker.report(admission, error.code === 'too-large' ? 'success' : 'failure');
		meter.ended(outcomeOf(error));
		return error;
	}

	async function attempt<T>(
		caller: AbortSignal | undefined,
		work: (attempt: Attempt) => Promise<T>
	): Promise<T> {
		const admission = await breaker.admit();
		if (admission === 'refused') {
			meter.ended('away');
			throw away(subject);
		}
		const askedAt = Date.now();
		const deadline = createDeadline(caller, `${subject} took too long. Please try again.`);
		try {
			return await work({
				deadline,
				hear: () => meter.heard(Date.now() - askedAt),
				succeed() {
					deadline.end();
					breaker.report(admission, 'success');
					meter.ended('answered');
				},
				fail(thrown) {
					deadline.end();
					const isGivenUp = deadline.signal.aborted && !(deadline.signal.reason instanceof TooSlow);
					if (isGivenUp) return thrown;
					meter.gaveUp();
					return failed(thrown, admission);
				}
			});
		} catch (thrown) {
			deadline.end();
			// Given up by whoever asked: that says nothing of the model.
			if (caller?.aborted === true) throw thrown;
			throw failed(thrown, admission);
		}
	}

	return {
		/** `work` says itself that it succeeded, which may be after it has returned. */
		async run<T>(caller: AbortSignal | undefined, work: (attempt: Attempt) => Promise<T>): Promise<T> {
			try {
				return await tryAgain(
					() => attempt(caller, work),
					patience,
					({ cause }) => !(cause instanceof TooSlow)
				);
			} catch (thrown) {
				if (caller?.aborted !== true) meter.gaveUp();
				throw thrown;
			}
		}
	};
}

function away(subject: Subject): AppError {
	return new AppError('unavailable', `${subject} is away just now. Please try again later.`, {
		retryable: false
	});
}
