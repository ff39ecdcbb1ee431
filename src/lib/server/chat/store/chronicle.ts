// What a transcript needs beside the messages: their place among branches, how long turns took, what else happened, and what was noted.
import type { ConversationEvent, RecordedMoment, TurnRecord } from '#lib/shared/transcripts.ts';
import type { InternalNote } from '#lib/shared/conversation/live.ts';
import type { ConversationStorage } from './storage.ts';

export interface ChronicleRecords {
	/** Ids of the branch that ends here; of answers that are still to come too. */
	branch(headId: string): Set<string>;
	/** Ids of messages of one role that share a parent, oldest first. */
	versions(parentId: string | null, role: string): string[];
	turns(answerIds: readonly string[]): TurnRecord[];
	/** Both ends included, oldest first. */
	moments(from: number, to: number): RecordedMoment[];
	notes(from: number, to: number): InternalNote[];
}

const MOST = 500;
const EVENTS: readonly ConversationEvent['type'][] = [
	'data-status',
	'data-rating',
	'data-floor',
	'data-handover-state',
	'data-title',
	'data-approval'
];

interface TurnRow extends Omit<TurnRecord, 'firstWordMs' | 'totalMs'> {
	firstWordAt: number | null;
	endedAt: number | null;
}

export function createChronicleRecords(storage: ConversationStorage): ChronicleRecords {
	return {
		branch: (headId) =>
			new Set(
				storage
					.sql<{ id: string }>(
						`WITH RECURSIVE branch(id) AS (
							SELECT ?
							UNION
							SELECT COALESCE(
								(SELECT parent_id FROM messages m WHERE m.id = b.id),
								(SELECT question_id FROM turns t WHERE t.answer_id = b.id)
							) FROM branch b WHERE b.id IS NOT NULL
						) SELECT id FROM branch WHERE id IS NOT NULL`,
						headId
					)
					.map(({ id }) => id)
			),
		versions: (parentId, role) =>
			storage
				.sql<{ id: string }>(
					`SELECT id FROM messages WHERE parent_id IS ? AND role = ? ORDER BY seq LIMIT ${MOST}`,
					parentId,
					role
				)
				.map(({ id }) => id),
		turns: (answerIds) =>
			storage
				.sql<TurnRow>(
					// As they are written, parts begin with their type.
					`SELECT t.id AS turnId, t.answer_id AS answerId, t.status AS status, t.attempt AS attempts, t.accepted_at AS acceptedAt,
						t.ended_at AS endedAt, (SELECT MIN(e.at) FROM events e
							WHERE e.turn_id = t.id AND substr(e.body, 1, 20) = '{"type":"text-delta"') AS firstWordAt
					 FROM turns t WHERE t.answer_id IN (SELECT value FROM json_each(?))`,
					JSON.stringify(answerIds)
				)
				.map(({ firstWordAt, endedAt, ...turn }) => ({
					...turn,
					firstWordMs: firstWordAt === null ? null : Math.max(0, firstWordAt - turn.acceptedAt),
					totalMs: endedAt === null ? null : Math.max(0, endedAt - turn.acceptedAt)
				})),
		moments: (from, to) =>
			storage
				.sql<{ seq: number; at: number; body: string }>(
					`SELECT seq, at, body FROM events WHERE turn_id IS NULL AND seq >= ? AND seq <= ?
						AND json_extract(body, '$.type') IN (SELECT value FROM json_each(?)) ORDER BY seq LIMIT ${MOST}`,
					from,
					to,
					JSON.stringify(EVENTS)
				)
				.map(({ seq, at, body }) => ({ seq, at, part: JSON.parse(body) as ConversationEvent })),
		notes: (from, to) =>
			storage.sql<InternalNote>(
				`SELECT id, position, kind, author_name AS authorName, text, at FROM notes
				 WHERE position >= ? AND position <= ? ORDER BY position, rowid LIMIT ${MOST}`,
				from,
				to
			)
	};
}
