// Puts questions that were not answered well enough together by meaning. Guarantees: a question belongs to one gap, however many gather at
// once; a gap whose questions were erased goes, and one that lost the question it gathers around takes another of its own.
import { sql } from 'drizzle-orm';
import type { EmbeddingModelV4 } from '@ai-sdk/provider';
import { newId } from '#lib/shared/ids.ts';
import type { GapReason } from '#lib/shared/knowledge-gaps.ts';
import { UNSURE } from '../chat/index.ts';
import { OTHER_WISHES } from '../desk-report/index.ts';
import { prepareRaw, type Clock, type Database } from '../platform/index.ts';
import { nearest } from './nearest.ts';

/** Older questions were asked of another school. */
const LOOKED_BACK_MS = 90 * 24 * 60 * 60_000;
const GATHERED_AT_ONCE = 200;
const SEEDS_AT_MOST = 1_000;

interface WeakQuestion {
	id: string;
	conversationId: string;
	personId: string;
	askedAt: number;
	text: string;
	reason: GapReason;
}

/** Takes in what is new, some at a time. Gives how many. */
export async function gather(database: Database, embedder: EmbeddingModelV4, clock: Clock): Promise<number> {
	await tidy(database);
	const now = clock.now();
	const questions = await findWeak(database, now - LOOKED_BACK_MS);
	if (questions.length === 0) return 0;
	const seeds = await database.all<{ id: string; text: string }>(sql`
		SELECT g.id AS id, m.text AS text FROM knowledge_gaps g JOIN messages m ON m.id = g.seed_question_id
		ORDER BY g.updated_at DESC LIMIT ${SEEDS_AT_MOST}`);
	const texts = [...seeds, ...questions].map(({ text }) => text.slice(0, 2_000));
	const vectors = await embedAll(embedder, texts);
	const gaps = seeds.map(({ id }, at) => ({ id, vector: vectors[at] ?? [] }));
	const writes = questions.flatMap((question, at) => {
		const vector = vectors[seeds.length + at] ?? [];
		const known = nearest(vector, gaps);
		const gapId = known?.id ?? newId();
		if (known === undefined) gaps.push({ id: gapId, vector });
		const { id, personId, conversationId, reason, askedAt } = question;
		return [
			...(known === undefined
				? [
						sql`INSERT INTO knowledge_gaps (id, seed_question_id, status, checked_at, created_at, updated_at)
							VALUES (${gapId}, ${id}, 'open', ${now}, ${now}, ${now})`
					]
				: []),
			// Somebody else may have taken the question in meanwhile.
			sql`INSERT INTO knowledge_gap_questions (question_id, gap_id, person_id, conversation_id, reason, asked_at)
				SELECT ${id}, ${gapId}, ${personId}, ${conversationId}, ${reason}, ${askedAt}
				WHERE EXISTS (SELECT 1 FROM messages WHERE id = ${id}) ON CONFLICT DO NOTHING`,
			// Asked in vain after it was closed: what closed it does not answer it.
			sql`UPDATE knowledge_gaps SET status = 'open', document_id = NULL, checked_at = ${now}, updated_at = ${now}
				WHERE id = ${gapId} AND status = 'closed' AND updated_at < ${askedAt}`
		];
	});
	await database.$client.batch(writes.map((statement) => prepareRaw(database, statement)));
	return questions.length;
}

async function tidy(database: Database): Promise<void> {
	await database.$client.batch([
		prepareRaw(
			database,
			sql`DELETE FROM knowledge_gaps
			WHERE NOT EXISTS (SELECT 1 FROM knowledge_gap_questions q WHERE q.gap_id = knowledge_gaps.id)`
		),
		prepareRaw(
			database,
			sql`UPDATE knowledge_gaps SET seed_question_id = (
				SELECT q.question_id FROM knowledge_gap_questions q WHERE q.gap_id = knowledge_gaps.id
				ORDER BY q.asked_at, q.question_id LIMIT 1)
			WHERE NOT EXISTS (SELECT 1 FROM knowledge_gap_questions q WHERE q.question_id = knowledge_gaps.seed_question_id)`
		)
	]);
}

/** Refused, thumbed down, followed by a wish for a person before anything else was asked, or answered with little trust; in this order. */
function findWeak(database: Database, since: number): Promise<WeakQuestion[]> {
	return database.all<WeakQuestion>(sql`
		WITH asked AS (
			SELECT o.question_id AS id, o.answer_id AS answerId, o.conversation_id AS conversationId, o.person_id AS personId,
				o.asked_at AS askedAt, o.answer AS answer, o.confidence AS confidence
			FROM question_outcomes o
			WHERE o.asked_at >= ${since} AND o.intent NOT IN ${OTHER_WISHES}
				AND NOT EXISTS (SELECT 1 FROM knowledge_gap_questions g WHERE g.question_id = o.question_id)
		), judged AS (
			SELECT *, CASE
				WHEN answer = 'refused' THEN 'refused'
				WHEN EXISTS (SELECT 1 FROM message_ratings r WHERE r.message_id = answerId AND r.value = 'down') THEN 'disliked'
				WHEN EXISTS (
					SELECT 1 FROM handover_requests h WHERE h.conversation_id = conversationId AND h.created_at >= askedAt
						AND NOT EXISTS (
							SELECT 1 FROM question_outcomes n WHERE n.conversation_id = h.conversation_id
								AND n.asked_at > askedAt AND n.asked_at <= h.created_at AND n.intent NOT IN ${OTHER_WISHES}
						)
				) THEN 'handed-over'
				WHEN answer = 'given' AND confidence < ${UNSURE} THEN 'unsure'
			END AS reason FROM asked
		)
		SELECT j.id AS id, j.conversationId AS conversationId, j.personId AS personId, j.askedAt AS askedAt, j.reason AS reason, m.text AS text
		FROM judged j JOIN messages m ON m.id = j.id
		WHERE j.reason IS NOT NULL AND trim(m.text) <> '' ORDER BY j.askedAt, j.id LIMIT ${GATHERED_AT_ONCE}`);
}

async function embedAll(embedder: EmbeddingModelV4, values: string[]): Promise<number[][]> {
	const most = (await embedder.maxEmbeddingsPerCall) ?? values.length;
	const vectors: number[][] = [];
	for (let from = 0; from < values.length; from += most)
		vectors.push(...(await embedder.doEmbed({ values: values.slice(from, from + most) })).embeddings);
	return vectors;
}
