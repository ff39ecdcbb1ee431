// A vendor's error as ours. The vendor's own words stay in `cause`, for the log: they can hold keys, addresses and prompts.
import { APICallError, LoadAPIKeyError } from '@ai-sdk/provider';
import { RetryError } from 'ai';
import { AppError } from '#lib/shared/errors.ts';

/** What failed, as the beginning of a sentence. */
export type Subject =
	'The model that answers' | 'The embedding model' | 'The reranking model' | 'The small model';
const ANSWERS: Subject = 'The model that answers';

/** undefined: not an error of a provider, so a bug of ours. */
export function translateModelError(thrown: unknown, subject: Subject = ANSWERS): AppError | undefined {
	if (thrown instanceof AppError) return thrown;
	if (RetryError.isInstance(thrown))
		return translateModelError(thrown.lastError, subject) ?? unreachable(thrown, subject);
	if (LoadAPIKeyError.isInstance(thrown)) return misconfigured(thrown, subject);
	if (APICallError.isInstance(thrown)) return translateCall(thrown, subject);
	if (thrown instanceof Error && isOfTheWire(thrown)) return unreachable(thrown, subject);
	return undefined;
}

function translateCall(error: APICallError, subject: Subject): AppError {
	const status = error.statusCode;
	// Below 400 the answer had begun and broke off.
	if (status === undefined || status < 400) return unreachable(error, subject);
	if (status === 401 || status === 403 || status === 404) return misconfigured(error, subject);
	if (status === 429) {
		const seconds = secondsAsked(error.responseHeaders?.['retry-after']);
		return new AppError('rate-limited', `${subject} is busy. Please try again in a moment.`, {
			cause: error,
			...(seconds === undefined ? {} : { retryAfterSeconds: seconds })
		});
	}
	if (status === 413 || isContextOverflow(error))
		return new AppError(
			'too-large',
			subject === ANSWERS
				? 'This conversation has become too long for the model that answers.'
				: `${subject} was given more text than it takes.`,
			{ cause: error }
		);
	if (status >= 500 || status === 408) return unreachable(error, subject);
	return new AppError('unavailable', `${subject} did not accept the request.`, {
		retryable: false,
		cause: error
	});
}

/** Seconds, or the date on which to come again (RFC 9110, 10.2.3). */
function secondsAsked(header: string | undefined): number | undefined {
	if (header === undefined) return undefined;
	const asked = Number(header);
	const seconds = Number.isFinite(asked) ? asked : (Date.parse(header) - Date.now()) / 1_000;
	return seconds > 0 ? Math.ceil(seconds) : undefined;
}

function misconfigured(cause: unknown, subject: Subject): AppError {
	return new AppError('unavailable', `${subject} is not set up correctly. Please tell the school.`, {
		retryable: false,
		cause
	});
}

function unreachable(cause: unknown, subject: Subject): AppError {
	return new AppError('unavailable', `${subject} cannot be reached just now. Please try again.`, { cause });
}

function isContextOverflow(error: APICallError): boolean {
	return (
		error.statusCode === 400 &&
		/context[_ ]length|maximum context|too many tokens/i.test(error.responseBody ?? '')
	);
}

/** Broken streams and answers that are not the protocol: the SDK's own classes, fetch's TypeErrors and the platform's network errors. */
function isOfTheWire(error: Error): boolean {
	return (
		/^AI_(JSONParse|TypeValidation|InvalidResponseData|EmptyResponseBody|NoContentGenerated|NoOutputGenerated|StreamProvider)/.test(
			error.name
		) ||
		error.name === 'TimeoutError' ||
		/network|fetch failed|connection|ECONN|terminated|socket|internal error; reference/i.test(error.message)
	);
}
