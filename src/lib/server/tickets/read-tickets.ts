// Tickets as they are shown: one with its words and history, and lists by filter and words. A list is paged by the place of its last row.
import { and, asc, desc, eq, inArray, isNull, or, sql, type SQL } from 'drizzle-orm';
import { can, requirePermission, type Actor } from '#lib/shared/actor.ts';
import type { TicketAnswer, TicketFile, TicketPage, TicketSummary, TicketView } from '#lib/shared/tickets.ts';
import { schema, type Database } from '../platform/index.ts';
import { toTicketFile } from './files/ticket-files.ts';
import type { ListTickets } from './forms.ts';
import { readPeople, targetOf, unknownTicket, type TicketRow } from './ticket-rows.ts';

const { ticketComments, ticketEvents, ticketFiles, tickets } = schema;
/** After every time there is. */
const NEVER = 9_999_999_999_999;
const WORDS_AT_MOST = 12;
const COMMENTS_AT_MOST = 500;

type Named = Awaited<ReturnType<typeof readPeople>>;

function toSummary(row: TicketRow, nameOf: Named): TicketSummary {
	const { number, subject, status, priority, category, team, tags, dueAt, createdAt, updatedAt, version } =
		row;
	return {
		...{ number, subject, status, priority, category, team, tags, dueAt, createdAt, updatedAt, version },
		requester: nameOf(row.requesterId) ?? { id: row.requesterId, name: null },
		assignee: nameOf(row.assigneeId)
	};
}

/** Throws `not-found` for a ticket that is not there, and for somebody else's alike. */
export async function readTicket(database: Database, actor: Actor, number: number): Promise<TicketAnswer> {
	const [row] = await database.select().from(tickets).where(eq(tickets.number, number));
	if (row === undefined || !can(actor, 'read:ticket', targetOf(row))) throw unknownTicket();
	if (row.mergedInto !== null) return { mergedInto: row.mergedInto };
	return { ticket: await viewOf(database, actor, row) };
}

export async function viewOf(database: Database, actor: Actor, row: TicketRow): Promise<TicketView> {
	const isDesk = can(actor, 'read:ticket');
	const family = database
		.select({ id: tickets.id })
		.from(tickets)
		.where(or(eq(tickets.id, row.id), eq(tickets.mergedInto, row.number)));
	const [comments, events] = await Promise.all([
		database
			.select({ comment: ticketComments, number: tickets.number })
			.from(ticketComments)
			.innerJoin(tickets, eq(tickets.id, ticketComments.ticketId))
			.where(
				and(
					inArray(ticketComments.ticketId, family),
					isDesk ? undefined : eq(ticketComments.isInternal, false)
				)
			)
			.orderBy(asc(ticketComments.createdAt), asc(ticketComments.rowid))
			.limit(COMMENTS_AT_MOST),
		isDesk
			? database
					.select()
					.from(ticketEvents)
					.where(eq(ticketEvents.ticketId, row.id))
					.orderBy(asc(ticketEvents.id))
					.limit(COMMENTS_AT_MOST)
			: []
	]);
	const files = await readFiles(
		database,
		comments.map(({ comment }) => comment.id)
	);
	const nameOf = await readPeople(
		database,
		[
			...[row.requesterId, row.assigneeId],
			...comments.map(({ comment }) => comment.authorId),
			...events.flatMap(({ actorId, fromAssigneeId, toAssigneeId }) => [
				actorId,
				fromAssigneeId,
				toAssigneeId
			])
		],
		isDesk
	);
	const { conversationId, recordingId, noteId, rating, ratingComment, solvedAt } = row;
	const { firstRespondedAt, responseDueAt, resolutionDueAt } = row;
	return {
		...toSummary(row, nameOf),
		...{ conversationId, recordingId, noteId, rating, ratingComment, solvedAt },
		...{ firstRespondedAt, responseDueAt, resolutionDueAt, isDesk },
		comments: comments.map(({ comment: { id, authorId, side, isInternal, body, createdAt }, number }) => ({
			...{ id, side, isInternal, body, createdAt },
			author: nameOf(authorId),
			fromNumber: number === row.number ? null : number,
			files: files.get(id) ?? []
		})),
		events: events.map((event) => ({
			...{ id: event.id, side: event.side, version: event.version, field: event.field },
			actor: nameOf(event.actorId),
			from: event.fromAssigneeId === null ? event.fromValue : (nameOf(event.fromAssigneeId)?.name ?? '?'),
			to: event.toAssigneeId === null ? event.toValue : (nameOf(event.toAssigneeId)?.name ?? '?'),
			createdAt: event.createdAt
		}))
	};
}

async function readFiles(
	database: Database,
	commentIds: readonly string[]
): Promise<Map<string | null, TicketFile[]>> {
	const rows = await database
		.select()
		.from(ticketFiles)
		.where(sql`${ticketFiles.commentId} IN (SELECT value FROM json_each(${JSON.stringify(commentIds)}))`)
		// As they came: sent together they are renewed at one moment.
		.orderBy(sql`${ticketFiles}.rowid`);
	return new Map(
		[...Map.groupBy(rows, ({ commentId }) => commentId)].map(([id, of]) => [id, of.map(toTicketFile)])
	);
}

/** One's own tickets; all of them for who may read them all. */
export async function listTickets(
	database: Database,
	actor: Actor,
	wanted: ListTickets
): Promise<TicketPage> {
	const isDesk = can(actor, 'read:ticket');
	if (actor.userId === undefined) return { tickets: [], nextCursor: null };
	if (!isDesk) requirePermission(actor, 'read:ticket', { personId: actor.userId });
	const { sort, cursor, limit } = wanted;
	const place =
		sort === 'due' ? sql<number>`coalesce(${tickets.dueAt}, ${NEVER})` : sql<number>`${tickets.updatedAt}`;
	const rows = await database
		.select()
		.from(tickets)
		.where(
			and(
				isDesk && wanted.mine !== true ? undefined : eq(tickets.requesterId, actor.userId),
				isNull(tickets.mergedInto),
				...filtersOf(wanted, actor.userId),
				wanted.query === undefined || wanted.query === '' ? undefined : hasWords(wanted.query, isDesk),
				afterCursor(cursor, sort, place)
			)
		)
		.orderBy(...(sort === 'due' ? [asc(place), asc(tickets.number)] : [desc(place), desc(tickets.number)]))
		.limit(limit + 1);
	const page = rows.slice(0, limit);
	const last = page.at(-1);
	const nameOf = await readPeople(
		database,
		page.flatMap(({ requesterId, assigneeId }) => [requesterId, assigneeId]),
		isDesk
	);
	const lastPlace = sort === 'due' ? (last?.dueAt ?? NEVER) : last?.updatedAt;
	return {
		tickets: page.map((row) => toSummary(row, nameOf)),
		nextCursor: rows.length > limit && last !== undefined ? `${lastPlace}_${last.number}` : null
	};
}

function filtersOf(wanted: ListTickets, userId: string): (SQL | undefined)[] {
	const { status, priority, category, assignee, requester, conversation, recording, team, tag } = wanted;
	return [
		status.length === 0 ? undefined : inArray(tickets.status, status),
		priority.length === 0 ? undefined : inArray(tickets.priority, priority),
		category === undefined ? undefined : eq(tickets.category, category),
		assignee === undefined
			? undefined
			: assignee === 'nobody'
				? isNull(tickets.assigneeId)
				: eq(tickets.assigneeId, assignee === 'me' ? userId : assignee),
		requester === undefined ? undefined : eq(tickets.requesterId, requester),
		conversation === undefined ? undefined : eq(tickets.conversationId, conversation),
		recording === undefined ? undefined : eq(tickets.recordingId, recording),
		team === undefined ? undefined : eq(tickets.team, team),
		tag === undefined
			? undefined
			: sql`EXISTS (SELECT 1 FROM json_each(${tickets.tags}) WHERE value = ${tag})`
	];
}

function afterCursor(
	cursor: string | undefined,
	sort: ListTickets['sort'],
	place: SQL<number>
): SQL | undefined {
	if (cursor === undefined) return undefined;
	const [at = 0, number = 0] = cursor.split('_').map(Number);
	return sort === 'due'
		? sql`(${place}, ${tickets.number}) > (${at}, ${number})`
		: sql`(${place}, ${tickets.number}) < (${at}, ${number})`;
}

/**
 * Every word in the subject, or every word in one comment. FTS5 and no LIKE: D1 refuses patterns of 50 bytes and more, and a scan reads
 * every word ever written. What stands in an internal comment is not found by who may not read it.
 */
function hasWords(query: string, isDesk: boolean): SQL {
	const number = /^#?(\d{1,9})$/.exec(query)?.[1];
	const words =
		query
			.normalize('NFC')
			.match(/[\p{L}\p{N}]+/gu)
			?.slice(0, WORDS_AT_MOST) ?? [];
	if (words.length === 0) return sql`0`;
	const match = words.map((word, index) => `"${word}"${index === words.length - 1 ? '*' : ''}`).join(' ');
	const readable = isDesk ? sql`` : sql`AND c.is_internal = 0`;
	return sql`(${number === undefined ? sql`0` : sql`${tickets.number} = ${Number(number)}`}
		OR ${tickets.number} IN (SELECT rowid FROM tickets_fts WHERE tickets_fts MATCH ${match})
		OR ${tickets.id} IN (SELECT coalesce(target.id, t.id) FROM ticket_comments_fts f
			JOIN ticket_comments c ON c.rowid = f.rowid JOIN tickets t ON t.id = c.ticket_id
			LEFT JOIN tickets target ON target.number = t.merged_into
			WHERE ticket_comments_fts MATCH ${match} ${readable}))`;
}
