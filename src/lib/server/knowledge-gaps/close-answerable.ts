// Tries whether open gaps can be answered now. A gap closes when its question is answered with trust from a document that was written or
// changed after it was last asked in vain: what was there before did not help.
import { sql } from 'drizzle-orm';
import { UNSURE, type AnswerOnce } from '../chat/index.ts';
import type { Clock, Database } from '../platform/index.ts';

export type Answer = (question: string) => Promise<AnswerOnce>;

interface Open {
	id: string;
	question: string;
	lastAskedAt: number;
}

/** Those that were not tried since the knowledge changed, the one tried longest ago first. Gives how many closed. */
export async function closeAnswerable(
	database: Database,
	answer: Answer,
	clock: Clock,
	{ atMost, only }: { atMost: number; only?: string }
): Promise<number> {
	const open = await database.all<Open>(sql`
		SELECT g.id AS id, m.text AS question,
			(SELECT max(q.asked_at) FROM knowledge_gap_questions q WHERE q.gap_id = g.id) AS lastAskedAt
		FROM knowledge_gaps g JOIN messages m ON m.id = g.seed_question_id
		WHERE g.status = 'open' AND (g.id = ${only ?? ''}
			OR (${only ?? ''} = '' AND g.checked_at < (SELECT max(updated_at) FROM knowledge_documents)))
		ORDER BY g.checked_at LIMIT ${atMost}`);
	let closed = 0;
	for (const { id, question, lastAskedAt } of open) {
		const startedAt = clock.now();
		const { refused, confidence, citations } = await answer(question);
		const cited = refused || confidence < UNSURE ? [] : [...new Set(citations.map((one) => one.documentId))];
		const [fresh] =
			cited.length === 0
				? []
				: await database.all<{ id: string }>(sql`
						SELECT id FROM knowledge_documents WHERE updated_at > ${lastAskedAt}
							AND id IN (SELECT value FROM json_each(${JSON.stringify(cited)})) ORDER BY updated_at DESC LIMIT 1`);
		await database.run(
			fresh === undefined
				? sql`UPDATE knowledge_gaps SET checked_at = ${startedAt} WHERE id = ${id}`
				: sql`UPDATE knowledge_gaps SET status = 'closed', document_id = ${fresh.id}, checked_at = ${startedAt},
					updated_at = ${startedAt} WHERE id = ${id} AND status = 'open'`
		);
		if (fresh !== undefined) closed++;
	}
	return closed;
}
