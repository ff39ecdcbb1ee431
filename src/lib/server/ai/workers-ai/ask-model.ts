// One question to a model of Workers AI that answers in one piece, and a reply of the documented shape; or an error that
// translateModelError knows. Whoever stands around it keeps the time.
import type { z } from 'zod';
import { AppError } from '#lib/shared/errors.ts';
import type { Subject } from '../translate-error.ts';
import { readErrorPayload, toCallError } from './call-error.ts';

export interface Question<Reply> {
	modelId: string;
	subject: Subject;
	reply: z.ZodType<Reply>;
	abortSignal: AbortSignal | undefined;
}

export async function askModel<Reply>(
	{ modelId, subject, reply, abortSignal }: Question<Reply>,
	run: (options: AiOptions) => Promise<unknown>
): Promise<Reply> {
	abortSignal?.throwIfAborted();
	let raw: unknown;
	try {
		raw = await run(abortSignal === undefined ? {} : { signal: abortSignal });
	} catch (thrown) {
		throw toCallError(thrown, modelId);
	}
	const failure = readErrorPayload(raw);
	if (failure !== undefined) throw toCallError(failure, modelId);
	const parsed = reply.safeParse(raw);
	if (parsed.success) return parsed.data;
	throw new AppError('unavailable', `${subject} answered in a way that cannot be understood.`, {
		cause: parsed.error
	});
}
