// Stands around a model that may fail: times for connecting, for the first part and between parts; another try, a little later, of what
// may pass; and a circuit breaker, so that a model known to be away costs nobody a wait. A failure leaves as AppError. Once a part has
// been given nothing is tried again here: whoever shows the answer knows what was shown of it. What a model says is bounded in every way:
// letters, blanks, calls of tools.
import type {
	LanguageModelV4,
	LanguageModelV4StreamPart,
	LanguageModelV4StreamResult
} from '@ai-sdk/provider';
import { AppError } from '#lib/shared/errors.ts';
import { translateModelError } from '../translate-error.ts';
import { createAttempts, type Attempt, type AttemptOptions } from './attempts.ts';
import { createBounds, cutOff, lost } from './bounds.ts';

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

export interface GuardOptions extends AttemptOptions {
	times: ModelTimes;
}

type Reader = ReadableStreamDefaultReader<LanguageModelV4StreamPart>;

/** Of parts that say nothing: a model that goes on like this says nothing. */
const MOST_PREAMBLE = 1_000;

export function guardModel(model: LanguageModelV4, { times, ...options }: GuardOptions): LanguageModelV4 {
	const attempts = createAttempts(options);

	async function begin(
		asking: Promise<LanguageModelV4StreamResult>,
		attempt: Attempt
	): Promise<LanguageModelV4StreamResult> {
		const { stream, ...rest } = await attempt.deadline.within(times.connect, asking);
		const reader = stream.getReader();
		try {
			const early = await readToFirstPart(reader, attempt);
			return { ...rest, stream: goOn(reader, early, attempt) };
		} catch (thrown) {
			void reader.cancel(thrown).catch(() => undefined);
			throw thrown;
		}
	}

	async function readToFirstPart(
		reader: Reader,
		{ deadline, hear }: Attempt
	): Promise<LanguageModelV4StreamPart[]> {
		const parts: LanguageModelV4StreamPart[] = [];
		// One time for all of them: a sign of life now and then is no answer.
		const endsAt = Date.now() + times.firstPart;
		while (parts.length < MOST_PREAMBLE) {
			const { done, value } = await deadline.within(Math.max(0, endsAt - Date.now()), reader.read());
			if (done) break;
			if (value.type === 'error') throw brokenBy(value.error);
			parts.push(value);
			if (saysNothing(value)) continue;
			hear();
			return parts;
		}
		throw new AppError('unavailable', 'The model that answers said nothing. Please try again.');
	}

	function goOn(
		reader: Reader,
		early: LanguageModelV4StreamPart[],
		attempt: Attempt
	): ReadableStream<LanguageModelV4StreamPart> {
		const bounds = createBounds();
		const endsAt = Date.now() + times.whole;
		return new ReadableStream({
			async pull(controller) {
				try {
					const value = early.shift() ?? (await next());
					if (value === undefined) {
						attempt.succeed();
						controller.close();
						return;
					}
					if (value.type === 'error') throw brokenBy(value.error);
					if (bounds.take(value) === 'pass') {
						controller.enqueue(value);
						return;
					}
					void reader.cancel().catch(() => undefined);
					attempt.fail(lost('did not come to an end'));
					for (const part of cutOff(value)) controller.enqueue(part);
					controller.close();
				} catch (thrown) {
					void reader.cancel().catch(() => undefined);
					controller.enqueue({ type: 'error', error: attempt.fail(thrown) });
					controller.close();
				}
			},
			cancel(reason) {
				attempt.deadline.end();
				return reader.cancel(reason);
			}
		});

		async function next(): Promise<LanguageModelV4StreamPart | undefined> {
			const { done, value } = await attempt.deadline.within(
				Math.max(0, Math.min(times.betweenParts, endsAt - Date.now())),
				reader.read()
			);
			return done ? undefined : value;
		}
	}

	return {
		specificationVersion: 'v4',
		provider: model.provider,
		modelId: model.modelId,
		supportedUrls: model.supportedUrls,
		doStream: (call) =>
			attempts.run(call.abortSignal, (attempt) => {
				const { signal: abortSignal } = attempt.deadline;
				return begin(Promise.resolve(model.doStream({ ...call, abortSignal })), attempt);
			}),
		doGenerate: (call) =>
			attempts.run(call.abortSignal, async (attempt) => {
				const { deadline } = attempt;
				const asked = Promise.resolve(model.doGenerate({ ...call, abortSignal: deadline.signal }));
				const result = await deadline.within(times.connect + times.firstPart, asked);
				attempt.succeed();
				return result;
			})
	};
}

/** What a stream says went wrong, which need not be an Error, is the model's fault whatever it is. */
function brokenBy(cause: unknown): AppError {
	return (
		translateModelError(cause) ??
		new AppError('unavailable', 'The model that answers broke off. Please try again.', { cause })
	);
}

function saysNothing(part: LanguageModelV4StreamPart): boolean {
	if (part.type === 'text-delta' || part.type === 'reasoning-delta') return part.delta.trim() === '';
	return PREAMBLE.has(part.type);
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
