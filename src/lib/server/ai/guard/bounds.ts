// How much a model may say in one go. An answer that is longer is cut, and says so; a model that loses itself otherwise (thinks without end,
// says nothing but blanks, calls tools without number) is taken for one that broke off.
import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { AppError } from '#lib/shared/errors.ts';

/** An answer has some hundreds of words; with what it thinks and what it calls tools with, some thousands. */
const MOST_CHARACTERS = { text: 24_000, whole: 100_000 };
/** Between two letters: indentation of code has some dozens. */
const MOST_BLANKS = 2_000;
/** An answer calls a few. */
const MOST_CALLS = 16;

export function createBounds() {
	const characters = { text: 0, whole: 0 };
	let blanks = 0;
	let calls = 0;

	return {
		/** `cut`: the answer ends before this part. Throws `unavailable`. */
		take(part: LanguageModelV4StreamPart): 'pass' | 'cut' {
			if ('delta' in part) characters.whole += part.delta.length;
			if (part.type === 'tool-call') {
				calls++;
				characters.whole += part.input.length;
			}
			if (part.type === 'text-delta') {
				characters.text += part.delta.length;
				const tail = part.delta.length - part.delta.trimEnd().length;
				blanks = tail === part.delta.length ? blanks + tail : tail;
			}
			if (blanks > MOST_BLANKS) throw lost('said nothing more');
			if (calls > MOST_CALLS) throw lost('called too many tools at once');
			if (part.type === 'text-delta' && characters.text > MOST_CHARACTERS.text) return 'cut';
			if (characters.whole > MOST_CHARACTERS.whole) throw lost('did not come to an end');
			return 'pass';
		}
	};
}

/** The end of an answer whose next part, a text's, is left out. */
export function cutOff(part: LanguageModelV4StreamPart): LanguageModelV4StreamPart[] {
	return [
		...(part.type === 'text-delta' ? [{ type: 'text-end', id: part.id } as const] : []),
		{ type: 'finish', finishReason: { unified: 'length', raw: undefined }, usage: NOT_TOLD }
	];
}

export function lost(how: string): AppError {
	return new AppError('unavailable', `The model that answers ${how}.`, { retryable: false });
}

const NOT_TOLD = {
	inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
	outputTokens: { total: undefined, text: undefined, reasoning: undefined }
};
