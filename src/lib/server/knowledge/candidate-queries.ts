// What a search asks the tables: candidates by words and by ids, and in how many chunks a term occurs.
import { sql, type SQL } from 'drizzle-orm';
import type { Audience } from './audience.ts';

export interface CandidateRow {
	rowid: number;
	id: string;
	documentId: string;
	revision: string;
	start: number;
	end: number;
	title: string;
	headings: string;
	body: string;
	/** The fields' stems, by single spaces. */
	titleStems: string;
	headingStems: string;
	bodyStems: string;
}

export interface CandidateFilter {
	audiences: readonly Audience[];
	documentIds?: readonly string[] | undefined;
	tags?: readonly string[] | undefined;
}

export interface TermCount {
	term: string;
	count: number;
}

const CANDIDATE = sql`c.rowid AS "rowid", c.id AS "id", c.document_id AS "documentId", c.revision AS "revision",
	c.start AS "start", c."end" AS "end", c.title AS "title", c.headings AS "headings", c.body AS "body",
	f.title AS "titleStems", f.headings AS "headingStems", f.body AS "bodyStems"`;

function readable(filter: CandidateFilter): SQL {
	const conditions = [sql`d.audience IN (SELECT value FROM json_each(${JSON.stringify(filter.audiences)}))`];
	if (filter.documentIds !== undefined)
		conditions.push(sql`d.id IN (SELECT value FROM json_each(${JSON.stringify(filter.documentIds)}))`);
	if (filter.tags !== undefined)
		conditions.push(
			sql`EXISTS (SELECT 1 FROM json_each(d.tags) t WHERE t.value IN (SELECT value FROM json_each(${JSON.stringify(filter.tags)})))`
		);
	return sql.join(conditions, sql` AND `);
}

/** An FTS5 expression that matches any of the terms. Each is quoted, so nothing in it is syntax. */
export function anyOf(terms: readonly string[]): string {
	return terms.map((term) => `"${term.replaceAll('"', '""')}"`).join(' OR ');
}

export function termCounts(terms: readonly string[]): SQL {
	// A scan of fts5vocab with IN reads the whole vocabulary; one look-up a term does not.
	return sql`SELECT j.value AS "term", coalesce((SELECT doc FROM knowledge_terms WHERE term = j.value), 0) AS "count"
		FROM json_each(${JSON.stringify(terms)}) j`;
}

export function candidatesByText(expression: string, filter: CandidateFilter, limit: number): SQL {
	return sql`SELECT ${CANDIDATE}
		FROM knowledge_chunks_fts f
		JOIN knowledge_chunks c ON c.rowid = f.rowid
		JOIN knowledge_documents d ON d.id = c.document_id
		WHERE knowledge_chunks_fts MATCH ${expression} AND ${readable(filter)}
		ORDER BY f.rank LIMIT ${limit}`;
}

export function candidatesById(ids: readonly string[], filter: CandidateFilter): SQL {
	return sql`SELECT ${CANDIDATE}
		FROM json_each(${JSON.stringify(ids)}) j
		JOIN knowledge_chunks c ON c.id = j.value
		JOIN knowledge_chunks_fts f ON f.rowid = c.rowid
		JOIN knowledge_documents d ON d.id = c.document_id
		WHERE ${readable(filter)}`;
}
