// The only writer of tickets. A write is one transaction: the row, its history, a comment and what the external desk has to be told
// stand together or not at all. Two at the same moment are put one behind the other: the later one decides again on what the earlier
// one left.
import { and, eq, getTableColumns, gt, sql, type SQL } from 'drizzle-orm';
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import { newId } from '#lib/shared/ids.ts';
import { isKept, prepareRaw, schema, type Clock, type Database } from '../platform/index.ts';
import type { DeliveryDraft } from './external/deliveries.ts';
import { sendFiles } from './files/ticket-files.ts';
import {
	unknownTicket,
	type CommentDraft,
	type EventDraft,
	type Side,
	type TicketRow
} from './ticket-rows.ts';

const { ticketComments, ticketEvents, tickets } = schema;
const TRIES = 30;

export interface Write {
	patch: Partial<Omit<TicketRow, 'id' | 'number' | 'version' | 'writeId'>>;
	events: EventDraft[];
	comment?: CommentDraft;
	/** What else must still be true at the moment of writing. */
	onlyIf?: SQL;
}

export interface Writer {
	actorId: string | null;
	side: Side;
}

export interface TicketStore {
	find(number: number): Promise<TicketRow | undefined>;
	/** The ticket of this requester and key: made now, or before. `isNew` says which. Throws `conflict` for a person who is gone. */
	create(row: NewRow, writer: Writer, comment: CommentDraft): Promise<{ ticket: TicketRow; isNew: boolean }>;
	/** Lets `decide` say what becomes of the ticket as it stands, until nobody came in between. undefined changes nothing. */
	write(
		number: number,
		writer: Writer,
		decide: (ticket: TicketRow) => Write | undefined | Promise<Write | undefined>
	): Promise<{ ticket: TicketRow; isChanged: boolean }>;
	/** What happened after this version, oldest first. */
	eventsSince(ticketId: string, version: number): Promise<(typeof ticketEvents.$inferSelect)[]>;
	hasComment(ticketId: string, clientKey: string): Promise<boolean>;
}

export type NewRow = Omit<TicketRow, 'number' | 'version' | 'writeId' | 'createdAt' | 'updatedAt'>;

interface StoreOptions {
	database: Database;
	clock: Clock;
	/** What the external desk has to be told of a write; nothing where there is none. */
	deliveriesOf: (
		ticket: Omit<TicketRow, 'number'>,
		side: Side,
		event: string,
		comment?: CommentDraft
	) => DeliveryDraft[];
}

export function createTicketStore({ database, clock, deliveriesOf }: StoreOptions): TicketStore {
	const prepare = (statement: SQL): D1PreparedStatement => prepareRaw(database, statement);

	async function find(number: number): Promise<TicketRow | undefined> {
		const [row] = await database.select().from(tickets).where(eq(tickets.number, number));
		return row;
	}

	/** What belongs to a write: each is stored only if the write was. */
	function attached(
		row: Pick<TicketRow, 'id' | 'writeId' | 'version'>,
		{ actorId, side }: Writer,
		events: readonly EventDraft[],
		comment: CommentDraft | undefined,
		deliveries: readonly DeliveryDraft[]
	) {
		const now = clock.now();
		const isMine = sql`EXISTS (SELECT 1 FROM tickets WHERE id = ${row.id} AND write_id = ${row.writeId})`;
		const rows = (of: readonly unknown[]): SQL =>
			sql`json_each(${JSON.stringify(of)}) AS one WHERE ${isMine}`;
		const of = (name: string): SQL => sql.raw(`json_extract(one.value, '$.${name}')`);
		return [
			prepare(sql`INSERT INTO ticket_events
				(ticket_id, actor_id, side, version, field, from_value, to_value, from_assignee_id, to_assignee_id, created_at)
				SELECT ${row.id}, ${actorId}, ${side}, ${row.version}, ${of('field')}, ${of('fromValue')}, ${of('toValue')},
					${of('fromAssigneeId')}, ${of('toAssigneeId')}, ${now} FROM ${rows(events)}`),
			prepare(sql`INSERT INTO ticket_comments
				(id, ticket_id, author_id, side, is_internal, body, client_key, created_at)
				SELECT ${of('id')}, ${row.id}, ${of('authorId')}, ${of('side')}, ${of('isInternal')}, ${of('body')},
					${of('clientKey')}, ${now} FROM ${rows(comment === undefined ? [] : [comment])}`),
			prepare(sendFiles(comment?.id ?? '', comment?.fileIds ?? [])),
			prepare(sql`INSERT INTO ticket_deliveries (id, ticket_id, event, body, next_attempt_at, created_at)
				SELECT ${of('id')}, ${row.id}, ${of('event')}, ${of('body')}, ${now}, ${now} FROM ${rows(deliveries)}`)
		];
	}

	return {
		find,

		async create(row, writer, comment) {
			const now = clock.now();
			const whole = { ...row, version: 1, writeId: newId(), createdAt: now, updatedAt: now };
			const values = { ...whole, number: null, tags: JSON.stringify(row.tags) };
			const columns = Object.entries(getTableColumns(tickets));
			const names = sql.raw(columns.map(([, { name }]) => name).join(', '));
			const given = sql.join(
				columns.map(([key]) => sql`${values[key as keyof typeof values]}`),
				sql`, `
			);
			await database.$client.batch([
				prepare(sql`INSERT INTO tickets (${names}) SELECT ${given} WHERE ${isKept(row.requesterId)}
					ON CONFLICT (requester_id, client_key) DO NOTHING`),
				...attached(
					whole,
					writer,
					[{ field: 'created', toValue: row.status }],
					comment,
					deliveriesOf(whole, writer.side, 'created', comment)
				)
			]);
			const [ticket] = await database
				.select()
				.from(tickets)
				.where(and(eq(tickets.requesterId, row.requesterId), eq(tickets.clientKey, row.clientKey)));
			if (ticket === undefined) throw new AppError('conflict', m.tickets_requester_gone());
			return { ticket, isNew: ticket.writeId === whole.writeId };
		},

		async write(number, writer, decide) {
			for (let attempt = 0; attempt < TRIES; attempt++) {
				const before = await find(number);
				if (before === undefined) throw unknownTicket();
				const write = await decide(before);
				if (write === undefined) return { ticket: before, isChanged: false };
				const { patch, events, comment, onlyIf } = write;
				const made = { version: before.version + 1, writeId: newId(), updatedAt: clock.now() };
				const after: TicketRow = { ...before, ...patch, ...made };
				const event = events[0]?.field ?? 'commented';
				const [written] = await database.$client.batch([
					prepare(
						database
							.update(tickets)
							.set({ ...patch, ...made })
							.where(and(eq(tickets.id, before.id), eq(tickets.version, before.version), onlyIf))
							.returning({ version: tickets.version })
							.getSQL()
					),
					...attached(after, writer, events, comment, deliveriesOf(after, writer.side, event, comment))
				]);
				if (written?.results.length === 1) return { ticket: after, isChanged: true };
			}
			throw new AppError('unavailable', m.tickets_busy());
		},

		eventsSince: (ticketId, version) =>
			database
				.select()
				.from(ticketEvents)
				.where(and(eq(ticketEvents.ticketId, ticketId), gt(ticketEvents.version, version)))
				.orderBy(ticketEvents.id),

		async hasComment(ticketId, clientKey) {
			const found = await database
				.select({ id: ticketComments.id })
				.from(ticketComments)
				.where(and(eq(ticketComments.ticketId, ticketId), eq(ticketComments.clientKey, clientKey)));
			return found.length > 0;
		}
	};
}
