// One answer by the models of a chain. Where one cannot go on, what it had not shown is forgotten; the sentences it had shown stand, and the
// next model goes on after them without saying them again. The reader is told that it was another. The parts stay a stream of one message:
// ids are given once, and positions count from the message's beginning.
import type { ModelMessage } from 'ai';
import type { FinishReason, TurnPart } from '#lib/shared/conversation/parts.ts';
import { AppError } from '#lib/shared/errors.ts';
import type { AnswerModels } from '../../ai/index.ts';
import { writeAnswer, type AnswerOrder } from './answer.ts';

export interface ChainOrder extends Omit<AnswerOrder, 'answerModel' | 'said'> {
	/** The messages with the files that came with the question, for a model that looks at them; undefined where none came. */
	withFiles: (() => Promise<ModelMessage[]>) | undefined;
	/** Hears of each model that could not, before the next one is asked. */
	onFallback?: (label: string, error: AppError) => void;
}

/** Messages that are not worth cutting in two. */
const FEW = 6;
/** Between what one model wrote and what another goes on with. */
const SEAM = '\n\n';

export async function answerByChain(
	models: AnswerModels,
	{ withFiles, onFallback, ...order }: ChainOrder
): Promise<FinishReason> {
	let shown = '';
	const numbers = createNumbers();
	for (const [at, answerModel] of models.entries()) {
		const hasReader = answerModel.isRemote;
		// The embedded model answers from the school's documents: its question stays the person's words.
		const messages = hasReader && withFiles !== undefined ? await withFiles() : order.messages;
		if (!hasReader && withFiles !== undefined)
			order.emit({ type: 'data-notice', data: { code: 'files-unread' } });
		const said = shown;
		const emit = (part: TurnPart) => {
			const placed = numbers.of(said === '' ? part : after(said, shown === said, at, part), said === '');
			if (placed.type === 'text-delta') shown += placed.delta;
			order.emit(placed);
		};
		const write = (given: ModelMessage[]) =>
			writeAnswer({ ...order, messages: given, answerModel, emit, said });
		const hasSaidNothing = () => shown === said;
		try {
			return await withLess(messages, write, hasSaidNothing);
		} catch (thrown) {
			const isLast = at === models.length - 1;
			if (isLast || order.signal.aborted || !(thrown instanceof AppError)) throw thrown;
			onFallback?.(answerModel.label, thrown);
			order.emit({ type: 'data-notice', data: { code: 'another-model' } });
		}
	}
	throw new Error('a chain without a model');
}

/** Where a conversation is too long for a model, with the newer half of it, and then with the question alone. */
async function withLess<T>(
	messages: ModelMessage[],
	write: (messages: ModelMessage[]) => Promise<T>,
	mayAgain: () => boolean
): Promise<T> {
	try {
		return await write(messages);
	} catch (thrown) {
		const fewer = newerHalf(messages);
		const isTooLong = thrown instanceof AppError && thrown.code === 'too-large';
		if (!isTooLong || !mayAgain() || fewer.length === messages.length) throw thrown;
		return withLess(fewer, write, mayAgain);
	}
}

/** Begins with a question; of the last one alone it is that. Short ones become the question at once: each try is waited for. */
function newerHalf(messages: ModelMessage[]): ModelMessage[] {
	if (messages.length <= FEW) return messages.slice(-1);
	const half = messages.slice(Math.ceil(messages.length / 2));
	const from = half.findIndex(({ role }) => role === 'user');
	return from === -1 ? messages.slice(-1) : half.slice(from);
}

/** Passages are numbered through the whole answer; what two models cite from one section has one number. */
function createNumbers() {
	const bySection = new Map<string, number>();
	return {
		of(part: TurnPart, isFirstModel: boolean): TurnPart {
			if (part.type !== 'data-citation') return part;
			const { documentId, revision, headings, number: own } = part.data;
			const section = JSON.stringify([documentId, revision, headings]);
			const known = bySection.get(section);
			const number = isFirstModel ? own : (known ?? Math.max(0, ...bySection.values()) + 1);
			if (known === undefined) bySection.set(section, number);
			return { ...part, data: { ...part.data, number } };
		}
	};
}

/** A part of the model at this place of the chain, behind what earlier ones said. */
function after(said: string, isFirst: boolean, at: number, part: TurnPart): TurnPart {
	const by = said.length + SEAM.length;
	switch (part.type) {
		case 'text-start':
		case 'text-end':
			return { ...part, id: `${part.id}-${at}` };
		case 'text-delta':
			return { ...part, id: `${part.id}-${at}`, delta: isFirst ? `${SEAM}${part.delta}` : part.delta };
		case 'data-citation':
			return { ...part, id: `${part.id}-${at}`, data: moved(part.data, by) };
		case 'data-unsupported':
			return { ...part, data: moved(part.data, by) };
		default:
			return part;
	}
}

function moved<Place extends { textStart: number; textEnd: number }>(place: Place, by: number): Place {
	return { ...place, textStart: place.textStart + by, textEnd: place.textEnd + by };
}
