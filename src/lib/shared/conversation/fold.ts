// Events in, messages out: the one fold, used by the browser, the object and the tests. Pure: a state is never changed, a new
// one shares what stayed the same. An event already folded is ignored, so two streams of the same log (the answer of a POST
// and the live socket) may both be fed in; each must bring every event of a message in order.
import type { LogEvent } from './event.ts';
import type { ConversationMessage, MessagePart, ToolPart } from './message.ts';
import type { TurnPart } from './parts.ts';

export interface ConversationState {
	title: string;
	status: 'active' | 'idle' | 'ended';
	deletedAt: number | null;
	pinned: boolean;
	tags: readonly string[];
	/** The leaf of the branch that is shown. */
	headId: string | null;
	messages: Readonly<Record<string, ConversationMessage>>;
	/** The highest position seen. */
	seq: number;
	/** The position of the last change of the title, the status, the labels, the head and each rating: an older change never wins. */
	changedAt: Readonly<Record<string, number>>;
}

export const EMPTY_CONVERSATION: ConversationState = {
	title: '',
	status: 'active',
	deletedAt: null,
	pinned: false,
	tags: [],
	headId: null,
	messages: {},
	seq: 0,
	changedAt: {}
};

export type FoldableEvent = Omit<LogEvent, 'version'>;

export function foldEvents(state: ConversationState, events: Iterable<FoldableEvent>): ConversationState {
	let next = state;
	for (const event of events) next = foldEvent(next, event);
	return next;
}

export function foldEvent(state: ConversationState, event: FoldableEvent): ConversationState {
	const next = event.seq > state.seq ? { ...state, seq: event.seq } : state;
	const part = event.part;
	switch (part.type) {
		case 'data-user-message': {
			const { messageId, parentId, text, files = [], clientMessageId, answerId, turnId } = part.data;
			const question = startedBy(event, messageId, {
				role: 'user',
				parentId,
				parts: [{ type: 'text', text, state: 'done' }, ...files],
				metadata: { turnId, clientMessageId },
				status: 'complete'
			});
			const answer = startedBy(event, answerId, queuedAnswer(messageId, turnId));
			return withHead(withNewMessages(next, question, answer), event.seq, answerId);
		}
		case 'data-retry': {
			const { answerId, parentId, turnId } = part.data;
			const answer = startedBy(event, answerId, queuedAnswer(parentId, turnId));
			return withHead(withNewMessages(next, answer), event.seq, answerId);
		}
		case 'data-head':
			return withHead(next, event.seq, part.data.messageId);
		case 'data-title':
			return changeOnce(next, 'title', event.seq, (fresh) => ({ ...fresh, title: part.data.title }));
		case 'data-status':
			return changeOnce(next, 'status', event.seq, (fresh) => ({ ...fresh, ...part.data }));
		case 'data-labels':
			return changeOnce(next, 'labels', event.seq, (fresh) => ({ ...fresh, ...part.data }));
		case 'data-rating': {
			const { messageId, rating } = part.data;
			return changeOnce(next, `rating:${messageId}`, event.seq, (fresh) => {
				const rated = fresh.messages[messageId];
				return rated === undefined ? fresh : withMessages(fresh, withRating(rated, rating));
			});
		}
		default: {
			if (event.messageId === null) return next;
			const before = state.messages[event.messageId];
			const after = foldMessage(before, event);
			return after === undefined || after === before ? next : withMessages(next, after);
		}
	}
}

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

function queuedAnswer(parentId: string, turnId: string): Fresh {
	return { role: 'assistant', parentId, parts: [], metadata: { turnId }, status: 'queued' };
}

function startedBy(event: FoldableEvent, id: string, fresh: Fresh): ConversationMessage {
	return { id, ...fresh, createdAt: event.at, seq: event.seq, lastSeq: event.seq };
}

function withHead(state: ConversationState, seq: number, headId: string): ConversationState {
	return changeOnce(state, 'head', seq, (fresh) => ({ ...fresh, headId }));
}

function changeOnce(
	state: ConversationState,
	what: string,
	seq: number,
	change: (state: ConversationState) => ConversationState
): ConversationState {
	if (seq <= (state.changedAt[what] ?? 0)) return state;
	return change({ ...state, changedAt: { ...state.changedAt, [what]: seq } });
}

/** Adds the messages that are not known yet. */
function withNewMessages(state: ConversationState, ...fresh: ConversationMessage[]): ConversationState {
	const unknown = fresh.filter((message) => state.messages[message.id] === undefined);
	return unknown.length === 0 ? state : withMessages(state, ...unknown);
}

function withMessages(state: ConversationState, ...changed: ConversationMessage[]): ConversationState {
	const messages = { ...state.messages };
	for (const message of changed) messages[message.id] = message;
	return { ...state, messages };
}

function withRating(
	message: ConversationMessage,
	rating: ConversationMessage['rating'] | null
): ConversationMessage {
	const rated = { ...message };
	if (rating) rated.rating = rating;
	else delete rated.rating;
	return rated;
}

/** Where a reader begins that has loaded a page of history: the state as of `seq`. */
export function stateFromHistory(
	view: {
		title: string;
		status: ConversationState['status'];
		deletedAt: number | null;
		pinned: boolean;
		tags: readonly string[];
		headId: string | null;
		seq: number;
	},
	messages: Iterable<ConversationMessage>
): ConversationState {
	const { title, status, deletedAt, pinned, tags, headId, seq } = view;
	const changedAt: Record<string, number> = { title: seq, status: seq, labels: seq, head: seq };
	const byId: Record<string, ConversationMessage> = {};
	for (const message of messages) {
		byId[message.id] = message;
		changedAt[`rating:${message.id}`] = seq;
	}
	return { title, status, deletedAt, pinned, tags, headId, seq, messages: byId, changedAt };
}
