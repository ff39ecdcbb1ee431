// Rows of the list: some conversations, by their ids, with all that a row shows. Titles are masked.
import { sql, type SQL } from 'drizzle-orm';
import type { TranscriptRow } from '#lib/shared/transcripts.ts';
import type { Database } from '../platform/index.ts';
import { createMask, type Mask } from './masking/mask.ts';

const LIVE_MS = 10 * 60_000;

export interface FoundRow {
	id: string;
	personId: string;
	personName: string | null;
	personEmail: string | null;
	title: string;
	status: TranscriptRow['status'];
	channel: TranscriptRow['channel'];
	language: string;
	messageCount: number;
	createdAt: number;
	updatedAt: number;
	lowestSentiment: number | null;
	lowestConfidence: number | null;
	lastIntent: string | null;
	wasRefused: number;
	hadHandover: number;
	isRatedUp: number;
	isRatedDown: number;
	/** JSON: [kind, value] each. */
	labels: string;
	tags: string;
	isBookmarked: number;
}

/** `ids`: a subquery that gives conversation_id. Newest first. Conversations that are being deleted have none. */
export function findRows(database: Database, ids: SQL, actorId: string): Promise<FoundRow[]> {
	return database.all<FoundRow>(sql`
		SELECT f.conversation_id AS "id", f.person_id AS "personId", u.display_name AS "personName", u.email AS "personEmail",
			c.title AS "title", f.status AS "status", f.channel AS "channel", f.language AS "language",
			c.message_count AS "messageCount", f.created_at AS "createdAt", f.updated_at AS "updatedAt",
			f.lowest_sentiment AS "lowestSentiment", f.lowest_confidence AS "lowestConfidence", f.last_intent AS "lastIntent",
			f.was_refused AS "wasRefused", f.had_handover AS "hadHandover", f.is_rated_up AS "isRatedUp", f.is_rated_down AS "isRatedDown",
			(SELECT json_group_array(json_array(l.kind, coalesce(a.display_name, l.value))) FROM conversation_labels l
				LEFT JOIN users a ON l.kind = 'agent' AND a.id = l.value
				WHERE l.conversation_id = f.conversation_id AND l.kind <> 'intent') AS "labels",
			(SELECT json_group_array(t.tag) FROM transcript_tags t WHERE t.conversation_id = f.conversation_id) AS "tags",
			EXISTS (SELECT 1 FROM transcript_bookmarks b
				WHERE b.agent_id = ${actorId} AND b.conversation_id = f.conversation_id) AS "isBookmarked"
		FROM (${ids}) chosen
			CROSS JOIN conversation_facts f ON f.conversation_id = chosen.conversation_id
			CROSS JOIN conversations c ON c.id = f.conversation_id
			LEFT JOIN users u ON u.id = f.person_id
		WHERE f.deleted_at IS NULL
		ORDER BY f.updated_at DESC, f.conversation_id DESC`);
}

/** What stands for a person where their name does not: of both ends, since ids of the demo differ in the last letters alone. */
export const personMark = (personId: string): string => `${personId.slice(0, 4)}${personId.slice(-4)}`;

export function maskFor({ personName, personEmail }: Pick<FoundRow, 'personName' | 'personEmail'>): Mask {
	return createMask([personName, personEmail].flatMap((name) => name ?? []));
}

export function toRow(found: FoundRow, mask: Mask, now: number): TranscriptRow {
	const { id, status, channel, language, messageCount, createdAt, updatedAt } = found;
	const { lowestSentiment, lowestConfidence, lastIntent, isRatedUp, isRatedDown } = found;
	const labels = JSON.parse(found.labels) as [string, string][];
	const valuesOf = (kind: string) => labels.flatMap(([one, value]) => (one === kind ? [value] : []));
	return {
		...{ id, status, channel, language, messageCount, createdAt, updatedAt },
		...{ lowestSentiment, lowestConfidence, lastIntent },
		title: mask.text(found.title).text,
		person: personMark(found.personId),
		isLive: status === 'active' && updatedAt > now - LIVE_MS,
		wasRefused: found.wasRefused === 1,
		hadHandover: found.hadHandover === 1,
		rating: isRatedUp === 1 ? (isRatedDown === 1 ? 'both' : 'up') : isRatedDown === 1 ? 'down' : null,
		topics: valuesOf('topic').map((topic) => mask.text(topic).text),
		tools: valuesOf('tool'),
		agents: valuesOf('agent'),
		tags: JSON.parse(found.tags) as string[],
		isBookmarked: found.isBookmarked === 1
	};
}
