// A vendor's error as ours. The vendor's own words stay in `cause`, for the log: they can hold keys, addresses and prompts.
import { APICallError, LoadAPIKeyError } from '@ai-sdk/provider';
import { RetryError } from 'ai';
import { AppError } from '#lib/shared/errors.ts';

/** undefined: not an error of a provider, so a bug of ours. */
export function translateModelError(thrown: unknown): AppError | undefined {
	if (thrown instanceof AppError) return thrown;
	if (RetryError.isInstance(thrown)) return translateModelError(thrown.lastError) ?? unreachable(thrown);
	if (LoadAPIKeyError.isInstance(thrown)) return misconfigured(thrown);
	if (APICallError.isInstance(thrown)) return translateCall(thrown);
	if (thrown instanceof Error && isOfTheWire(thrown)) return unreachable(thrown);
	return undefined;
}

function translateCall(error: APICallError): AppError {
	const status = error.statusCode;
	// Below 400 the answer had begun and broke off.
	if (status === undefined || status < 400) return unreachable(error);
	if (status === 401 || status === 403 || status === 404) return misconfigured(error);
	if (status === 429) {
		const seconds = Number(error.responseHeaders?.['retry-after']);
		return new AppError('rate-limited', 'The model that answers is busy. Please try again in a moment.', {
			cause: error,
			...(Number.isFinite(seconds) && seconds > 0 ? { retryAfterSeconds: seconds } : {})
		});
	}
	if (status === 413 || isContextOverflow(error))
		return new AppError('too-large', 'This conversation has become too long for the model that answers.', {
			cause: error
		});
	if (status >= 500 || status === 408) return unreachable(error);
	return new AppError('unavailable', 'The model that answers did not accept the request.', {
		retryable: false,
		cause: error
	});
}

function misconfigured(cause: unknown): AppError {
	return new AppError(
		'unavailable',
		'The model that answers is not set up correctly. Please tell the school.',
		{
			retryable: false,
			cause
		}
	);
}

function unreachable(cause: unknown): AppError {
	return new AppError('unavailable', 'The model that answers cannot be reached just now. Please try again.', {
		cause
	});
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
