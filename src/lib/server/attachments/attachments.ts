// Files that people add to their messages. A row comes before its bytes and goes after them: what broke off leaves a row, and rows are
// swept. Somebody else's file looks like one that is not there.
import { and, eq, inArray, isNull, lt, ne, or, sql } from 'drizzle-orm';
import { m } from '#lib/paraglide/messages.js';
import { requirePermission, requireVisible, type Actor } from '#lib/shared/actor.ts';
import { toFilePart, type Attachment, type FilePart } from '#lib/shared/conversation/attachments.ts';
import { AppError } from '#lib/shared/errors.ts';
import { newId, sha256Hex } from '#lib/shared/ids.ts';
import { schema, type Clock, type Database } from '../platform/index.ts';
import { LIMITS } from './limits.ts';
import { recognise, usualEnding } from './recognise.ts';

const { attachments, conversations } = schema;
type Row = typeof attachments.$inferSelect;

interface NewFile {
	conversationId: string;
	name: string;
	bytes: Uint8Array<ArrayBuffer>;
}

interface StoredFile extends Attachment {
	/** Hex. */
	sha256: string;
	/** Throws `not-found` when the bytes are gone. */
	open(): Promise<ReadableStream>;
}

export interface Attachments {
	/** Keeps a file for a message of this conversation, which need not have begun. */
	add(actor: Actor, file: NewFile): Promise<Attachment>;
	/** Only one's own, and only until it is sent: throws `conflict` after that. */
	remove(actor: Actor, id: string): Promise<void>;
	/** For its person and for who may read every conversation. */
	read(actor: Actor, id: string): Promise<StoredFile>;
	/** The person's files for a message, in the order asked for. None of them is swept for another day. Throws `not-found`. */
	forMessage(actor: Actor, conversationId: string, ids: readonly string[]): Promise<FilePart[]>;
	/** The words of a text file; undefined when it is gone. For whoever has its message already. */
	readText(personId: string, file: { id: string; mediaType: string }): Promise<string | undefined>;
	/** Erases what was never sent, some at a time. Gives how many. */
	sweepUnsent(): Promise<number>;
	/** Every file of a person's conversation, for good. */
	eraseOf(personId: string, conversationId: string): Promise<void>;
}

interface AttachmentsOptions {
	database: Database;
	objects: R2Bucket;
	clock: Clock;
}

/** In place of a message's id: the bytes are going, and nobody can send the file any more. */
const GOING = 'going';
const isUnsent = isNull(attachments.messageId);
const isThere = or(isUnsent, ne(attachments.messageId, GOING));

export function createAttachments({ database, objects, clock }: AttachmentsOptions): Attachments {
	async function find(id: string): Promise<Row | undefined> {
		const [found] = await database
			.select({ row: attachments, deletedAt: conversations.deletedAt })
			.from(attachments)
			.leftJoin(conversations, eq(conversations.id, attachments.conversationId))
			.where(and(eq(attachments.id, id), isThere));
		return found === undefined || found.deletedAt !== null ? undefined : found.row;
	}

	/** Whether this person may add to it: a conversation that nobody has yet is whoever's begins it. */
	async function requireConversation(personId: string, conversationId: string): Promise<void> {
		const [known] = await database
			.select({ personId: conversations.personId, deletedAt: conversations.deletedAt })
			.from(conversations)
			.where(eq(conversations.id, conversationId));
		if (known !== undefined && (known.personId !== personId || known.deletedAt !== null))
			throw new AppError('not-found', m.attachments_no_conversation());
	}

	/** Counted and inserted as one: uploads at the same moment do not get past the limits together. */
	async function reserve(row: Row): Promise<boolean> {
		const { id, personId, conversationId, name, mediaType, sizeBytes, sha256, width, height, createdAt } =
			row;
		const ofConversation = sql`FROM attachments WHERE conversation_id = ${conversationId} AND person_id = ${personId}`;
		const inserted = await database.all(
			sql`INSERT INTO attachments (id, person_id, conversation_id, name, media_type, size_bytes, sha256, width, height, created_at)
				SELECT ${id}, ${personId}, ${conversationId}, ${name}, ${mediaType}, ${sizeBytes}, ${sha256}, ${width}, ${height}, ${createdAt}
				WHERE (SELECT COALESCE(SUM(size_bytes), 0) + ${sizeBytes} ${ofConversation}) <= ${LIMITS.conversationBytes}
				AND (SELECT COUNT(*) ${ofConversation}) < ${LIMITS.conversationFiles}
				AND (SELECT COUNT(*) FROM attachments WHERE person_id = ${personId} AND message_id IS NULL) < ${LIMITS.unsentFiles}
				RETURNING id`
		);
		return inserted.length > 0;
	}

	async function refuseFull(personId: string): Promise<never> {
		const unsent = await database.$count(attachments, and(eq(attachments.personId, personId), isUnsent));
		if (unsent >= LIMITS.unsentFiles)
			throw new AppError('conflict', m.attachments_too_many_unsent({ limit: LIMITS.unsentFiles }));
		throw new AppError('too-large', m.attachments_conversation_full({ limit: '50 MB' }), {
			details: { maxBytes: LIMITS.conversationBytes }
		});
	}

	/** Bytes first: a row that is left leads to them again. */
	async function erase(rows: readonly Row[]): Promise<void> {
		if (rows.length === 0) return;
		await objects.delete(rows.map(keyOf));
		// A statement takes 100 parameters.
		for (let at = 0; at < rows.length; at += 90)
			await database.delete(attachments).where(
				inArray(
					attachments.id,
					rows.slice(at, at + 90).map(({ id }) => id)
				)
			);
	}

	return {
		async add(actor, { conversationId, name, bytes }) {
			const { userId } = actor;
			if (userId === undefined) throw new AppError('unauthenticated', m.attachments_sign_in());
			requirePermission(actor, 'write:conversation', { personId: userId });
			await requireConversation(userId, conversationId);
			const file = recognise(name, bytes);
			const row: Row = {
				id: newId(),
				personId: userId,
				conversationId,
				messageId: null,
				name: file.name,
				mediaType: file.mediaType,
				sizeBytes: file.bytes.length,
				sha256: await sha256Hex(file.bytes),
				width: file.width,
				height: file.height,
				createdAt: clock.now()
			};
			if (!(await reserve(row))) await refuseFull(userId);
			try {
				await objects.put(keyOf(row), file.bytes, {
					sha256: row.sha256,
					httpMetadata: { contentType: row.mediaType }
				});
			} catch (thrown) {
				await database.delete(attachments).where(eq(attachments.id, row.id));
				throw thrown;
			}
			return toAttachment(row);
		},

		async remove(actor, id) {
			const row = await find(id);
			const isOwn = row !== undefined && row.personId === actor.userId;
			requireVisible(actor, 'write:conversation', { personId: isOwn ? row.personId : undefined }, 'file');
			const going = await database
				.update(attachments)
				.set({ messageId: GOING })
				.where(and(eq(attachments.id, id), isUnsent))
				.returning();
			if (going.length === 0) throw new AppError('conflict', m.attachments_sent_already());
			await erase(going);
		},

		async read(actor, id) {
			const row = await find(id);
			requireVisible(actor, 'read:conversation', { personId: row?.personId }, 'file');
			if (row === undefined) throw gone();
			return {
				...toAttachment(row),
				sha256: row.sha256,
				async open() {
					const object = await objects.get(keyOf(row));
					if (object === null) throw gone();
					return object.body;
				}
			};
		},

		async forMessage({ userId }, conversationId, ids) {
			if (ids.length === 0) return [];
			const rows = await database
				.update(attachments)
				.set({
					createdAt: sql`CASE WHEN ${attachments.messageId} IS NULL THEN ${clock.now()} ELSE ${attachments.createdAt} END`
				})
				.where(
					and(
						inArray(attachments.id, [...ids]),
						eq(attachments.personId, userId ?? ''),
						eq(attachments.conversationId, conversationId),
						isThere
					)
				)
				.returning();
			const found = new Map(rows.map((row) => [row.id, row]));
			return ids.map((id) => {
				const row = found.get(id);
				if (row === undefined) throw gone();
				return toFilePart(toAttachment(row));
			});
		},

		async readText(personId, file) {
			const object = await objects.get(keyOf({ ...file, personId }));
			return object?.text();
		},

		async sweepUnsent() {
			const isOver = and(isUnsent, lt(attachments.createdAt, clock.now() - LIMITS.unsentMs));
			const some = database
				.select({ id: attachments.id })
				.from(attachments)
				.where(or(isOver, eq(attachments.messageId, GOING)))
				.limit(LIMITS.sweptAtOnce);
			const going = await database
				.update(attachments)
				.set({ messageId: GOING })
				.where(inArray(attachments.id, some))
				.returning();
			await erase(going);
			return going.length;
		},

		async eraseOf(personId, conversationId) {
			const ofConversation = and(
				eq(attachments.personId, personId),
				eq(attachments.conversationId, conversationId)
			);
			await erase(await database.select().from(attachments).where(ofConversation));
		}
	};
}

function keyOf({ personId, id, mediaType }: Pick<Row, 'personId' | 'id' | 'mediaType'>): string {
	return `${personId}/attachments/${id}.${usualEnding(mediaType)}`;
}

function toAttachment({ id, name, mediaType, sizeBytes, width, height }: Row): Attachment {
	const size = width === null || height === null ? {} : { width, height };
	return { id, name, mediaType, sizeBytes, ...size };
}

function gone(): AppError {
	return new AppError('not-found', m.attachments_gone());
}
