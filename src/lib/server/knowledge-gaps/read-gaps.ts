// Gaps as they are shown: counted, with the words of their questions masked.
import { sql, type SQL } from 'drizzle-orm';
import {
	GAP_QUESTIONS_SHOWN,
	GAPS_SHOWN,
	type GapQuestion,
	type GapReason,
	type GapStatus,
	type KnowledgeGap
} from '#lib/shared/knowledge-gaps.ts';
import type { Database } from '../platform/index.ts';
import { maskFor } from '../transcripts/index.ts';

const ANSWERS_AT_MOST = 5;
const LEAST_ANSWER = 20;

interface Person {
	personName: string | null;
	personEmail: string | null;
}

type GapRow = Omit<KnowledgeGap, 'reasons' | 'document'> &
	Person & { reasons: string; documentId: string | null; documentTitle: string | null };

/** The most frequent first, then the newest. */
export async function readGaps(
	database: Database,
	which: { status: GapStatus } | { id: string }
): Promise<KnowledgeGap[]> {
	const chosen: SQL = 'id' in which ? sql`g.id = ${which.id}` : sql`g.status = ${which.status}`;
	const rows = await database.all<GapRow>(sql`
		SELECT g.id AS id, g.status AS status, s.text AS question, u.display_name AS personName, u.email AS personEmail,
			count(*) AS count, count(DISTINCT q.person_id) AS people, json_group_array(q.reason) AS reasons,
			min(q.asked_at) AS firstAskedAt, max(q.asked_at) AS lastAskedAt, d.id AS documentId, d.title AS documentTitle
		FROM knowledge_gaps g
			JOIN knowledge_gap_questions q ON q.gap_id = g.id
			JOIN messages s ON s.id = g.seed_question_id
			LEFT JOIN users u ON u.id = s.person_id
			LEFT JOIN knowledge_documents d ON d.id = g.document_id
		WHERE ${chosen} GROUP BY g.id ORDER BY count DESC, lastAskedAt DESC, g.id LIMIT ${GAPS_SHOWN}`);
	return rows.map(({ personName, personEmail, reasons, documentId, documentTitle, ...gap }) => ({
		...gap,
		question: maskFor({ personName, personEmail }).text(gap.question).text,
		reasons: countReasons(JSON.parse(reasons) as GapReason[]),
		document: documentId === null ? null : { id: documentId, title: documentTitle ?? '' }
	}));
}

function countReasons(reasons: readonly GapReason[]): Partial<Record<GapReason, number>> {
	const counts: Partial<Record<GapReason, number>> = {};
	for (const reason of reasons) counts[reason] = (counts[reason] ?? 0) + 1;
	return counts;
}

/** The newest first. */
export async function readQuestions(database: Database, gapId: string): Promise<GapQuestion[]> {
	const rows = await database.all<GapQuestion & Person>(sql`
		SELECT q.question_id AS questionId, q.conversation_id AS conversationId, m.text AS text, q.reason AS reason, q.asked_at AS askedAt,
			u.display_name AS personName, u.email AS personEmail
		FROM knowledge_gap_questions q JOIN messages m ON m.id = q.question_id LEFT JOIN users u ON u.id = q.person_id
		WHERE q.gap_id = ${gapId} ORDER BY q.asked_at DESC, q.question_id LIMIT ${GAP_QUESTIONS_SHOWN}`);
	return rows.map(({ personName, personEmail, ...question }) => ({
		...question,
		text: maskFor({ personName, personEmail }).text(question.text).text
	}));
}

/** What people of the school answered, before anything else was asked there; masked, each once. */
export async function readAnswers(database: Database, gapId: string): Promise<string[]> {
	const rows = await database.all<{ text: string } & Person>(sql`
		SELECT a.text AS text, u.display_name AS personName, u.email AS personEmail
		FROM knowledge_gap_questions q
			JOIN messages a ON a.conversation_id = q.conversation_id AND a.role = 'agent' AND a.created_at > q.asked_at
			LEFT JOIN users u ON u.id = q.person_id
		WHERE q.gap_id = ${gapId} AND length(a.text) >= ${LEAST_ANSWER} AND NOT EXISTS (
			SELECT 1 FROM question_outcomes n WHERE n.conversation_id = q.conversation_id
				AND n.asked_at > q.asked_at AND n.asked_at < a.created_at AND n.intent NOT IN ('small-talk', 'thanks', 'person')
		) ORDER BY a.created_at DESC LIMIT ${ANSWERS_AT_MOST}`);
	return [
		...new Set(
			rows.map(({ text, personName, personEmail }) => maskFor({ personName, personEmail }).text(text).text)
		)
	];
}
