// A conversation as the school's people read it afterwards: a page of all its messages, whatever branch they are of, with what happened and was
// noted between them. Masks nothing: whoever shows it does.
import { requirePermission, type Actor } from '#lib/shared/actor.ts';
import type { InternalNote } from '#lib/shared/conversation/live.ts';
import type { ConversationMessage } from '#lib/shared/conversation/message.ts';
import type { BranchPlace, RecordedMoment, TurnRecord } from '#lib/shared/transcripts.ts';
import type { ConversationContext } from '../conversation-context.ts';
import type { TurnRunner } from '../run-turns.ts';
import type { ConversationRecord } from '../store/conversation-record.ts';
import { createChronicleRecords } from '../store/chronicle.ts';
import { openAnswers } from './open-answers.ts';

export interface ChronicleRequest {
	/** Messages before or after this position; the newest when both are left out. */
	before?: number | undefined;
	after?: number | undefined;
	/** 1..100 */
	limit: number;
}

export interface Chronicle {
	/** Oldest first. A running answer as far as it has come. */
	messages: ConversationMessage[];
	/** By the message's id. */
	places: Record<string, BranchPlace>;
	turns: TurnRecord[];
	moments: RecordedMoment[];
	notes: InternalNote[];
	nextBefore: number | null;
	nextAfter: number | null;
}

/** Throws `forbidden` for whoever may only read conversations of their own. */
export function readChronicle(
	{ store, journal }: ConversationContext,
	runner: TurnRunner,
	actor: Actor,
	record: ConversationRecord,
	{ before, after, limit }: ChronicleRequest
): Chronicle {
	requirePermission(actor, 'read:conversation');
	const records = createChronicleRecords(store.storage);
	const stored =
		after === undefined
			? store.messages.page(before ?? Number.MAX_SAFE_INTEGER, limit)
			: store.messages.after(after, limit);
	const first = stored[0];
	const last = stored.at(-1);
	const isFirst = first === undefined || store.messages.page(first.seq, 1).length === 0;
	const [next] = last === undefined ? [] : store.messages.after(last.seq, 1);
	const messages =
		next === undefined ? [...stored, ...openAnswers(store, runner, journal.visibleSeq())] : stored;
	const from = isFirst ? 0 : first.seq;
	const to = next === undefined ? Number.MAX_SAFE_INTEGER : next.seq - 1;
	const shown = record.headId === null ? new Set<string>() : records.branch(record.headId);
	return {
		messages,
		places: Object.fromEntries(
			messages.map(({ id, parentId, role }) => [
				id,
				{ isAside: !shown.has(id), versions: records.versions(parentId, role) }
			])
		),
		turns: records.turns(messages.flatMap(({ id, role }) => (role === 'assistant' ? [id] : []))),
		moments: records.moments(from, to),
		// Notes are kept from whoever the conversation belongs to, whatever else they are in the school.
		notes: actor.userId === record.personId ? [] : records.notes(from, to),
		nextBefore: isFirst ? null : first.seq,
		nextAfter: next === undefined ? null : (last?.seq ?? null)
	};
}
