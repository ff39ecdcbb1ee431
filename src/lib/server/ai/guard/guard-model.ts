// Stands around a model that may fail: times for connecting, for the first part and between parts; another try, a little later, of what
// may pass; and a circuit breaker, so that a model known to be away costs nobody a wait. A failure leaves as AppError. Once a part has
// been given nothing is tried again here: whoever shows the answer knows what was shown of it.
import type {
	LanguageModelV4,
	LanguageModelV4CallOptions,
	LanguageModelV4StreamPart,
	LanguageModelV4StreamResult
} from '@ai-sdk/provider';
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
import { translateModelError } from '../openai-compatible/index.ts';

/** Milliseconds. */
export interface ModelTimes {
	/** Until the model begins to reply. */
	connect: number;
	/** From then to the first part that says something. */
	firstPart: number;
	/** From one part to the next. */
	betweenParts: number;
	/** From the first part to the last. */
	whole: number;
}

export interface GuardOptions {
	breaker: CircuitBreaker;
	times: ModelTimes;
	patience: Patience;
}

/** An answer has some hundreds of words: a model that goes on like this has lost itself. */
const MOST_CHARACTERS = 100_000;

export function guardModel(
	model: LanguageModelV4,
	{ breaker, times, patience }: GuardOptions
): LanguageModelV4 {
	/** One try, from the breaker's word to the outcome; `work` reports a success itself. */
	async function attempt<T>(
		call: LanguageModelV4CallOptions,
		work: (deadline: Deadline, admission: Admission) => Promise<T>
	): Promise<T> {
		const admission = await breaker.admit();
		if (admission === 'refused') throw away();
		const deadline = createDeadline(
			call.abortSignal,
			'The model that answers took too long. Please try again.'
		);
		try {
			return await work(deadline, admission);
		} catch (thrown) {
			deadline.end();
			// Given up by whoever asked: that says nothing of the model.
			if (call.abortSignal?.aborted === true) throw thrown;
			throw failed(thrown, admission);
		}
	}

	function failed(thrown: unknown, admission: Admission): unknown {
		const error = translateModelError(thrown);
		if (error === undefined) return thrown;
		breaker.report(admission, error.code === 'too-large' ? 'success' : 'failure');
		return error;
	}

	async function begin(
		call: LanguageModelV4CallOptions,
		deadline: Deadline,
		admission: Admission
	): Promise<LanguageModelV4StreamResult> {
		const asked = Promise.resolve(model.doStream({ ...call, abortSignal: deadline.signal }));
		const { stream, ...rest } = await deadline.within(times.connect, asked);
		const reader = stream.getReader();
		try {
			const early = await readToFirstPart(reader, deadline);
			return { ...rest, stream: goOn(reader, early, deadline, admission) };
		} catch (thrown) {
			void reader.cancel(thrown).catch(() => undefined);
			throw thrown;
		}
	}

	async function readToFirstPart(
		reader: ReadableStreamDefaultReader<LanguageModelV4StreamPart>,
		deadline: Deadline
	): Promise<LanguageModelV4StreamPart[]> {
		const parts: LanguageModelV4StreamPart[] = [];
		for (;;) {
			const { done, value } = await deadline.within(times.firstPart, reader.read());
			if (done) throw new AppError('unavailable', 'The model that answers said nothing. Please try again.');
			if (value.type === 'error') throw brokenBy(value.error);
			parts.push(value);
			if (!PREAMBLE.has(value.type)) return parts;
		}
	}

	function goOn(
		reader: ReadableStreamDefaultReader<LanguageModelV4StreamPart>,
		early: LanguageModelV4StreamPart[],
		deadline: Deadline,
		admission: Admission
	): ReadableStream<LanguageModelV4StreamPart> {
		let characters = 0;
		const endsAt = Date.now() + times.whole;
		const end = (outcome: 'success' | 'failure') => {
			deadline.end();
			breaker.report(admission, outcome);
		};
		return new ReadableStream({
			async pull(controller) {
				try {
					const value = early.shift() ?? (await next());
					if (value === undefined) {
						end('success');
						controller.close();
						return;
					}
					if (value.type === 'error') throw brokenBy(value.error);
					if ('delta' in value) characters += value.delta.length;
					if (characters > MOST_CHARACTERS)
						throw new AppError('unavailable', 'The model that answers did not come to an end.');
					controller.enqueue(value);
				} catch (thrown) {
					void reader.cancel().catch(() => undefined);
					deadline.end();
					const isGivenUp = deadline.signal.aborted && !(deadline.signal.reason instanceof TooSlow);
					controller.enqueue({ type: 'error', error: isGivenUp ? thrown : failed(thrown, admission) });
					controller.close();
				}
			},
			cancel(reason) {
				deadline.end();
				return reader.cancel(reason);
			}
		});

		async function next(): Promise<LanguageModelV4StreamPart | undefined> {
			const { done, value } = await deadline.within(
				Math.max(0, Math.min(times.betweenParts, endsAt - Date.now())),
				reader.read()
			);
			return done ? undefined : value;
		}
	}

	// What was slow is not asked again: it would keep the person waiting twice.
	const isWorthIt = ({ cause }: AppError) => !(cause instanceof TooSlow);

	return {
		specificationVersion: 'v4',
		provider: model.provider,
		modelId: model.modelId,
		supportedUrls: model.supportedUrls,
		doStream: (call) =>
			tryAgain(
				() => attempt(call, (deadline, admission) => begin(call, deadline, admission)),
				patience,
				isWorthIt
			),
		doGenerate: (call) =>
			tryAgain(
				() =>
					attempt(call, async (deadline, admission) => {
						const asked = Promise.resolve(model.doGenerate({ ...call, abortSignal: deadline.signal }));
						const result = await deadline.within(times.connect + times.firstPart, asked);
						deadline.end();
						breaker.report(admission, 'success');
						return result;
					}),
				patience,
				isWorthIt
			)
	};
}

/** What a stream says went wrong, which need not be an Error, is the model's fault whatever it is. */
function brokenBy(cause: unknown): AppError {
	return (
		translateModelError(cause) ??
		new AppError('unavailable', 'The model that answers broke off. Please try again.', { cause })
	);
}

/** Parts that say nothing of the answer. */
const PREAMBLE: ReadonlySet<LanguageModelV4StreamPart['type']> = new Set([
	'stream-start',
	'response-metadata',
	'ping',
	'raw',
	'text-start',
	'reasoning-start'
]);

function away(): AppError {
	return new AppError('unavailable', 'The model that answers is away just now. Please try again later.', {
		retryable: false
	});
}
