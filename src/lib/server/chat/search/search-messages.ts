// Full-text search over a person's own conversations, in the projection: archived ones are found like all others, deleted ones never.
// Titles come first, the last changed first; then messages by bm25.
import { sql, type SQL } from 'drizzle-orm';
import type { Actor } from '#lib/shared/actor.ts';
import type { HighlightedText, SearchHit, SearchPage, SearchQuery } from '#lib/shared/conversation/search.ts';
import { AppError } from '#lib/shared/errors.ts';
import { newId } from '#lib/shared/ids.ts';
import type { Database } from '../../platform/index.ts';
import { readSearchWords, toMatch, type SearchPhrase } from './search-words.ts';

interface Row {
	conversationId: string;
	title: string;
	status: string;
	messageId: string | null;
	role: SearchHit['role'];
	/** With marks around what was found. */
	snippet: string | null;
	at: number;
}

/** Nobody reads on to here; and a place in a ranking can only be found again by counting. */
const HITS_AT_MOST = 1_000;
/** About two lines. FTS5 takes at most 64. */
const SNIPPET_WORDS = 24;
const TITLES_AT_MOST = 20;

export async function searchMessages(
	database: Database,
	actor: Actor,
	{ q, cursor, limit }: SearchQuery
): Promise<SearchPage> {
	const offset = cursor === undefined ? 0 : readCursor(cursor);
	if (actor.userId === undefined) return { hits: [], nextCursor: null };
	const phrases = readSearchWords(q);
	// Unlike anything a message holds.
	const mark = `\u0002${newId()}\u0003`;
	const rows = await database.all<Row>(
		sql`SELECT * FROM (${sql.join(hitsOf(actor.userId, q, phrases, mark), sql` UNION ALL `)})
			ORDER BY rank, at DESC, messageId LIMIT ${limit + 1} OFFSET ${offset}`
	);
	const isMore = rows.length > limit && offset + limit < HITS_AT_MOST;
	return {
		hits: rows.slice(0, limit).map((row) => toHit(row, phrases, mark)),
		nextCursor: isMore ? String(offset + limit) : null
	};
}

function readCursor(cursor: string): number {
	if (!/^\d{1,4}$/.test(cursor) || Number(cursor) > HITS_AT_MOST)
		throw new AppError('invalid', 'This is not the cursor of a page.');
	return Number(cursor);
}

function hitsOf(personId: string, q: string, phrases: SearchPhrase[], mark: string): SQL[] {
	const own = sql`c.person_id = ${personId} AND c.deleted_at IS NULL`;
	const words = JSON.stringify(phrases.flatMap((phrase) => phrase.words));
	// Not LIKE: D1 refuses its patterns from 50 bytes on.
	const titleHolds =
		phrases.length === 0
			? sql`instr(lower(c.title), lower(${q})) > 0`
			: sql`NOT EXISTS (SELECT 1 FROM json_each(${words}) w WHERE instr(lower(c.title), lower(w.value)) = 0)`;
	const titles = sql`SELECT * FROM (SELECT c.id AS "conversationId", c.title AS "title", c.status AS "status", NULL AS "messageId",
			NULL AS "role", NULL AS "snippet", c.updated_at AS "at", -1e9 AS "rank"
		FROM conversations c WHERE ${own} AND ${titleHolds} ORDER BY c.updated_at DESC LIMIT ${TITLES_AT_MOST})`;
	const match = toMatch(phrases);
	if (match === undefined) return [titles];
	const said = sql`SELECT c.id, c.title, c.status, m.id, m.role,
			snippet(messages_fts, 0, ${mark}, ${mark}, '…', ${SNIPPET_WORDS}), m.created_at, bm25(messages_fts)
		FROM messages_fts f JOIN messages m ON m.rowid = f.rowid JOIN conversations c ON c.id = m.conversation_id
		WHERE messages_fts MATCH ${match} AND m.person_id = ${personId} AND ${own}`;
	return [titles, said];
}

function toHit(row: Row, phrases: readonly SearchPhrase[], mark: string): SearchHit {
	const { conversationId, messageId, role, at } = row;
	return {
		conversationId,
		title: highlightWords(row.title, phrases),
		messageId,
		role,
		snippet: row.snippet === null ? null : readMarks(row.snippet, mark),
		at,
		isArchived: row.status === 'archived'
	};
}

/** FTS5 marks the beginning and the end of what it found alike. */
function readMarks(marked: string, mark: string): HighlightedText {
	let text = '';
	const ranges: HighlightedText['ranges'] = [];
	marked.split(mark).forEach((piece, index) => {
		if (index % 2 === 1 && piece !== '') ranges.push([text.length, text.length + piece.length]);
		text += piece;
	});
	return { text, ranges };
}

function highlightWords(text: string, phrases: readonly SearchPhrase[]): HighlightedText {
	const words = phrases.flatMap((phrase) => phrase.words).sort((a, b) => b.length - a.length);
	if (words.length === 0) return { text, ranges: [] };
	// Letters and digits alone: nothing in them means anything to an expression.
	const found = text.matchAll(new RegExp(words.join('|'), 'giu'));
	return { text, ranges: Array.from(found, ({ 0: word, index }) => [index, index + word.length]) };
}
