// Words in everybody's messages, newest first. Newest first is what lets a search over a million messages stop early: FTS5 gives its hits in
// the order of their rowids without looking at the rest, while a ranking would have to weigh every one of them.
//
// A filter that few conversations pass would have it look through all the same. So it looks at LOOKED_AT hits and no more; where that did
// not fill the page, the few conversations that pass the filter are searched themselves, and where they are not few, the page says how far
// back it came and its cursor goes on from there.
//
// What is found is masked like everything here. The words that are sought are not: whoever knows a number may look for it. Numbers cannot
// be found digit by digit: only a word without digits may be unfinished, and only where nothing has it as it stands.
import { sql, type SQL } from 'drizzle-orm';
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import { newId } from '#lib/shared/ids.ts';
import type { TranscriptHit, TranscriptSearchPage } from '#lib/shared/transcripts.ts';
import { readSearchWords, toMatch, type SearchPhrase } from '../chat/index.ts';
import type { Database } from '../platform/index.ts';
import { chooseStart, conditionsOf, isIn, postingsOf } from './conditions.ts';
import { maskedSnippet } from './masked-snippet.ts';
import type { SearchTranscripts, TranscriptFilter } from './requests.ts';
import { maskFor, personMark } from './rows.ts';

const LOOKED_AT = 2_000;
const FEW = 100;
/** An unfinished word means every word that begins like it: of fewer letters they are too many to read together. */
const UNFINISHED_FROM = 3;
const CURSOR = /^([ep])(\d{1,15})$/;

interface Found {
	place: number;
	messageId: string;
	conversationId: string;
	role: TranscriptHit['role'];
	at: number;
	title: string;
	personId: string;
	personName: string | null;
	personEmail: string | null;
}

export async function searchTranscripts(
	database: Database,
	actorId: string,
	{ q, cursor, limit, ...filter }: SearchTranscripts
): Promise<TranscriptSearchPage> {
	const [, mode, place] = cursor === undefined ? [] : (CURSOR.exec(cursor) ?? []);
	if (cursor !== undefined && place === undefined)
		throw new AppError('invalid', m.transcripts_cursor_wrong());
	const phrases = readSearchWords(q);
	const exact = toMatch(phrases.map((phrase) => ({ ...phrase, isOpen: false })));
	if (exact === undefined) throw new AppError('invalid', m.transcripts_query_wordless());
	const open = mayBeUnfinished(phrases) ? toMatch(phrases) : undefined;
	const order: Order = { database, actorId, filter, limit, before: Number(place ?? Number.MAX_SAFE_INTEGER) };
	// Which of the two a first page was, its cursor says.
	if (mode === 'p' && open !== undefined) return toPage(order, open, 'p', await search(order, open));
	const found = await search(order, exact);
	if (found.isThere || mode === 'e' || open === undefined) return toPage(order, exact, 'e', found);
	return toPage(order, open, 'p', await search(order, open));
}

interface Order {
	database: Database;
	actorId: string;
	filter: TranscriptFilter;
	limit: number;
	/** Hits with a rowid lower than this. */
	before: number;
}

interface Search {
	/** One more than the page holds, where there are more. */
	rows: Found[];
	/** Where it gave up; undefined where it came to the end or filled the page. */
	stoppedAt: number | undefined;
	/** Some message holds the words, whatever the filters say to it. */
	isThere: boolean;
}

function mayBeUnfinished(phrases: readonly SearchPhrase[]): boolean {
	const last = phrases.at(-1);
	const word = last?.words.at(-1) ?? '';
	return last?.isOpen === true && word.length >= UNFINISHED_FROM && !/\p{N}/u.test(word);
}

async function search(order: Order, match: string): Promise<Search> {
	const { database, actorId, filter, limit, before } = order;
	const postings = postingsOf(filter, actorId);
	const looked = sql`SELECT rowid AS place FROM messages_fts
		WHERE messages_fts MATCH ${match} AND rowid < ${before} ORDER BY rowid DESC LIMIT ${LOOKED_AT}`;
	const passes = sql`${conditionsOf(filter)}${isIn(postings)}`;
	const rows = await database.all<Found>(
		sql`${FOUND} FROM (${looked}) h CROSS JOIN messages p INDEXED BY messages_place ON p.rowid = h.place
			CROSS JOIN conversation_facts f ON f.conversation_id = p.conversation_id ${WHOLE} ON m.rowid = h.place ${OF_PERSON}
			WHERE ${passes} ORDER BY h.place DESC LIMIT ${limit + 1}`
	);
	if (rows.length > limit) return { rows, stoppedAt: undefined, isThere: true };
	const [end] = await database.all<{ count: number; place: number }>(
		sql`SELECT count(*) AS count, min(place) AS place FROM (${looked})`
	);
	const isThere = end !== undefined && end.count > 0;
	if (end === undefined || end.count < LOOKED_AT) return { rows, stoppedAt: undefined, isThere };
	const few = await fewConversations(order);
	if (few === undefined) return { rows, stoppedAt: end.place, isThere };
	const ofThem = await database.all<Found>(
		// The plus keeps the planner from the order of rowids: it would read every message there is.
		sql`${FOUND} FROM (SELECT value FROM json_each(${JSON.stringify(few)})) h
			CROSS JOIN conversation_facts f ON f.conversation_id = h.value ${WHOLE} ON m.conversation_id = h.value
			CROSS JOIN messages_fts x ON x.rowid = m.rowid ${OF_PERSON}
			WHERE x.messages_fts MATCH ${match} AND m.rowid < ${before} AND ${passes} ORDER BY +m.rowid DESC LIMIT ${limit + 1}`
	);
	return { rows: ofThem, stoppedAt: undefined, isThere };
}

const FOUND = sql`SELECT m.rowid AS "place", m.id AS "messageId", m.conversation_id AS "conversationId", m.role AS "role", m.created_at AS "at",
	c.title AS "title", f.person_id AS "personId", u.display_name AS "personName", u.email AS "personEmail"`;
/** After the facts, so that of the hits that do not pass nothing more is opened. */
const WHOLE = sql`CROSS JOIN conversations c ON c.id = f.conversation_id CROSS JOIN messages m`;
const OF_PERSON = sql`LEFT JOIN users u ON u.id = f.person_id`;

/** All that pass the filter, where they are few. */
async function fewConversations({ database, actorId, filter }: Order): Promise<string[] | undefined> {
	const { start, others } = await chooseStart(database, postingsOf(filter, actorId));
	const from: SQL =
		start === undefined
			? sql`conversation_facts f INDEXED BY conversation_facts_listing WHERE`
			: sql`${start.table} p CROSS JOIN conversation_facts f ON f.conversation_id = p.conversation_id WHERE ${start.where} AND`;
	const rows = await database.all<{ id: string }>(
		sql`SELECT f.conversation_id AS id FROM ${from} ${conditionsOf(filter)}${isIn(others)} LIMIT ${FEW + 1}`
	);
	return rows.length > FEW ? undefined : rows.map(({ id }) => id);
}

async function toPage(
	{ database, limit }: Order,
	match: string,
	mode: 'e' | 'p',
	{ rows, stoppedAt }: Search
): Promise<TranscriptSearchPage> {
	const page = rows.slice(0, limit);
	const last = page.at(-1);
	const goesOnAt = rows.length > limit ? last?.place : stoppedAt;
	const [texts, back] = await Promise.all([
		markedTexts(database, match, page),
		stoppedAt === undefined
			? null
			: database.all<{ at: number }>(sql`SELECT created_at AS at FROM messages WHERE rowid = ${stoppedAt}`)
	]);
	return {
		hits: page.map((row) => {
			const { conversationId, messageId, role, at } = row;
			const mask = maskFor(row);
			return {
				...{ conversationId, messageId, role, at, person: personMark(row.personId) },
				title: mask.text(row.title).text,
				snippet: maskedSnippet(texts.get(row.place) ?? { text: '', ranges: [] }, mask)
			};
		}),
		nextCursor: goesOnAt === undefined ? null : `${mode}${goesOnAt}`,
		searchedBackTo: back?.[0]?.at ?? null
	};
}

/** Whole texts with what was found in them: what is cut out first could be half of an address, which nothing would know for one. */
async function markedTexts(database: Database, match: string, page: readonly Found[]) {
	// Unlike anything a message holds.
	const mark = `\u0002${newId()}\u0003`;
	const places = JSON.stringify(page.map(({ place }) => place));
	const rows = await database.all<{ place: number; marked: string }>(
		sql`SELECT rowid AS place, highlight(messages_fts, 0, ${mark}, ${mark}) AS marked FROM messages_fts
			WHERE messages_fts MATCH ${match} AND rowid IN (SELECT value FROM json_each(${places}))`
	);
	return new Map(
		rows.map(({ place, marked }) => {
			let text = '';
			const ranges: [number, number][] = [];
			marked.split(mark).forEach((piece, index) => {
				if (index % 2 === 1 && piece !== '') ranges.push([text.length, text.length + piece.length]);
				text += piece;
			});
			return [place, { text, ranges }] as const;
		})
	);
}
