// The rows of changes that are tried. Each statement says itself under which status it holds: run twice, late, or after the row is gone it
// changes nothing.
import { and, desc, eq, inArray, lt, ne, notInArray, sql } from 'drizzle-orm';
import {
	REPLAY_LIMITS,
	REPLAY_VERDICTS,
	type ReplayedQuestion,
	type ReplayOutcome,
	type ReplayStatus,
	type ReplayVerdict
} from '#lib/shared/knowledge-replay.ts';
import { prepareRaw, schema, type Database } from '../platform/index.ts';
import { maskFor } from '../transcripts/index.ts';
import type { ChosenQuestion } from './choose-questions.ts';

const { knowledgeReplays: replays } = schema;
export type ReplayRow = typeof replays.$inferSelect;

export interface AskedQuestion {
	ordinal: number;
	text: string;
}

export interface Replayed {
	ordinal: number;
	verdict: ReplayVerdict;
	outcome: ReplayOutcome | null;
}

/** Neither published nor given up. */
export const OPEN: readonly ReplayStatus[] = ['running', 'ready', 'failed'];

interface Masked {
	text: string;
	personName: string | null;
	personEmail: string | null;
}
const masked = ({ text, ...person }: Masked): string => maskFor(person).text(text.trim()).text;

export function createReplayStore(database: Database) {
	return {
		async find(id: string): Promise<ReplayRow | undefined> {
			return database.query.knowledgeReplays.findFirst({ where: eq(replays.id, id) });
		},

		/** The one that is open, else the one that was published last. */
		async latest(documentId: string): Promise<ReplayRow | undefined> {
			return database.query.knowledgeReplays.findFirst({
				where: and(eq(replays.documentId, documentId), ne(replays.status, 'discarded')),
				orderBy: [desc(sql`${replays.status} IN ('running', 'ready', 'failed')`), desc(replays.createdAt)]
			});
		},

		/** Of one document one change is tried at a time: an older one gives way. */
		async insert(row: ReplayRow): Promise<void> {
			await database.batch([
				database
					.update(replays)
					.set({ status: 'discarded', text: null, updatedAt: row.createdAt })
					.where(
						and(
							eq(replays.documentId, row.documentId),
							ne(replays.id, row.id),
							inArray(replays.status, [...OPEN])
						)
					),
				database.insert(replays).values(row)
			]);
		},

		/** False where it has another status by now. */
		async change(
			id: string,
			from: readonly ReplayStatus[],
			changes: Partial<Omit<ReplayRow, 'id' | 'documentId'>>,
			now: number
		): Promise<boolean> {
			const rows = await database
				.update(replays)
				.set({ ...changes, updatedAt: now })
				.where(and(eq(replays.id, id), inArray(replays.status, [...from])))
				.returning({ id: replays.id });
			return rows.length > 0;
		},

		/** Once: what was chosen before stays. */
		async keepChosen(id: string, questions: readonly ChosenQuestion[], now: number): Promise<void> {
			const rows = JSON.stringify(questions.map(({ id: questionId, asked }) => [questionId, asked]));
			// A message may have been erased since it was chosen.
			await database.$client.batch([
				prepareRaw(
					database,
					sql`INSERT INTO knowledge_replay_questions (replay_id, ordinal, question_id, asked)
						SELECT ${id}, j.key, j.value->>0, j.value->>1 FROM json_each(${rows}) j
						WHERE EXISTS (SELECT 1 FROM messages WHERE id = j.value->>0)
							AND EXISTS (SELECT 1 FROM knowledge_replays WHERE id = ${id} AND is_chosen = 0 AND status = 'running')
						ON CONFLICT DO NOTHING`
				),
				prepareRaw(
					database,
					sql`UPDATE knowledge_replays SET is_chosen = 1, questions_total = ${questions.length}, updated_at = ${now}
						WHERE id = ${id} AND is_chosen = 0`
				)
			]);
		},

		/** Those of a slice that were not replayed yet. */
		async waiting(id: string, from: number, to: number): Promise<AskedQuestion[]> {
			const rows = await database.all<Masked & { ordinal: number }>(sql`
				SELECT q.ordinal AS ordinal, m.text AS text, u.display_name AS personName, u.email AS personEmail
				FROM knowledge_replay_questions q JOIN messages m ON m.id = q.question_id
					LEFT JOIN users u ON u.id = m.person_id
				WHERE q.replay_id = ${id} AND q.verdict IS NULL AND q.ordinal >= ${from} AND q.ordinal < ${to}
				ORDER BY q.ordinal`);
			return rows.map(({ ordinal, ...row }) => ({ ordinal, text: masked(row) }));
		},

		async keep(id: string, results: readonly Replayed[], done: number, now: number): Promise<void> {
			const rows = JSON.stringify(
				results.map(({ ordinal, verdict, outcome }) => [ordinal, verdict, outcome && JSON.stringify(outcome)])
			);
			await database.$client.batch([
				prepareRaw(
					database,
					sql`UPDATE knowledge_replay_questions SET verdict = j.value->>1, outcome = j.value->>2
						FROM json_each(${rows}) j WHERE replay_id = ${id} AND ordinal = j.value->>0`
				),
				prepareRaw(
					database,
					sql`UPDATE knowledge_replays SET questions_done = max(questions_done, ${done}), updated_at = ${now}
						WHERE id = ${id} AND status = 'running'`
				)
			]);
		},

		async counts(id: string): Promise<Record<ReplayVerdict, number>> {
			const rows = await database.all<{ verdict: ReplayVerdict; count: number }>(sql`
				SELECT verdict, count(*) AS count FROM knowledge_replay_questions
				WHERE replay_id = ${id} AND verdict IS NOT NULL GROUP BY verdict`);
			const found = new Map(rows.map(({ verdict, count }) => [verdict, count]));
			return Object.fromEntries(
				REPLAY_VERDICTS.map((verdict) => [verdict, found.get(verdict) ?? 0])
			) as Record<ReplayVerdict, number>;
		},

		/** What changed, most often asked first within a verdict. */
		async shown(id: string): Promise<ReplayedQuestion[]> {
			const rows = await database.all<
				Masked & Pick<ReplayedQuestion, 'ordinal' | 'asked' | 'verdict'> & { outcome: string | null }
			>(sql`
				SELECT * FROM (
					SELECT q.ordinal AS ordinal, q.asked AS asked, q.verdict AS verdict, q.outcome AS outcome, m.text AS text,
						u.display_name AS personName, u.email AS personEmail,
						row_number() OVER (PARTITION BY q.verdict ORDER BY q.asked DESC, q.ordinal) AS place
					FROM knowledge_replay_questions q JOIN messages m ON m.id = q.question_id
						LEFT JOIN users u ON u.id = m.person_id
					WHERE q.replay_id = ${id} AND q.verdict <> 'same'
				) WHERE place <= ${REPLAY_LIMITS.questionsShown} ORDER BY asked DESC, ordinal`);
			return rows.map(({ ordinal, asked, verdict, outcome, ...row }) => ({
				...{ ordinal, asked, verdict, text: masked(row) },
				outcome: outcome === null ? null : (JSON.parse(outcome) as ReplayOutcome)
			}));
		},

		async forgetBefore(time: number, limit: number): Promise<number> {
			const rows = await database
				.select({ id: replays.id })
				.from(replays)
				.where(and(lt(replays.updatedAt, time), notInArray(replays.status, ['running'])))
				.limit(limit);
			for (const { id } of rows) await database.delete(replays).where(eq(replays.id, id));
			return rows.length;
		}
	};
}
export type ReplayStore = ReturnType<typeof createReplayStore>;
