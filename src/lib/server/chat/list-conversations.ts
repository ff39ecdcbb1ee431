// The list of a person's conversations: pinned ones first, then newest first, by keyset; a text finds titles and what was said.
import { and, desc, eq, inArray, isNotNull, isNull, lt, or, sql, type SQL } from 'drizzle-orm';
import type { Actor } from '#lib/shared/actor.ts';
import type { TagCounts } from '#lib/shared/conversation/labels.ts';
import type { ConversationList, ConversationSummary } from '#lib/shared/conversation/requests.ts';
import { AppError } from '#lib/shared/errors.ts';
import { schema, type Database } from '../platform/index.ts';
import { readSearchWords, toMatch } from './search/search-words.ts';

const { conversations, messages } = schema;

export interface ListRequest {
	q?: string | undefined;
	tag?: string | undefined;
	cursor?: string | undefined;
	/** 1..100 */
	limit: number;
}

type Row = typeof conversations.$inferSelect;

/** Where a page ended. A conversation that moves up meanwhile is not seen twice, and nothing else is passed over for it. */
interface Place {
	isPinned: boolean;
	updatedAt: number;
	id: string;
}

export async function listConversations(
	database: Database,
	actor: Actor,
	{ q, tag, cursor, limit }: ListRequest
): Promise<ConversationList> {
	if (actor.userId === undefined) return { conversations: [], nextCursor: null };
	const wanted = [eq(conversations.personId, actor.userId), isNull(conversations.deletedAt)];
	if (q !== undefined && q !== '') wanted.push(holds(database, actor.userId, q));
	if (tag !== undefined && tag !== '') wanted.push(await hasTag(database, actor.userId, tag));
	const after = cursor === undefined ? undefined : readCursor(cursor);

	// Two reads by the same index in place of one that sorts everything a person has.
	const read = (isPinned: boolean, most: number): Promise<Row[]> =>
		database
			.select()
			.from(conversations)
			.where(
				and(
					...wanted,
					isPinned ? isNotNull(conversations.pinnedAt) : isNull(conversations.pinnedAt),
					after?.isPinned === isPinned ? olderThan(after) : undefined
				)
			)
			.orderBy(desc(conversations.updatedAt), desc(conversations.id))
			.limit(most);

	const pinned = after?.isPinned === false ? [] : await read(true, limit + 1);
	const others = pinned.length > limit ? [] : await read(false, limit + 1 - pinned.length);
	const rows = [...pinned, ...others];
	const page = rows.slice(0, limit);
	const last = page.at(-1);
	return {
		conversations: page.map(toSummary),
		nextCursor: rows.length > limit && last !== undefined ? toCursor(last) : null
	};
}

/** Each tag in its most used spelling. */
export async function countTags(database: Database, actor: Actor): Promise<TagCounts> {
	if (actor.userId === undefined) return { tags: [] };
	const found = await readTags(database, actor.userId);
	const counts = new Map<string, { tag: string; count: number }>();
	for (const { tag, count } of found) {
		const known = counts.get(tag.toLowerCase());
		if (known === undefined) counts.set(tag.toLowerCase(), { tag, count });
		else known.count += count;
	}
	const tags = [...counts.values()].sort((a, b) => b.count - a.count || a.tag.localeCompare(b.tag));
	return { tags };
}

function toSummary(row: Row): ConversationSummary {
	const { id, title, status, language, channel, messageCount, createdAt, updatedAt, deletedAt, tags } = row;
	return {
		...{ id, title, status, language, channel, messageCount, createdAt, updatedAt, deletedAt, tags },
		pinned: row.pinnedAt !== null
	};
}

function toCursor({ pinnedAt, updatedAt, id }: Row): string {
	return `${pinnedAt === null ? '' : 'p'}${updatedAt}_${id}`;
}

function readCursor(cursor: string): Place {
	const [, pinned, updatedAt, id] = /^(p?)(\d{1,15})_([0-9a-f-]{36})$/.exec(cursor) ?? [];
	if (updatedAt === undefined || id === undefined)
		throw new AppError('invalid', 'This is not the cursor of a page.');
	return { isPinned: pinned === 'p', updatedAt: Number(updatedAt), id };
}

function olderThan({ updatedAt, id }: Place): SQL | undefined {
	return or(
		lt(conversations.updatedAt, updatedAt),
		and(eq(conversations.updatedAt, updatedAt), lt(conversations.id, id))
	);
}

/** Every spelling, the most used first. */
function readTags(database: Database, personId: string): Promise<{ tag: string; count: number }[]> {
	return database.all(
		sql`SELECT t.value AS "tag", count(*) AS "count" FROM ${conversations}, json_each(${conversations.tags}) t
			WHERE ${conversations.personId} = ${personId} AND ${conversations.deletedAt} IS NULL
			GROUP BY t.value ORDER BY count(*) DESC, t.value`
	);
}

/** SQLite folds the capitals of ASCII alone, so the spellings that are meant are found here. */
async function hasTag(database: Database, personId: string, tag: string): Promise<SQL> {
	const wanted = tag.normalize('NFC').toLowerCase();
	const known = await readTags(database, personId);
	const spellings = known.map((one) => one.tag).filter((one) => one.toLowerCase() === wanted);
	return sql`EXISTS (SELECT 1 FROM json_each(${conversations.tags}) t
		WHERE t.value IN (SELECT value FROM json_each(${JSON.stringify(spellings)})))`;
}

function holds(database: Database, personId: string, text: string): SQL {
	// Not LIKE: D1 refuses its patterns from 50 bytes on.
	const inTitle = sql`instr(lower(${conversations.title}), lower(${text})) > 0`;
	const query = toMatch(readSearchWords(text));
	if (query === undefined) return inTitle;
	const said = database
		.select({ id: messages.conversationId })
		.from(messages)
		.where(
			and(
				eq(messages.personId, personId),
				inArray(messages.rowid, sql`(select rowid from messages_fts where messages_fts match ${query})`)
			)
		);
	return or(inTitle, inArray(conversations.id, said)) ?? inTitle;
}
