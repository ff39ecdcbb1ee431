// The embedded adapter: letters are put into a table that administrators can read, and go nowhere else. Nothing pretends otherwise:
// whoever shows it says so.
import { desc, lt } from 'drizzle-orm';
import { m } from '#lib/paraglide/messages.js';
import { requirePermission, type Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { newId, sha256Hex } from '#lib/shared/ids.ts';
import { olderThan, pageOf, rowsFor, schema, type Clock, type Database } from '../platform/index.ts';
import type { Mail, MailKind } from './mail.ts';
import { requireSendable } from './require-sendable.ts';

const { mailOutbox } = schema;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Letters carry links that let people in, and say who was written to: kept no longer than somebody may look for one. */
export const OUTBOX_KEEPS_MS = 30 * DAY_MS;

export interface OutboxLetter {
	id: string;
	kind: MailKind;
	recipient: string;
	subject: string;
	body: string;
	/** Milliseconds since epoch. */
	createdAt: number;
}

export interface OutboxPage {
	letters: OutboxLetter[];
	nextCursor: string | null;
}

export interface Outbox {
	/** Newest first. Throws `forbidden` for everybody but administrators. `limit` 1..100. */
	list(actor: Actor, request: { cursor?: string | undefined; limit: number }): Promise<OutboxPage>;
}

export interface OutboxOptions {
	database: Database;
	clock: Clock;
}

export function createOutboxMail({ database, clock }: OutboxOptions): Mail {
	return {
		async send(message) {
			requireSendable(message);
			const { kind, to, personId, subject, body, key } = message;
			const now = clock.now();
			const id = key === undefined ? newId() : (await sha256Hex(key)).slice(0, 32);
			try {
				await database.batch([
					database
						.insert(mailOutbox)
						.values({
							id,
							personId: personId ?? null,
							recipient: to,
							...{ kind, subject, body, createdAt: now }
						})
						.onConflictDoNothing(),
					database.delete(mailOutbox).where(lt(mailOutbox.createdAt, now - OUTBOX_KEEPS_MS))
				]);
			} catch (cause) {
				throw new AppError('unavailable', m.mail_not_sent(), { cause });
			}
		}
	};
}

export function createOutbox({ database }: Pick<OutboxOptions, 'database'>): Outbox {
	return {
		async list(actor, { cursor, limit }) {
			requirePermission(actor, 'read:mail');
			const found = await database
				.select()
				.from(mailOutbox)
				.where(olderThan(mailOutbox.createdAt, mailOutbox.id, cursor))
				.orderBy(desc(mailOutbox.createdAt), desc(mailOutbox.id))
				.limit(rowsFor(limit));
			const { rows, nextCursor } = pageOf(found, limit);
			return {
				letters: rows.map(({ id, kind, recipient, subject, body, createdAt }) => ({
					...{ id, recipient, subject, body, createdAt },
					kind: kind as MailKind
				})),
				nextCursor
			};
		}
	};
}
