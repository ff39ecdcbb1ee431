// The rows of files on their way. Each statement says itself under which status it holds, so that it can be run twice, late, or after the row
// is gone, and then changes nothing.
import { and, desc, eq, gte, inArray, lt, ne, sql, type SQL } from 'drizzle-orm';
import type { IngestView } from '#lib/shared/knowledge.ts';
import { schema, type Database } from '../../platform/index.ts';

const { knowledgeIngests: ingests } = schema;
export type IngestRow = typeof ingests.$inferSelect;

export const UNDER_WAY = ['waiting', 'reading', 'indexing'] as const;
const ENDED = ['done', 'failed', 'cancelled'] as const;

export function createIngestStore(database: Database) {
	const isUnderWay = (id: string) => and(eq(ingests.id, id), inArray(ingests.status, [...UNDER_WAY]));
	return {
		async find(id: string): Promise<IngestRow | undefined> {
			return database.query.knowledgeIngests.findFirst({ where: eq(ingests.id, id) });
		},

		/** Of one document there is one on its way: an older one gives way. */
		async insert(row: IngestRow): Promise<void> {
			await database.batch([
				database
					.update(ingests)
					.set({ status: 'cancelled', updatedAt: row.createdAt })
					.where(
						and(
							eq(ingests.documentId, row.documentId),
							ne(ingests.id, row.id),
							inArray(ingests.status, [...UNDER_WAY])
						)
					),
				database.insert(ingests).values(row)
			]);
		},

		/** Whether another one of its document came later. */
		async hasNewer({ id, documentId, createdAt }: IngestRow): Promise<boolean> {
			const row = await database.query.knowledgeIngests.findFirst({
				columns: { id: true },
				where: and(eq(ingests.documentId, documentId), ne(ingests.id, id), gte(ingests.createdAt, createdAt))
			});
			return row !== undefined;
		},

		/** Those under way first, then the newest. */
		async list(limit: number): Promise<IngestRow[]> {
			return database
				.select()
				.from(ingests)
				.orderBy(
					desc(sql`${ingests.status} IN ('waiting', 'reading', 'indexing')`),
					desc(ingests.createdAt),
					desc(ingests.id)
				)
				.limit(limit);
		},

		/** To be read, from wherever it stands. Undefined where there is nothing to do. */
		async claim(id: string, now: number): Promise<IngestRow | undefined> {
			const [row] = await database
				.update(ingests)
				.set({ status: 'reading', attempts: sql`${ingests.attempts} + 1`, updatedAt: now })
				.where(and(eq(ingests.id, id), inArray(ingests.status, ['waiting', 'reading'])))
				.returning();
			return row;
		},

		/** False where it is no longer under way. */
		async advance(
			id: string,
			changes: Partial<Omit<IngestRow, 'id' | 'documentId'>>,
			now: number
		): Promise<boolean> {
			const rows = await database
				.update(ingests)
				.set({ ...changes, updatedAt: now })
				.where(isUnderWay(id))
				.returning({ id: ingests.id });
			return rows.length > 0;
		},

		/** From the beginning again. False where it is under way, done, or gone. */
		async restart(id: string, now: number): Promise<boolean> {
			const rows = await database
				.update(ingests)
				.set({
					...{ status: 'waiting', problem: null, attempts: 0, updatedAt: now },
					...{ pagesDone: 0, pagesTotal: 0, chunksDone: 0, chunksTotal: 0 }
				})
				.where(and(eq(ingests.id, id), inArray(ingests.status, ['failed', 'cancelled'])))
				.returning({ id: ingests.id });
			return rows.length > 0;
		},

		async remove(id: string): Promise<void> {
			await database.delete(ingests).where(and(eq(ingests.id, id), inArray(ingests.status, [...ENDED])));
		},

		async endedBefore(time: number, limit: number): Promise<IngestRow[]> {
			return database
				.select()
				.from(ingests)
				.where(and(inArray(ingests.status, [...ENDED]), lt(ingests.updatedAt, time)))
				.limit(limit);
		}
	};
}
export type IngestStore = ReturnType<typeof createIngestStore>;

/** Along with a revision that is put in force: only while its ingest is wanted, and then it is done. D1 calls a transaction off for errors alone. */
export function endWith(
	{ id }: Pick<IngestRow, 'id'>,
	outcome: NonNullable<IngestRow['outcome']>,
	now: number
): SQL[] {
	return [
		sql`SELECT CASE WHEN EXISTS (SELECT 1 FROM knowledge_ingests WHERE id = ${id} AND status = 'indexing') THEN 1 ELSE json('') END`,
		sql`UPDATE knowledge_ingests SET status = 'done', outcome = ${outcome}, chunks_done = chunks_total, updated_at = ${now} WHERE id = ${id}`
	];
}

export function toIngestView(row: IngestRow): IngestView {
	const { id, documentId, name, sizeBytes, status, outcome, problem, createdAt, updatedAt } = row;
	return {
		...{ id, documentId, name, sizeBytes, status, outcome, problem, createdAt, updatedAt },
		pages: { done: row.pagesDone, total: row.pagesTotal },
		chunks: { done: row.chunksDone, total: row.chunksTotal }
	};
}
