// Writes one answer: the model with its tools, step after step, as parts handed to `emit` in order. Ends normally with the
// reason, and throws when the model fails. It appends nothing itself and ends no turn: that is the conversation's.
import { isStepCount, streamText, type ModelMessage, type TextStreamPart, type ToolSet } from 'ai';
import type { Actor } from '#lib/shared/actor.ts';
import { splitSentences } from '#lib/shared/text/sentences.ts';
import type { FinishReason, TurnData, TurnPart } from '#lib/shared/conversation/parts.ts';
import { AppError } from '#lib/shared/errors.ts';
import { orderHints, translateModelError, type AnswerModel } from '../../ai/index.ts';
import type { RegisteredTool } from '../../tools/index.ts';
import type { Approval } from '../store/turns.ts';
import { createAnswerText } from './answer-text.ts';
import { createModelTools, type ToolCallRecord } from './model-tools.ts';
import { createPassageBook } from './passage-book.ts';
import { createSentenceJudge } from './sentence-judge.ts';
import { asSaid, createSentenceProof } from './sentence-proof.ts';
import { describeTurn, questionOf, usageOf } from './turn-report.ts';

export interface AnswerOrder {
	conversationId: string;
	turnId: string;
	actor: Actor;
	answerModel: AnswerModel;
	instructions: string;
	messages: ModelMessage[];
	tools: readonly RegisteredTool[];
	/** Recorded with the answer; not waited for before. Never rejects. */
	/** What the person said to a call that waited for their word: this answer carries it out, or leaves it. */
	approval: Approval | null;
	variants: Promise<Partial<Record<string, string>>>;
	/** What becomes of a remote model's sentences that its sources do not bear out; marked unless it is said. */
	unsupportedSentences?: 'mark' | 'strike' | undefined;
	/** Depends on nobody: it may be what was said to somebody else, and be said again. */
	isImpersonal?: boolean;
	/** It is listened to. */
	isSpoken?: boolean;
	/** The text of this answer that stands already, from a model that broke off: this one goes on after it. */
	said?: string;
	signal: AbortSignal;
	emit: (part: TurnPart) => void;
	/** Resolves when what was emitted is durable and its readers have had their turn. */
	delivered: () => Promise<void>;
}

/** A model that has everything ready would keep the readers waiting to its end: after the first words, and then after so many, they go first. */
const DELTAS_AT_ONCE = 32;

/** Searches, answers, and room for another try of each. */
const MOST_STEPS = 6;
/** A model that calls what is no tool, or with what is no input, is told so once. */
const MOST_INVALID_STEPS = 2;

export async function writeAnswer(order: AnswerOrder): Promise<FinishReason> {
	const { answerModel, emit } = order;
	const book = createPassageBook();
	const calls: ToolCallRecord[] = [];
	const judge = createSentenceJudge(book, questionOf(order.messages));
	// The embedded model says what its passages say: it is judged alike, but nobody waits for that.
	const handling = answerModel.isRemote ? (order.unsupportedSentences ?? 'mark') : 'count';
	const text = createAnswerText(
		book.find,
		createSentenceProof(judge, handling, sentencesOf(order.said)),
		emit
	);
	const { conversationId, turnId, actor } = order;
	const tools = createModelTools(order.tools, { conversationId, turnId, actor }, book, (call) =>
		calls.push(call)
	);
	if (order.approval !== null) {
		const { toolCallId, toolName, input } = order.approval;
		emit({ type: 'tool-input-available', toolCallId, toolName, input });
	}
	const result = streamText({
		model: answerModel.model,
		instructions: order.instructions + goingOn(order.said),
		messages: [...order.messages, ...answered(order.approval)],
		tools,
		toolApproval: approvalsOf(order.tools),
		stopWhen: [isStepCount(MOST_STEPS), callsInVain],
		abortSignal: order.signal,
		providerOptions: orderHints({
			isImpersonal: order.isImpersonal === true && order.said === undefined,
			isSpoken: order.isSpoken === true
		}),
		// Whoever stands around a remote model tries again what is worth it, and keeps its times.
		maxRetries: 0,
		// The error comes through the stream; the SDK's own printing would repeat it, with the prompt.
		onError: () => undefined
	});
	let report: unknown;
	let usage: TurnData['usage'];
	let finishReason: FinishReason = 'other';
	const invalidCalls = new Set<string>();
	let deltas = 0;
	let isAsking = false;
	try {
		for await (const part of result.stream) {
			if (order.signal.aborted) break;
			switch (part.type) {
				case 'text-start':
					text.begin();
					break;
				case 'text-delta':
					text.take(part.text);
					if (!text.isEmpty() && deltas++ % DELTAS_AT_ONCE === 0) await order.delivered();
					break;
				case 'text-end':
					text.end();
					break;
				case 'finish-step':
					text.end();
					report = part.providerMetadata?.['segue'] ?? report;
					emit({ type: 'finish-step' });
					break;
				case 'finish':
					finishReason = part.finishReason;
					if (answerModel.isRemote) usage = usageOf(part.totalUsage);
					break;
				case 'error':
					throw part.error;
				case 'abort':
					// Not asked for by us: the model's time was over.
					throw new AppError('unavailable', 'The model that answers took too long. Please try again.');
				case 'tool-approval-request':
					isAsking = true;
					emit({
						...{ type: 'tool-approval-request', approvalId: part.approvalId },
						toolCallId: part.toolCall.toolCallId
					});
					break;
				default:
					for (const wire of toTurnParts(part, invalidCalls)) emit(wire);
			}
		}
	} catch (thrown) {
		text.breakOff();
		throw translateModelError(thrown) ?? thrown;
	}
	if (order.signal.aborted) return finishReason;
	if (finishReason === 'length') emit({ type: 'data-notice', data: { code: 'cut-short' } });
	if (text.isEmpty() && !isAsking) throw new AppError('unavailable', 'No answer came. Please try again.');
	const about = describeTurn(order, await order.variants, report, calls, text);
	emit({ type: 'data-turn', data: usage === undefined ? about : { ...about, usage } });
	return finishReason;
}

function callsInVain({
	steps
}: {
	steps: readonly { toolCalls: readonly { invalid?: boolean | undefined }[] }[];
}): boolean {
	const invalid = steps.filter(({ toolCalls }) => toolCalls.some((call) => call.invalid === true));
	return invalid.length >= MOST_INVALID_STEPS;
}

function sentencesOf(said = ''): Set<string> {
	return new Set(splitSentences(said).map(({ start, end }) => asSaid(said.slice(start, end))));
}

/** For a model that takes instructions. Every line is marked as a quotation, and none can end it. */
function goingOn(said = ''): string {
	if (said === '') return '';
	const quoted = said.replaceAll('\n', '\n> ');
	return `\n\nAnother model began this answer and broke off. What it wrote is shown already; go on after its last sentence, and repeat nothing of it:\n> ${quoted}`;
}

/** The SDK's own way to go on after the person's word: it runs the call, or tells the model that it was refused. */
function answered(approval: Approval | null): ModelMessage[] {
	if (approval === null) return [];
	const { id: approvalId, toolCallId, toolName, input, approved } = approval;
	return [
		{
			role: 'assistant',
			content: [
				{ type: 'tool-call', toolCallId, toolName, input },
				{ type: 'tool-approval-request', approvalId, toolCallId }
			]
		},
		{ role: 'tool', content: [{ type: 'tool-approval-response', approvalId, approved }] }
	];
}

function approvalsOf(tools: readonly RegisteredTool[]): Record<string, 'user-approval'> {
	const asking = tools.filter(({ confirmation }) => confirmation === 'always');
	return Object.fromEntries(asking.map(({ name }) => [name, 'user-approval']));
}

/** Tools, reasoning and steps. Inputs go out whole: nobody reads a query letter by letter. */
function toTurnParts(part: TextStreamPart<ToolSet>, invalidCalls: Set<string>): TurnPart[] {
	switch (part.type) {
		case 'start-step':
			return [{ type: 'start-step' }];
		case 'reasoning-start':
		case 'reasoning-end':
			return [{ type: part.type, id: part.id }];
		case 'reasoning-delta':
			return [{ type: 'reasoning-delta', id: part.id, delta: part.text }];
		case 'tool-call': {
			const { toolCallId, toolName } = part;
			const input: unknown = part.input;
			if (part.invalid !== true) return [{ type: 'tool-input-available', toolCallId, toolName, input }];
			invalidCalls.add(toolCallId);
			const errorText = 'The model called a tool in a way that cannot be understood.';
			return [{ type: 'tool-input-error', toolCallId, toolName, input, errorText }];
		}
		case 'tool-result':
			return [
				{
					type: 'tool-output-available',
					toolCallId: part.toolCallId,
					output: (part.output as unknown) ?? null
				}
			];
		case 'tool-output-denied':
			return [{ type: 'tool-output-denied', toolCallId: part.toolCallId }];
		case 'tool-error':
			// The registry never throws: what fails here is a call already reported as invalid.
			if (invalidCalls.has(part.toolCallId)) return [];
			return [{ type: 'tool-output-error', toolCallId: part.toolCallId, errorText: 'The tool failed.' }];
		default:
			return [];
	}
}
