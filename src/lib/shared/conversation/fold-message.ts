// The parts of one answer in, the message out: what fold.ts does for the whole log, for a single message of it.
import type { LogEvent } from './event.ts';
import type { ConversationMessage, MessagePart, ToolPart } from './message.ts';
import type { ApprovalData, TurnPart } from './parts.ts';

export type FoldableEvent = Omit<LogEvent, 'version'>;

/** One answer alone: undefined until its `start` has been seen, or its place was announced by the question. */
export function foldMessage(
	message: ConversationMessage | undefined,
	event: FoldableEvent
): ConversationMessage | undefined {
	if (message !== undefined && event.seq <= message.lastSeq) return message;
	const part = event.part as TurnPart;
	if (part.type === 'start') {
		const { parentId, turnId } = part.messageMetadata;
		const fresh = message ?? startedBy(event, part.messageId, queuedAnswer(parentId, turnId));
		const createdAt = part.messageMetadata.createdAt;
		return { ...fresh, status: 'streaming', createdAt, seq: event.seq, lastSeq: event.seq };
	}
	if (message === undefined) return undefined;
	const seen = { ...message, lastSeq: event.seq };
	switch (part.type) {
		case 'finish':
			return { ...seen, status: 'complete', parts: closed(message.parts) };
		case 'abort':
			return { ...seen, status: 'stopped', parts: closed(message.parts) };
		case 'error':
			return { ...seen, status: 'failed', error: part.error, parts: closed(message.parts) };
		default:
			return { ...seen, parts: foldPart(message.parts, part) };
	}
}

/** What was asked in this answer has been answered; again, it stays. */
export function withApproval(
	message: ConversationMessage,
	{ toolCallId, approved }: Pick<ApprovalData, 'toolCallId' | 'approved'>
): ConversationMessage {
	const parts = replaceLast(message.parts, isTool(toolCallId), (part) => {
		const tool = part as ToolPart;
		if (tool.state !== 'approval-requested' || tool.approval === undefined) return tool;
		return { ...tool, state: 'approval-responded', approval: { ...tool.approval, approved } };
	});
	return { ...message, parts };
}

type ContentPart = Exclude<TurnPart, { type: 'start' | 'finish' | 'abort' | 'error' }>;

function foldPart(parts: MessagePart[], part: ContentPart): MessagePart[] {
	switch (part.type) {
		case 'start-step':
			return [...parts, { type: 'step-start' }];
		case 'finish-step':
			return parts;
		case 'text-start':
			return [...parts, { type: 'text', text: '', state: 'streaming' }];
		case 'reasoning-start':
			return [...parts, { type: 'reasoning', id: part.id, text: '', state: 'streaming' }];
		case 'text-delta':
		case 'reasoning-delta': {
			const kind = part.type === 'text-delta' ? 'text' : 'reasoning';
			return replaceLast(parts, isStreaming(kind), (open) =>
				'text' in open ? { ...open, text: open.text + part.delta } : open
			);
		}
		case 'text-end':
		case 'reasoning-end': {
			const kind = part.type === 'text-end' ? 'text' : 'reasoning';
			return replaceLast(parts, isStreaming(kind), (open) =>
				'text' in open ? { ...open, state: 'done' } : open
			);
		}
		case 'tool-input-available': {
			const { toolCallId, toolName, input } = part;
			return putTool(parts, { type: `tool-${toolName}`, toolCallId, state: 'input-available', input });
		}
		case 'tool-input-error': {
			const { toolCallId, toolName, input, errorText } = part;
			return putTool(parts, {
				type: `tool-${toolName}`,
				toolCallId,
				state: 'output-error',
				input,
				errorText
			});
		}
		case 'tool-output-available': {
			const { toolCallId, output } = part;
			return replaceLast(parts, isTool(toolCallId), (tool) => ({
				...(tool as ToolPart),
				state: 'output-available',
				output
			}));
		}
		case 'tool-approval-request': {
			const { toolCallId, approvalId } = part;
			return replaceLast(parts, isTool(toolCallId), (tool) => ({
				...(tool as ToolPart),
				state: 'approval-requested',
				approval: { id: approvalId }
			}));
		}
		case 'tool-output-denied':
			return replaceLast(parts, isTool(part.toolCallId), (tool) => ({
				...(tool as ToolPart),
				state: 'output-denied'
			}));
		case 'tool-output-error': {
			const { toolCallId, errorText } = part;
			return replaceLast(parts, isTool(toolCallId), (tool) => ({
				...(tool as ToolPart),
				state: 'output-error',
				errorText
			}));
		}
		case 'source-document':
		case 'data-citation':
		case 'data-unsupported':
		case 'data-turn':
		case 'data-handover':
		case 'data-notice':
			return [...parts, part];
		default:
			// A part of a later version: a reader that does not know it leaves it out.
			return parts;
	}
}

const isStreaming = (kind: 'text' | 'reasoning') => (part: MessagePart) =>
	part.type === kind && part.state === 'streaming';

const isTool = (toolCallId: string) => (part: MessagePart) =>
	'toolCallId' in part && part.toolCallId === toolCallId;

function putTool(parts: MessagePart[], tool: ToolPart): MessagePart[] {
	return parts.some(isTool(tool.toolCallId))
		? replaceLast(parts, isTool(tool.toolCallId), () => tool)
		: [...parts, tool];
}

function replaceLast(
	parts: MessagePart[],
	matches: (part: MessagePart) => boolean,
	change: (part: MessagePart) => MessagePart
): MessagePart[] {
	const index = parts.findLastIndex(matches);
	const found = parts[index];
	return found === undefined ? parts : parts.with(index, change(found));
}

/** Nothing goes on streaming after the end of a turn, whatever ended it. */
function closed(parts: MessagePart[]): MessagePart[] {
	const isOpen = (part: MessagePart) => 'state' in part && part.state === 'streaming';
	if (!parts.some(isOpen)) return parts;
	return parts.map((part) => ('text' in part && isOpen(part) ? { ...part, state: 'done' } : part));
}

type Fresh = Pick<ConversationMessage, 'role' | 'parentId' | 'parts' | 'metadata' | 'status'>;

export function queuedAnswer(parentId: string, turnId: string): Fresh {
	return { role: 'assistant', parentId, parts: [], metadata: { turnId }, status: 'queued' };
}

export function startedBy(event: FoldableEvent, id: string, fresh: Fresh): ConversationMessage {
	return { id, ...fresh, createdAt: event.at, seq: event.seq, lastSeq: event.seq };
}
