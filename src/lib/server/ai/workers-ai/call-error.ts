// What `env.AI.run` throws, as the AI SDK's APICallError with the HTTP status that is meant, so that the SDK tries again what is worth it
// and translateModelError knows the rest. Codes: https://developers.cloudflare.com/workers-ai/platform/errors/
import { APICallError } from '@ai-sdk/provider';

const STATUS_OF_CODE: Readonly<Record<number, number>> = {
	3003: 400,
	3006: 413,
	3007: 408,
	3008: 408,
	3023: 403,
	// The day's free allowance is used up: not a matter of moments, so not 429.
	3036: 403,
	3039: 400,
	3040: 429,
	3041: 403,
	3042: 404,
	5004: 400,
	5005: 405,
	5007: 404,
	5016: 403,
	5018: 403,
	5019: 405,
	// Not in the list above: the context window.
	5021: 413
};

/** An abort passes through as it is; a fault nobody has listed is taken for one of theirs that may pass. */
export function toCallError(thrown: unknown, modelId: string): unknown {
	if (isAbort(thrown)) return thrown;
	const cause = APICallError.isInstance(thrown) ? (thrown.cause ?? thrown) : thrown;
	const message = messageOf(cause);
	const code = codeOf(cause, message);
	return callError(modelId, {
		statusCode: statusOf(code, message),
		message,
		cause
	});
}

/** Without the prompt, which an error must not carry into a log. */
export function callError(
	modelId: string,
	{ statusCode, message, cause }: { statusCode: number; message: string; cause?: unknown }
): APICallError {
	return new APICallError({
		message,
		url: `workers-ai:${modelId}`,
		requestBodyValues: {},
		statusCode,
		cause
	});
}

/** An error event of a stream, or an error body where a reply was expected; undefined for anything else. */
export function readErrorPayload(payload: unknown): { code?: unknown; message: string } | undefined {
	if (typeof payload !== 'object' || payload === null) return undefined;
	const { error, errors, success } = payload as { error?: unknown; errors?: unknown; success?: unknown };
	const first: unknown = Array.isArray(errors) ? errors[0] : error;
	if ((first === undefined || first === null) && success !== false) return undefined;
	if (typeof first === 'object' && first !== null) return { ...first, message: messageOf(first) };
	return { message: typeof first === 'string' ? first : 'refused' };
}

function statusOf(code: number | undefined, message: string): number {
	const known = code === undefined ? undefined : STATUS_OF_CODE[code];
	if (known !== undefined) return known;
	if (/context (window|length)|too many tokens/i.test(message)) return 413;
	return 503;
}

/** As a property, or in front of the words: "InferenceUpstreamError: 3040: Capacity temporarily exceeded". */
function codeOf(thrown: unknown, message: string): number | undefined {
	const property: unknown =
		typeof thrown === 'object' && thrown !== null ? (thrown as { code?: unknown }).code : undefined;
	const own = Number(property);
	if (property !== undefined && own in STATUS_OF_CODE) return own;
	for (const [, digits] of message.matchAll(/\b(\d{4})\s*:/g))
		if (Number(digits) in STATUS_OF_CODE) return Number(digits);
	return undefined;
}

function messageOf(thrown: unknown): string {
	if (typeof thrown === 'string') return thrown;
	if (typeof thrown !== 'object' || thrown === null) return 'unknown';
	const { message } = thrown as { message?: unknown };
	return typeof message === 'string' ? message : 'unknown';
}

function isAbort(thrown: unknown): boolean {
	return thrown instanceof Error && thrown.name === 'AbortError';
}
