// What anybody gets from SQLite alone: FTS5's bm25 with `porter unicode61`, the query's words joined by OR. Title and text are one
// field. This is the number every result of ours is printed beside.
import { DatabaseSync } from 'node:sqlite';

/**
 * @param {{id: string, title: string, text: string}[]} documents
 * @returns {(query: string, limit: number) => string[]} ids, best first
 */
export function createReference(documents) {
	const database = new DatabaseSync(':memory:');
	database.exec(`CREATE VIRTUAL TABLE corpus USING fts5(text, tokenize = 'porter unicode61')`);
	const insert = database.prepare('INSERT INTO corpus (rowid, text) VALUES (?, ?)');
	database.exec('BEGIN');
	for (const [at, { title, text }] of documents.entries())
		insert.run(at + 1, text.startsWith(title) ? text : `${title} ${text}`);
	database.exec('COMMIT');
	const select = database.prepare('SELECT rowid FROM corpus WHERE corpus MATCH ? ORDER BY rank LIMIT ?');
	return (query, limit) => {
		const words = query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
		if (words.length === 0) return [];
		const rows = select.all(words.map((word) => `"${word}"`).join(' OR '), limit);
		return rows.map(({ rowid }) => documents[Number(rowid) - 1]?.id ?? '');
	};
}
