// Which vector indexes there are, in the table knowledge_indexes. At most one is active and at most one is being filled; others stand by. Each
// change is one statement of D1 that holds its own condition, so that two who try at once cannot both succeed.
import { and, asc, eq, sql } from 'drizzle-orm';
import { schema, type Database } from '../../platform/index.ts';

const { knowledgeIndexes: indexes } = schema;

export type IndexRecord = typeof indexes.$inferSelect;

/** What vectors of one index have in common: two of different kinds cannot be compared. */
export interface IndexKind {
	/** `embedder/store`, as in workers-ai/vectorize. */
	provider: string;
	model: string;
	dimensions: number;
}

/** As settings name it: how many numbers a server's vectors have, only its answers tell. */
export type WantedKind = Omit<IndexKind, 'dimensions'> & { dimensions: number | undefined };

export function isOfKind(record: IndexKind, kind: WantedKind): boolean {
	const { provider, model, dimensions = record.dimensions } = kind;
	return record.provider === provider && record.model === model && record.dimensions === dimensions;
}

const CHUNKS = sql`(SELECT count(*) FROM knowledge_chunks)`;

export function createIndexRecords(database: Database) {
	return {
		/** A handful of rows, oldest first. */
		async all(): Promise<IndexRecord[]> {
			return database.select().from(indexes).orderBy(asc(indexes.createdAt), asc(indexes.id));
		},

		async find(id: string): Promise<IndexRecord | undefined> {
			return database.query.knowledgeIndexes.findFirst({ where: eq(indexes.id, id) });
		},

		async hasChunks(): Promise<boolean> {
			return (await database.get(sql`SELECT 1 FROM knowledge_chunks LIMIT 1`)) !== undefined;
		},

		/** Puts an index in force where none is. */
		async adopt(id: string, { provider, model, dimensions }: IndexKind, at: number): Promise<void> {
			await database.run(
				sql`INSERT INTO knowledge_indexes
					(id, provider, model, dimensions, status, chunks_done, chunks_total, last_rowid, created_at, updated_at)
				SELECT ${id}, ${provider}, ${model}, ${dimensions}, 'active', ${CHUNKS}, ${CHUNKS},
					(SELECT coalesce(max(rowid), 0) FROM knowledge_chunks), ${at}, ${at}
				WHERE NOT EXISTS (SELECT 1 FROM knowledge_indexes WHERE status = 'active')
				ON CONFLICT (id) DO NOTHING`
			);
		},

		/**
		 * Begins a new index, unless one is being filled already, and gives the one that is; `isNew` to one caller only. undefined: it
		 * was finished just now.
		 */
		async claim(
			id: string,
			{ provider, model, dimensions }: IndexKind,
			at: number
		): Promise<{ record: IndexRecord; isNew: boolean } | undefined> {
			const { meta } = await database.run(
				sql`INSERT INTO knowledge_indexes
					(id, provider, model, dimensions, status, chunks_done, chunks_total, last_rowid, created_at, updated_at)
				SELECT ${id}, ${provider}, ${model}, ${dimensions}, 'building', 0, ${CHUNKS}, 0, ${at}, ${at}
				WHERE NOT EXISTS (SELECT 1 FROM knowledge_indexes WHERE status = 'building')`
			);
			const record = await database.query.knowledgeIndexes.findFirst({
				where: eq(indexes.status, 'building')
			});
			return record && { record, isNew: meta.changes > 0 };
		},

		/** Says that everything up to `lastRowid` is in the index; nothing, when somebody else has said so. */
		async advance(record: IndexRecord, lastRowid: number, at: number): Promise<void> {
			await database.run(
				sql`UPDATE knowledge_indexes SET last_rowid = ${lastRowid}, problem = NULL, updated_at = ${at},
					chunks_done = (SELECT count(*) FROM knowledge_chunks WHERE rowid <= ${lastRowid}), chunks_total = ${CHUNKS}
				WHERE id = ${record.id} AND last_rowid = ${record.lastRowid}`
			);
		},

		/** What is in the way, while it may still pass. */
		async note(id: string, problem: string, at: number): Promise<void> {
			await database.update(indexes).set({ problem, updatedAt: at }).where(eq(indexes.id, id));
		},

		/**
		 * Puts a full index in the place of the active one, which is retired, or stands by: before it a search sees the old, after it the
		 * new. Refused while a chunk is newer than the last that is in it.
		 */
		async swap(id: string, old: 'retired' | 'standby', at: number): Promise<boolean> {
			const { meta } = await database.run(
				sql`UPDATE knowledge_indexes
				SET status = CASE id WHEN ${id} THEN 'active' ELSE ${old} END, problem = NULL, updated_at = ${at}
				WHERE (id = ${id} OR status = 'active')
					AND EXISTS (SELECT 1 FROM knowledge_indexes WHERE id = ${id} AND status = 'building')
					AND NOT EXISTS (SELECT 1 FROM knowledge_chunks WHERE rowid >
						(SELECT last_rowid FROM knowledge_indexes WHERE id = ${id}))`
			);
			return meta.changes > 0;
		},

		/** A full index stands by from now on. Refused likewise. */
		async standBy(id: string, at: number): Promise<boolean> {
			const { meta } = await database.run(
				sql`UPDATE knowledge_indexes SET status = 'standby', problem = NULL, updated_at = ${at}
				WHERE id = ${id} AND status = 'building' AND NOT EXISTS
					(SELECT 1 FROM knowledge_chunks WHERE rowid > knowledge_indexes.last_rowid)`
			);
			return meta.changes > 0;
		},

		/** Puts one that stands by, which is always whole, in the place of the active one. */
		async promote(id: string, old: 'retired' | 'standby', at: number): Promise<void> {
			await database.run(
				sql`UPDATE knowledge_indexes
				SET status = CASE id WHEN ${id} THEN 'active' ELSE ${old} END, updated_at = ${at}
				WHERE (id = ${id} OR status = 'active')
					AND EXISTS (SELECT 1 FROM knowledge_indexes WHERE id = ${id} AND status = 'standby')`
			);
		},

		/** Nobody wants it any more: it is emptied when no isolate remembers it. Never the active one. */
		async retire(id: string, at: number): Promise<void> {
			await database.run(
				sql`UPDATE knowledge_indexes SET status = 'retired', updated_at = ${at}
				WHERE id = ${id} AND status IN ('building', 'standby')`
			);
		},

		/** Says why an index was not begun, in the place of what was said of the last one that was not. */
		async refuse(id: string, { provider, model }: WantedKind, problem: string, at: number): Promise<void> {
			await database.batch([
				database.delete(indexes).where(and(eq(indexes.status, 'failed'), eq(indexes.dimensions, 0))),
				database.insert(indexes).values({
					...{ id, provider, model, dimensions: 0, status: 'failed', problem },
					...{ chunksDone: 0, chunksTotal: 0, lastRowid: 0, createdAt: at, updatedAt: at }
				})
			]);
		},

		/** The index in force stays; what was in the way is kept for administrators. */
		async fail(id: string, at: number): Promise<void> {
			await database.run(
				sql`UPDATE knowledge_indexes SET status = 'failed', updated_at = ${at},
					problem = coalesce(problem, 'It stopped for a reason that nobody noted.')
				WHERE id = ${id} AND status IN ('building', 'standby')`
			);
		},

		async remove(id: string): Promise<void> {
			await database.delete(indexes).where(eq(indexes.id, id));
		}
	};
}
export type IndexRecords = ReturnType<typeof createIndexRecords>;
