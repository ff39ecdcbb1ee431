// The list of a person's conversations, newest first, by keyset; a text finds titles and what was said.
import { and, desc, eq, inArray, isNull, lt, or, sql, type SQL } from 'drizzle-orm';
import type { Actor } from '#lib/shared/actor.ts';
import type { ConversationList } from '#lib/shared/conversation/requests.ts';
import { AppError } from '#lib/shared/errors.ts';
import { schema, type Database } from '../platform/index.ts';

const { conversations, messages } = schema;

export interface ListRequest {
	q?: string | undefined;
	cursor?: string | undefined;
	/** 1..100 */
	limit: number;
}

export async function listConversations(
	database: Database,
	actor: Actor,
	{ q, cursor, limit }: ListRequest
): Promise<ConversationList> {
	if (actor.userId === undefined) return { conversations: [], nextCursor: null };
	const wanted = [eq(conversations.personId, actor.userId), isNull(conversations.deletedAt)];
	if (cursor !== undefined) wanted.push(olderThan(readCursor(cursor)));
	if (q !== undefined && q !== '') wanted.push(holds(database, actor.userId, q));
	const rows = await database
		.select()
		.from(conversations)
		.where(and(...wanted))
		.orderBy(desc(conversations.updatedAt), desc(conversations.id))
		.limit(limit + 1);
	const page = rows.slice(0, limit);
	const last = page.at(-1);
	return {
		conversations: page.map(
			({ id, title, status, language, channel, messageCount, createdAt, updatedAt, deletedAt }) => ({
				...{ id, title, status, language, channel, messageCount, createdAt, updatedAt, deletedAt }
			})
		),
		nextCursor: rows.length > limit && last !== undefined ? `${last.updatedAt}_${last.id}` : null
	};
}

function readCursor(cursor: string): { updatedAt: number; id: string } {
	const [, updatedAt, id] = /^(\d{1,15})_([0-9a-f-]{36})$/.exec(cursor) ?? [];
	if (updatedAt === undefined || id === undefined)
		throw new AppError('invalid', 'This is not the cursor of a page.');
	return { updatedAt: Number(updatedAt), id };
}

function olderThan({ updatedAt, id }: { updatedAt: number; id: string }): SQL {
	const isOlder = or(
		lt(conversations.updatedAt, updatedAt),
		and(eq(conversations.updatedAt, updatedAt), lt(conversations.id, id))
	);
	return isOlder ?? sql`true`;
}

function holds(database: Database, personId: string, text: string): SQL {
	// Not LIKE: D1 refuses its patterns from 50 bytes on.
	const inTitle = sql`instr(lower(${conversations.title}), lower(${text})) > 0`;
	const query = toMatch(text);
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

/** Every word, quoted so that FTS5 reads no operators into it, the last one perhaps not finished yet. */
function toMatch(text: string): string | undefined {
	const words = text.match(/[\p{L}\p{N}]+/gu)?.slice(0, 12);
	return words
		?.map((word) => `"${word}"`)
		.join(' ')
		.concat('*');
}
