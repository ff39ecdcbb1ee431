// Events in, messages out: the one fold, used by the browser, the object and the tests. Pure: a state is never changed, a new
// one shares what stayed the same. An event already folded is ignored, so two streams of the same log (the answer of a POST
// and the live socket) may both be fed in; each must bring every event of a message in order.
import { foldMessage, queuedAnswer, startedBy, withApproval, type FoldableEvent } from './fold-message.ts';
import { asHeard } from './heard.ts';
import type { ConversationMessage } from './message.ts';
import type { HandoverStateData } from './parts.ts';

export interface ConversationState {
	title: string;
	status: 'active' | 'idle' | 'ended';
	deletedAt: number | null;
	pinned: boolean;
	tags: readonly string[];
	/** The person of the school who answers; null while the assistant does. */
	floor: FloorHolder | null;
	/** The wish for a person that is open, or the last one where it goes on as a ticket. */
	handover: HandoverStateData | null;
	/** The leaf of the branch that is shown. */
	headId: string | null;
	messages: Readonly<Record<string, ConversationMessage>>;
	/** The highest position seen. */
	seq: number;
	/** The position of the last change of the title, the status, the labels, the floor, the wish for a person, the head and each rating: an older change never wins. */
	changedAt: Readonly<Record<string, number>>;
}

export interface FloorHolder {
	name: string;
	/** Where the floor was taken. */
	position: number;
}

export const EMPTY_CONVERSATION: ConversationState = {
	title: '',
	status: 'active',
	deletedAt: null,
	pinned: false,
	tags: [],
	floor: null,
	handover: null,
	headId: null,
	messages: {},
	seq: 0,
	changedAt: {}
};

export type { FoldableEvent };

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
			const { messageId, parentId, text, files = [], clientMessageId, answerId, turnId, spoken } = part.data;
			const question = startedBy(event, messageId, {
				role: 'user',
				parentId,
				parts: [{ type: 'text', text, state: 'done' }, ...files],
				metadata: { turnId, clientMessageId, ...(spoken && { spoken }) },
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
		case 'data-approval': {
			const { messageId, parentId = messageId, answerId, turnId } = part.data;
			const asked = state.messages[messageId];
			const answer = startedBy(event, answerId, queuedAnswer(parentId, turnId));
			const told = asked === undefined ? next : withMessages(next, withApproval(asked, part.data));
			return withHead(withNewMessages(told, answer), event.seq, answerId);
		}
		case 'data-head':
			return withHead(next, event.seq, part.data.messageId);
		case 'data-title':
			return changeOnce(next, 'title', event.seq, (fresh) => ({ ...fresh, title: part.data.title }));
		case 'data-status':
			return changeOnce(next, 'status', event.seq, (fresh) => ({ ...fresh, ...part.data }));
		case 'data-labels':
			return changeOnce(next, 'labels', event.seq, (fresh) => ({ ...fresh, ...part.data }));
		case 'data-agent-message': {
			const { messageId, parentId, text, clientMessageId, agentName } = part.data;
			const message = startedBy(event, messageId, {
				role: 'agent',
				parentId,
				parts: [{ type: 'text', text, state: 'done' }],
				metadata: { clientMessageId, agentName },
				status: 'complete'
			});
			return withHead(withNewMessages(next, message), event.seq, messageId);
		}
		case 'data-floor': {
			const { holder } = part.data;
			const floor = holder === null ? null : { name: holder.name, position: event.seq };
			return changeOnce(next, 'floor', event.seq, (fresh) => ({ ...fresh, floor }));
		}
		case 'data-handover-state': {
			const handover = standing(part.data);
			return changeOnce(next, 'handover', event.seq, (fresh) => ({ ...fresh, handover }));
		}
		case 'data-heard': {
			const said = state.messages[part.data.messageId];
			return said === undefined ? next : withMessages(next, asHeard(said, event.seq, part.data));
		}
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

/** What there is to say of a wish: nothing any more once it was met or taken back. */
export function standing(handover: HandoverStateData): HandoverStateData | null {
	return handover.status === 'closed' && handover.outcome !== 'ticketed' ? null : handover;
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
		floor: FloorHolder | null;
		handover: HandoverStateData | null;
		headId: string | null;
		seq: number;
	},
	messages: Iterable<ConversationMessage>
): ConversationState {
	const { title, status, deletedAt, pinned, tags, floor, handover, headId, seq } = view;
	const changedAt: Record<string, number> = {
		...{ title: seq, status: seq, labels: seq, floor: seq, handover: seq, head: seq }
	};
	const byId: Record<string, ConversationMessage> = {};
	for (const message of messages) {
		byId[message.id] = message;
		changedAt[`rating:${message.id}`] = seq;
	}
	return {
		...{ title, status, deletedAt, pinned, tags, floor, handover, headId, seq },
		...{ messages: byId, changedAt }
	};
}
