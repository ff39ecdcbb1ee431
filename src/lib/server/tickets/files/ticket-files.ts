// Files that go with what is said in a ticket. One is kept before its comment is sent, and belongs to the ticket's requester from the first:
// what an agent adds goes with the requester, too. A row comes before its bytes and goes after them. Somebody else's file, and one of an
// internal comment, looks to who may not see it like one that is not there.
import { and, eq, inArray, isNull, lt, sql, type SQL } from 'drizzle-orm';
import { m } from '#lib/paraglide/messages.js';
import { can, requirePermission, type Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { newId, sha256Hex } from '#lib/shared/ids.ts';
import type { TicketFile } from '#lib/shared/tickets.ts';
import { isKept, schema, type Clock, type Database } from '../../platform/index.ts';
import { targetOf, unknownTicket, type TicketRow } from '../ticket-rows.ts';

const { ticketComments, ticketFiles, tickets } = schema;
type Row = typeof ticketFiles.$inferSelect;

const UNSENT_MS = 24 * 60 * 60_000;
const UNSENT_AT_MOST = 40;
const PERSON_FILES = 2_000;
const PERSON_BYTES = 500 * 1024 * 1024;
const SWEPT_AT_ONCE = 200;

export interface NewTicketFile {
	name: string;
	bytes: Uint8Array<ArrayBuffer>;
}

export interface StoredTicketFile extends TicketFile {
	/** Hex. */
	sha256: string;
	createdAt: number;
	/** Throws `not-found` when the bytes are gone. */
	open(range?: { offset: number; length: number }): Promise<ReadableStream>;
}

export interface TicketFiles {
	/** For a comment of this ticket, or of one that is still to be opened. */
	add(actor: Actor, number: number | undefined, file: NewTicketFile): Promise<TicketFile>;
	/** Only one's own, and only until it is sent: throws `conflict` after that. */
	remove(actor: Actor, id: string): Promise<void>;
	/** For who may read the comment it goes with; until it is sent, for who brought it. */
	read(actor: Actor, id: string): Promise<StoredTicketFile>;
	/** None of them is swept for another day. Throws `not-found` where one is not this person's to send in this requester's ticket. */
	requireOwn(actor: Actor, requesterId: string, ids: readonly string[]): Promise<void>;
	/** Erases what was never sent, some at a time. Gives how many. */
	sweepUnsent(): Promise<number>;
}

/** What the attachments of messages know of files; the room of tickets stands beside theirs. */
export interface FileKinds {
	/** What a file is, by its bytes, and what is to be kept of it. Throws `unsupported`, `too-large` and `invalid`. */
	recognise(
		name: string,
		bytes: Uint8Array<ArrayBuffer>
	): { name: string; mediaType: string; bytes: Uint8Array<ArrayBuffer> };
	usualEnding(mediaType: string): string;
}

interface TicketFilesOptions {
	database: Database;
	objects: R2Bucket;
	clock: Clock;
	kinds: FileKinds;
}

/** Part of the write that stores the comment: a file goes with the first comment that names it. */
export function sendFiles(commentId: string, ids: readonly string[]): SQL {
	return sql`UPDATE ticket_files SET comment_id = ${commentId}
		WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)})) AND comment_id IS NULL
		AND EXISTS (SELECT 1 FROM ticket_comments WHERE id = ${commentId})`;
}

export function createTicketFiles({ database, objects, clock, kinds }: TicketFilesOptions): TicketFiles {
	const keyOf = ({ personId, id, mediaType }: Row): string =>
		`${personId}/tickets/${id}.${kinds.usualEnding(mediaType)}`;

	/** To whose ticket the actor may add something. */
	async function requesterOf(actor: Actor, number: number | undefined): Promise<string> {
		const { userId } = actor;
		if (userId === undefined) throw new AppError('unauthenticated', m.tickets_sign_in());
		if (number === undefined) {
			requirePermission(actor, 'write:ticket', { personId: userId });
			return userId;
		}
		const [ticket] = await database.select().from(tickets).where(eq(tickets.number, number));
		if (ticket === undefined || !can(actor, 'read:ticket', targetOf(ticket))) throw unknownTicket();
		requirePermission(actor, 'write:ticket', targetOf(ticket));
		if (ticket.status === 'closed') throw new AppError('conflict', m.tickets_closed_already());
		return ticket.requesterId;
	}

	/** Counted and inserted as one: uploads at the same moment do not get past the limits together. */
	async function reserve(row: Row): Promise<void> {
		const { id, personId, uploadedBy, name, mediaType, sizeBytes, sha256, createdAt } = row;
		const inserted = await database.all(sql`
			INSERT INTO ticket_files (id, person_id, uploaded_by, name, media_type, size_bytes, sha256, created_at)
			SELECT ${id}, ${personId}, ${uploadedBy}, ${name}, ${mediaType}, ${sizeBytes}, ${sha256}, ${createdAt}
			WHERE ${isKept(personId)}
			AND (SELECT COALESCE(SUM(size_bytes), 0) + ${sizeBytes} FROM ticket_files WHERE person_id = ${personId}) <= ${PERSON_BYTES}
			AND (SELECT COUNT(*) FROM ticket_files WHERE person_id = ${personId}) < ${PERSON_FILES}
			AND (SELECT COUNT(*) FROM ticket_files WHERE uploaded_by = ${uploadedBy} AND comment_id IS NULL) < ${UNSENT_AT_MOST}
			RETURNING id`);
		if (inserted.length === 0) throw new AppError('conflict', m.tickets_files_full());
	}

	/** Bytes first: a row that is left leads to them again. */
	async function erase(rows: readonly Row[]): Promise<void> {
		if (rows.length === 0) return;
		await objects.delete(rows.map(keyOf));
		const ids = JSON.stringify(rows.map(({ id }) => id));
		await database.run(sql`DELETE FROM ticket_files WHERE id IN (SELECT value FROM json_each(${ids}))`);
	}

	async function find(
		id: string
	): Promise<{ file: Row; ticket: TicketRow | null; isInternal: boolean } | undefined> {
		const [found] = await database
			.select({ file: ticketFiles, ticket: tickets, isInternal: ticketComments.isInternal })
			.from(ticketFiles)
			.leftJoin(ticketComments, eq(ticketComments.id, ticketFiles.commentId))
			.leftJoin(tickets, eq(tickets.id, ticketComments.ticketId))
			.where(eq(ticketFiles.id, id));
		return found && { ...found, isInternal: found.isInternal === true };
	}

	return {
		async add(actor, number, given) {
			const personId = await requesterOf(actor, number);
			const { name, mediaType, bytes } = kinds.recognise(given.name, given.bytes);
			const row: Row = {
				...{ id: newId(), personId, uploadedBy: actor.userId ?? null, commentId: null, name, mediaType },
				...{ sizeBytes: bytes.length, sha256: await sha256Hex(bytes), createdAt: clock.now() }
			};
			await reserve(row);
			try {
				await objects.put(keyOf(row), bytes, {
					sha256: row.sha256,
					httpMetadata: { contentType: mediaType }
				});
			} catch (thrown) {
				await database.delete(ticketFiles).where(eq(ticketFiles.id, row.id));
				throw thrown;
			}
			return toTicketFile(row);
		},

		async remove({ userId }, id) {
			const found = await find(id);
			if (userId === undefined || found?.file.uploadedBy !== userId) throw gone();
			if (found.file.commentId !== null) throw new AppError('conflict', m.tickets_file_sent());
			await erase([found.file]);
		},

		async read(actor, id) {
			const found = await find(id);
			if (found === undefined) throw gone();
			const { file, ticket, isInternal } = found;
			const isVisible =
				ticket === null
					? actor.userId !== undefined && file.uploadedBy === actor.userId
					: can(actor, 'read:ticket', isInternal ? {} : targetOf(ticket));
			if (!isVisible) throw gone();
			return {
				...toTicketFile(file),
				...{ sha256: file.sha256, createdAt: file.createdAt },
				async open(range) {
					const object = await objects.get(keyOf(file), range === undefined ? {} : { range });
					if (object === null) throw gone();
					return object.body;
				}
			};
		},

		async requireOwn({ userId }, requesterId, ids) {
			if (ids.length === 0) return;
			const own = await database
				.update(ticketFiles)
				.set({
					createdAt: sql`iif(${ticketFiles.commentId} IS NULL, ${clock.now()}, ${ticketFiles.createdAt})`
				})
				.where(
					and(
						inArray(ticketFiles.id, [...ids]),
						eq(ticketFiles.uploadedBy, userId ?? ''),
						eq(ticketFiles.personId, requesterId)
					)
				)
				.returning({ id: ticketFiles.id });
			if (own.length < new Set(ids).size) throw gone();
		},

		async sweepUnsent() {
			const forgotten = await database
				.select()
				.from(ticketFiles)
				.where(and(isNull(ticketFiles.commentId), lt(ticketFiles.createdAt, clock.now() - UNSENT_MS)))
				.limit(SWEPT_AT_ONCE);
			await erase(forgotten);
			return forgotten.length;
		}
	};
}

export function toTicketFile({ id, name, mediaType, sizeBytes }: Row): TicketFile {
	return { id, name, mediaType, sizeBytes };
}

function gone(): AppError {
	return new AppError('not-found', m.tickets_file_gone());
}
