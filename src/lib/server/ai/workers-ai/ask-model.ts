// One question to a model of Workers AI that answers in one piece, and a reply of the documented shape; or an AppError in words that
// name what failed. Never longer than it may take, whether or not the platform heeds the signal.
import { APICallError } from '@ai-sdk/provider';
import type { z } from 'zod';
import { AppError } from '#lib/shared/errors.ts';
import { readErrorPayload, toCallError } from './call-error.ts';

export interface Question<Reply> {
	modelId: string;
	/** "The embedding model": how an error names it. */
	subject: string;
	reply: z.ZodType<Reply>;
	timeoutMs: number;
	abortSignal: AbortSignal | undefined;
}

export async function askModel<Reply>(
	{ modelId, subject, reply, timeoutMs, abortSignal }: Question<Reply>,
	run: (signal: AbortSignal) => Promise<unknown>
): Promise<Reply> {
	abortSignal?.throwIfAborted();
	const stop = new AbortController();
	const stopped = Promise.withResolvers<never>();
	const onAbort = (): void => {
		stopped.reject(abortSignal?.reason);
		stop.abort(abortSignal?.reason);
	};
	const timer = setTimeout(() => {
		stopped.reject(new AppError('unavailable', `${subject} took too long. Please try again.`));
		stop.abort();
	}, timeoutMs);
	abortSignal?.addEventListener('abort', onAbort);
	try {
		const raw = await Promise.race([run(stop.signal), stopped.promise]);
		const failure = readErrorPayload(raw);
		if (failure !== undefined) throw toCallError(failure, modelId);
		const parsed = reply.safeParse(raw);
		if (parsed.success) return parsed.data;
		throw new AppError('unavailable', `${subject} answered in a way that cannot be understood.`, {
			cause: parsed.error
		});
	} catch (thrown) {
		if (thrown instanceof AppError) throw thrown;
		if (abortSignal?.aborted === true) throw abortSignal.reason;
		throw translate(toCallError(thrown, modelId), subject);
	} finally {
		clearTimeout(timer);
		abortSignal?.removeEventListener('abort', onAbort);
	}
}

function translate(error: unknown, subject: string): AppError {
	const status = APICallError.isInstance(error) ? (error.statusCode ?? 503) : 503;
	if (status === 429)
		return new AppError('rate-limited', `${subject} is busy. Please try again in a moment.`, {
			cause: error
		});
	if (status === 413)
		return new AppError('too-large', `${subject} was given more text than it takes.`, { cause: error });
	if (status === 408 || status >= 500)
		return new AppError('unavailable', `${subject} cannot be reached just now. Please try again.`, {
			cause: error
		});
	const isSetUp = status === 400 || status === 405;
	return new AppError(
		'unavailable',
		isSetUp ? `${subject} did not accept the request.` : `${subject} is not set up correctly.`,
		{ retryable: false, cause: error }
	);
}
