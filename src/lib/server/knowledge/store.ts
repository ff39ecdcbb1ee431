// The knowledge room's own tables. Every write that a search could see half of is one batch, which D1 runs as one transaction.
import { and, asc, desc, eq, inArray, isNull, lt, or, sql, type SQL } from 'drizzle-orm';
import { SQLiteAsyncDialect } from 'drizzle-orm/sqlite-core';
import { schema, type Database } from '../platform/index.ts';
import type { Audience } from './audience.ts';
import {
	anyOf,
	candidatesById,
	candidatesByText,
	termCounts,
	type CandidateFilter,
	type CandidateRow,
	type TermCount
} from './candidate-queries.ts';
import type { Chunk } from './chunker.ts';

const { knowledgeDocuments: documents, knowledgeRevisions: revisions, knowledgeChunks: chunks } = schema;
const { knowledgeIngests: ingests, knowledgeWebPages: webPages } = schema;

export type DocumentRow = typeof documents.$inferSelect;
export type RevisionRow = typeof revisions.$inferSelect;

/** A chunk as it is indexed: its fields as terms, ready for FTS5. */
export interface IndexedChunk extends Chunk {
	id: string;
	terms: { title: string; headings: string; body: string };
}

/** JSON text in one bound parameter: far below the 2 MB a value may have. */
const SLICE_CHARACTERS = 400_000;
/** No time that comes. */
export const NEVER = Number.MAX_SAFE_INTEGER;
/** Bound parameters a statement may have in D1. */
const PARAMETER_LIMIT = 100;

function slices<T>(items: readonly T[], toRow: (item: T) => unknown[]): string[] {
	const out: string[] = [];
	let rows: string[] = [];
	let size = 0;
	for (const item of items) {
		const row = JSON.stringify(toRow(item));
		if (size + row.length > SLICE_CHARACTERS && rows.length > 0) {
			out.push(`[${rows.join(',')}]`);
			rows = [];
			size = 0;
		}
		rows.push(row);
		size += row.length;
	}
	if (rows.length > 0) out.push(`[${rows.join(',')}]`);
	return out;
}

function rowsOf<Row>(result: D1Result | undefined): Row[] {
	return (result?.results ?? []) as Row[];
}

export function createKnowledgeStore(database: Database) {
	const dialect = new SQLiteAsyncDialect();
	/** One transaction, one round trip. Drizzle's own batch cannot take raw SQL with parameters on D1. */
	const batch = (queries: readonly { getSQL(): SQL }[]): Promise<D1Result[]> =>
		database.$client.batch(
			queries.map((query) => {
				const built = dialect.sqlToQuery(query.getSQL());
				return database.$client.prepare(built.sql).bind(...built.params);
			})
		);

	return {
		async findDocument(id: string): Promise<DocumentRow | undefined> {
			return database.query.knowledgeDocuments.findFirst({ where: eq(documents.id, id) });
		},

		async findRevision(documentId: string, revision: string): Promise<RevisionRow | undefined> {
			return database.query.knowledgeRevisions.findFirst({
				where: and(eq(revisions.documentId, documentId), eq(revisions.revision, revision))
			});
		},

		async chunkIds(documentId: string): Promise<string[]> {
			const rows = await database
				.select({ id: chunks.id })
				.from(chunks)
				.where(eq(chunks.documentId, documentId));
			return rows.map(({ id }) => id);
		},

		/** Those of the ids that are a chunk's. */
		async existingChunkIds(ids: readonly string[]): Promise<string[]> {
			const rows = await database.all<{ id: string }>(
				sql`SELECT id FROM knowledge_chunks WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`
			);
			return rows.map(({ id }) => id);
		},

		/**
		 * Puts a revision in force: before, a search sees the old chunks; after, the new ones; never both or neither. `along` is carried out in
		 * the same transaction, and what fails in it calls all of it off.
		 */
		async putInForce(
			document: DocumentRow,
			indexed: readonly IndexedChunk[],
			along: readonly SQL[] = []
		): Promise<void> {
			const { createdBy, updatedAt: createdAt, id: documentId, revision, title, length } = document;
			const { id: _id, createdAt: _createdAt, createdBy: _createdBy, ...changes } = document;
			const chunkRows = slices(indexed, (chunk) => [
				chunk.id,
				chunk.ordinal,
				chunk.start,
				chunk.end,
				chunk.headings.join('\n'),
				chunk.text
			]);
			const termRows = slices(indexed, ({ id, terms }) => [id, terms.title, terms.headings, terms.body]);
			await batch([
				...along,
				database
					.insert(documents)
					.values(document)
					.onConflictDoUpdate({ target: documents.id, set: changes }),
				database
					.insert(revisions)
					.values({ documentId, revision, title, length, createdBy, createdAt })
					.onConflictDoUpdate({ target: [revisions.documentId, revisions.revision], set: { title } }),
				database.delete(chunks).where(eq(chunks.documentId, documentId)),
				...chunkRows.map(
					(rows) =>
						sql`INSERT INTO knowledge_chunks (id, document_id, revision, ordinal, start, "end", title, headings, body)
						SELECT value->>0, ${documentId}, ${revision}, value->>1, value->>2, value->>3, ${title}, value->>4, value->>5
						FROM json_each(${rows})`
				),
				...termRows.map(
					(rows) =>
						sql`INSERT INTO knowledge_chunks_fts (rowid, title, headings, body)
						SELECT c.rowid, j.value->>1, j.value->>2, j.value->>3
						FROM json_each(${rows}) j JOIN knowledge_chunks c ON c.id = j.value->>0`
				)
			]);
		},

		async updateDocument(id: string, changes: Partial<DocumentRow>): Promise<void> {
			await database.update(documents).set(changes).where(eq(documents.id, id));
		},

		/** With all its revisions and chunks, and whatever was on its way to become one; their index rows go by trigger. */
		async deleteDocument(id: string): Promise<void> {
			await batch([
				database.delete(chunks).where(eq(chunks.documentId, id)),
				database.delete(revisions).where(eq(revisions.documentId, id)),
				database
					.delete(ingests)
					.where(and(eq(ingests.documentId, id), inArray(ingests.status, ['done', 'failed', 'cancelled']))),
				// Whoever is at it takes away what it has made.
				database.update(ingests).set({ status: 'cancelled' }).where(eq(ingests.documentId, id)),
				// A page of a sitemap is not added anew by the next look at it: somebody has said that it is not wanted.
				database.delete(webPages).where(and(eq(webPages.documentId, id), isNull(webPages.siteId))),
				database
					.update(webPages)
					.set({ documentId: null, status: 'gone', dueAt: NEVER })
					.where(eq(webPages.documentId, id)),
				database.delete(documents).where(eq(documents.id, id))
			]);
		},

		/** Newest first. `after` is the last row of the page before. */
		async listDocuments(options: {
			audiences: readonly Audience[];
			text?: string | undefined;
			after?: { updatedAt: number; id: string } | undefined;
			limit: number;
		}): Promise<DocumentRow[]> {
			const { audiences, text, after, limit } = options;
			// Not LIKE: D1 refuses its patterns from 50 bytes on.
			const holds = (column: typeof documents.title | typeof documents.name) =>
				sql`instr(lower(${column}), lower(${text ?? ''})) > 0`;
			return database
				.select()
				.from(documents)
				.where(
					and(
						inArray(documents.audience, [...audiences]),
						text ? or(holds(documents.title), holds(documents.name)) : undefined,
						after
							? or(
									lt(documents.updatedAt, after.updatedAt),
									and(eq(documents.updatedAt, after.updatedAt), lt(documents.id, after.id))
								)
							: undefined
					)
				)
				.orderBy(desc(documents.updatedAt), desc(documents.id))
				.limit(limit);
		},

		/** One round trip: in how many chunks each term occurs, how many chunks there are, and the best chunks by BM25. */
		async searchText(
			terms: readonly string[],
			filter: CandidateFilter,
			limit: number
		): Promise<{ counts: TermCount[]; total: number; candidates: CandidateRow[] }> {
			const [counts, totals, candidates] = await batch([
				termCounts(terms),
				sql`SELECT sum(chunk_count) AS total FROM knowledge_documents`,
				candidatesByText(anyOf(terms), filter, limit)
			]);
			const [{ total } = { total: null }] = rowsOf<{ total: number | null }>(totals);
			return {
				counts: rowsOf<TermCount>(counts),
				total: total ?? 0,
				candidates: rowsOf<CandidateRow>(candidates)
			};
		},

		async findChunks(ids: readonly string[], filter: CandidateFilter): Promise<CandidateRow[]> {
			return ids.length === 0 ? [] : database.all<CandidateRow>(candidatesById(ids, filter));
		},

		/** Indexed terms that share the first letter of one of the stems and are about as long: where a misspelling may belong. */
		async similarTerms(stems: readonly string[]): Promise<TermCount[]> {
			const results = await batch(
				stems.map((stem) => {
					const first = stem.slice(0, 1);
					return sql`SELECT term, doc AS "count" FROM knowledge_terms
						WHERE term >= ${first} AND term < ${`${first}~`} AND length(term) BETWEEN ${stem.length - 2} AND ${stem.length + 2}`;
				})
			);
			return results.flatMap((result) => rowsOf<TermCount>(result));
		},

		/** Chunks in the order of their rowids, for rebuilding what is derived from them. */
		async chunksAfter(rowid: number, limit: number) {
			return database
				.select()
				.from(chunks)
				.where(sql`${chunks.rowid} > ${rowid}`)
				.orderBy(asc(chunks.rowid))
				.limit(Math.min(limit, PARAMETER_LIMIT * 10));
		},

		async chunkIdsAfter(rowid: number, limit: number): Promise<{ rowid: number; id: string }[]> {
			return database
				.select({ rowid: chunks.rowid, id: chunks.id })
				.from(chunks)
				.where(sql`${chunks.rowid} > ${rowid}`)
				.orderBy(asc(chunks.rowid))
				.limit(limit);
		}
	};
}
export type KnowledgeStore = ReturnType<typeof createKnowledgeStore>;

/** Along with a revision that is put in force: only while this one is. D1 calls a transaction off for errors alone. */
export function onlyOver(documentId: string, revision: string): SQL {
	return sql`SELECT CASE WHEN EXISTS (SELECT 1 FROM knowledge_documents WHERE id = ${documentId} AND revision = ${revision})
		THEN 1 ELSE json('') END`;
}
