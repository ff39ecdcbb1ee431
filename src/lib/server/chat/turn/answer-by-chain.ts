// One answer by the first model of the chain that can give it. What a model that failed had not shown yet is forgotten, and the next one
// begins afresh; the reader is told that it was another. Once words were shown they stand, and the turn ends with the error.
import type { ModelMessage } from 'ai';
import type { FinishReason, TurnPart } from '#lib/shared/conversation/parts.ts';
import { AppError } from '#lib/shared/errors.ts';
import type { AnswerModels } from '../../ai/index.ts';
import { writeAnswer, type AnswerOrder } from './answer.ts';

export interface ChainOrder extends Omit<AnswerOrder, 'answerModel'> {
	/** The messages with the files that came with the question, for a model that looks at them; undefined where none came. */
	withFiles: (() => Promise<ModelMessage[]>) | undefined;
}

export async function answerByChain(
	models: AnswerModels,
	{ withFiles, ...order }: ChainOrder
): Promise<FinishReason> {
	const shown = { hasWords: false };
	const emit = (part: TurnPart) => {
		shown.hasWords ||= part.type === 'text-delta';
		order.emit(part);
	};
	for (const [at, answerModel] of models.entries()) {
		const hasReader = answerModel.isRemote;
		// The embedded model answers from the school's documents: its question stays the person's words.
		const messages = hasReader && withFiles !== undefined ? await withFiles() : order.messages;
		if (!hasReader && withFiles !== undefined) emit({ type: 'data-notice', data: { code: 'files-unread' } });
		try {
			return await writeAnswer({ ...order, messages, answerModel, emit });
		} catch (thrown) {
			const isLast = at === models.length - 1;
			if (isLast || shown.hasWords || order.signal.aborted || !(thrown instanceof AppError)) throw thrown;
			emit({ type: 'data-notice', data: { code: 'another-model' } });
		}
	}
	throw new Error('a chain without a model');
}
