// What the answer of one turn is written from: who answers, what they are told, which tools they have. What was said in a call is answered by the
// models of calls, for the ear.
import { filesOf } from '#lib/shared/conversation/message.ts';
import type { FinishReason, TurnPart } from '#lib/shared/conversation/parts.ts';
import { createChainTool } from './chains/chain-tool.ts';
import type { ConversationContext } from './conversation-context.ts';
import { recall } from './remember.ts';
import type { Turn } from './store/turns.ts';
import { answerByChain } from './turn/answer-by-chain.ts';
import { withFiles } from './turn/attached-files.ts';
import { readContext } from './turn/context.ts';
import { createHandOverTool } from './turn/hand-over.ts';
import { isImpersonal } from './turn/impersonal.ts';
import { limitPassages } from './turn/passage-limit.ts';
import { writeInstructions } from './turn/instructions.ts';

/** The newest suggestions and summaries of the school's people. */
const NOTES_FOR_MODEL = 5;

export async function writeTurn(
	context: ConversationContext,
	turn: Turn,
	signal: AbortSignal,
	emit: (part: TurnPart) => void
): Promise<FinishReason> {
	const { store, journal, log, startChain, schoolName } = context;
	const chains = startChain === undefined ? [] : [createChainTool(context, startChain)];
	const tools = context.tools.with(createHandOverTool(context, emit), ...chains).list();
	const { approval, tools: offered } = turn;
	const variants = context.variantsFor(turn.actor);
	const questionId = approval?.questionId ?? turn.questionId;
	const isSpoken = store.messages.byId(questionId)?.metadata.spoken === true;
	const { messages, earlier } = readContext(store.messages, questionId, (id) => recall(context, id));
	const notes = store.notes.forModel(NOTES_FOR_MODEL);
	const beside = [...notes, earlier, approval, hasFiles() ? questionId : null];
	return answerByChain(isSpoken ? context.spokenAnswerModels() : context.answerModels(), {
		conversationId: context.requireRecord().id,
		turnId: approval?.turnId ?? turn.id,
		actor: turn.actor,
		approval,
		instructions: writeInstructions({ schoolName, notes, earlier, isSpoken }),
		messages,
		isSpoken,
		isImpersonal: isImpersonal({ messages, beside: beside.filter((one) => one != null) }),
		withFiles: hasFiles() ? () => withFiles(context, questionId, messages) : undefined,
		tools: limitPassages(
			offered === null ? tools : tools.filter((tool) => offered.includes(tool.name)),
			variants.then((chosen) => chosen['answer-passages'])
		),
		variants,
		unsupportedSentences: context.unsupportedSentences,
		onFallback: (model, { code, cause }) =>
			log.warn('a model failed, the next one answers', { model, code, cause }),
		signal,
		emit,
		async delivered() {
			await journal.settled();
			// A timer, so that the process gets to its sockets: promises alone would go first.
			await new Promise<void>((resolve) => context.later(0, resolve));
		}
	});

	function hasFiles(): boolean {
		const question = store.messages.byId(turn.questionId);
		return question !== undefined && filesOf(question).length > 0;
	}
}
