// A small task put to small models, one after the other, until one gives something that holds: what it gives is read as strictly as anything
// from outside, and whoever asks keeps what the embedded code made where nobody gives anything better.
import { generateText } from 'ai';
import type { z } from 'zod';
import type { AnswerModel } from '../answer-models.ts';
import { translateModelError } from '../translate-error.ts';

export interface SmallTask<Result> {
	instructions: string;
	/** Data, which may hold anything. */
	prompt: string;
	/** Plain text in; anything that does not hold is refused. */
	result: z.ZodType<Result, string>;
	signal?: AbortSignal;
}

/** Of what it says, as much as is read. */
const MOST_CHARACTERS = 4_000;
/** Nobody waits for it, and yet. */
const TIMEOUT_MS = 20_000;

/** undefined: none of them bettered it. Never throws for what a model did. */
export async function askSmallModel<Result>(
	models: readonly AnswerModel[],
	{ instructions, prompt, result, signal }: SmallTask<Result>
): Promise<Result | undefined> {
	const inTime = AbortSignal.timeout(TIMEOUT_MS);
	for (const { model } of models) {
		try {
			const { text } = await generateText({
				...{ model, instructions, prompt, maxRetries: 0 },
				abortSignal: signal === undefined ? inTime : AbortSignal.any([signal, inTime])
			});
			if (text.length > MOST_CHARACTERS) continue;
			const { success, data } = result.safeParse(text);
			if (success) return data;
		} catch (thrown) {
			if (signal?.aborted === true || inTime.aborted) return undefined;
			if (translateModelError(thrown) === undefined) throw thrown;
		}
	}
	return undefined;
}
