// What has been said, as its readers get it: the view of a conversation, pages of its history, one branch of it.
import type { ConversationMessage } from '#lib/shared/conversation/message.ts';
import type { ConversationView, MessagePage } from '#lib/shared/conversation/requests.ts';
import { standing } from '#lib/shared/conversation/fold.ts';
import type { ConversationContext } from '../conversation-context.ts';
import { stateOf } from '../floor/wishes.ts';
import { LIMITS } from '../limits.ts';
import type { TurnRunner } from '../run-turns.ts';
import type { ConversationRecord } from '../store/conversation-record.ts';
import { openAnswers } from './open-answers.ts';

export interface HistoryRequest {
	/** Messages before this position; the newest when left out. */
	before?: number | undefined;
	/** 1..100 */
	limit: number;
}

/** Messages that are put away, oldest first: of every branch after a position, or of the branch that ends at a message. */
export type TranscriptRequest =
	{ after: number; limit: number } | { headId: string; skip: number; limit: number };

export interface History {
	view(record: ConversationRecord): ConversationView;
	page(record: ConversationRecord, request: HistoryRequest): MessagePage;
	transcript(record: ConversationRecord, request: TranscriptRequest): ConversationMessage[];
}

function floorOf({ floor }: ConversationContext['store']): ConversationView['floor'] {
	const holder = floor.holder();
	return holder === undefined ? null : { name: holder.agentName, position: holder.position };
}

function handoverOf({ store: { handovers }, clock }: ConversationContext): ConversationView['handover'] {
	const latest = handovers.latest();
	if (latest === undefined || clock.now() - (latest.closedAt ?? clock.now()) > LIMITS.ticketedMs) return null;
	return standing(stateOf(latest));
}

export function createHistory(context: ConversationContext, runner: TurnRunner): History {
	const { store, journal } = context;
	function view(record: ConversationRecord): ConversationView {
		const { id, title, status, language, channel, messageCount, createdAt, updatedAt, deletedAt } = record;
		const { headId, pinnedAt, tags } = record;
		const turn = store.turns.running();
		return {
			...{ id, title, status, language, channel, messageCount, createdAt, updatedAt, deletedAt, headId },
			pinned: pinnedAt !== null,
			tags,
			seq: journal.visibleSeq(),
			floor: floorOf(store),
			handover: handoverOf(context),
			running: turn === undefined ? null : { turnId: turn.id, messageId: turn.answerId }
		};
	}

	return {
		view,
		page(record, { before, limit }) {
			const stored = store.messages.page(before ?? Number.MAX_SAFE_INTEGER, limit);
			const oldest = stored[0];
			const hasMore =
				stored.length === limit && oldest !== undefined && store.messages.page(oldest.seq, 1).length > 0;
			return {
				conversation: view(record),
				messages:
					before === undefined ? [...stored, ...openAnswers(store, runner, journal.visibleSeq())] : stored,
				nextBefore: hasMore ? oldest.seq : null
			};
		},
		transcript: (_record, request) =>
			'headId' in request
				? store.messages.branch(request.headId, request.skip, request.limit)
				: store.messages.after(request.after, request.limit)
	};
}
