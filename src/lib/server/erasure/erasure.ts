// The end of an account. First a mark: the account is closed, its sessions and keys end at once, a receipt is handed out. Then, behind
// the answer, everything of the person's in every store; the person's own row goes last, and the mark with it. What broke off half-way
// is gone on with later: as long as the mark is there, nothing has been forgotten.
import { and, eq, isNotNull, isNull, ne, notExists, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import type { Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { newId, sha256Hex } from '#lib/shared/ids.ts';
import type { StepUp } from '../auth/index.ts';
import type { Chat } from '../chat/index.ts';
import type { RunInBackground } from '../observability/index.ts';
import { ERASURE_MARK, schema, type Clock, type Database } from '../platform/index.ts';
import type { Recordings } from '../recordings/index.ts';
import { eraseRows } from './erase-rows.ts';
import { findExpiredGuests } from './expired-guests.ts';

const { accountTokens, apiKeys, attachments, auditEvents, conversations, recordings, sessions, users } =
	schema;

export const EraseAccount = z.object({ confirmation: z.string().max(400) });

/** What goes. */
export interface Holdings {
	email: string;
	conversations: number;
	attachments: number;
	recordings: number;
	/** Nobody would be left to look after the school. */
	isLastAdministrator: boolean;
}

export interface Receipt {
	reference: string;
	state: 'erasing' | 'erased';
	/** When it was asked for, or done. Milliseconds since epoch. */
	at: number;
}

export interface Erasure {
	/** Throws `forbidden` until the session has confirmed itself, and for accounts of the demo. */
	holdings(actor: Actor): Promise<Holdings>;
	/** Ends the account. Throws `invalid` when the confirmation is not the account's address, `conflict` for the last administrator. */
	begin(actor: Actor, confirmation: string): Promise<{ reference: string }>;
	/** Throws `not-found` for a reference that nobody was given. */
	receipt(reference: string): Promise<Receipt>;
	/** Erases guests who cannot come back, some at a time. `keptForMs`: after how long their conversations are archived. Gives how many. */
	expireGuests(keptForMs: number): Promise<number>;
	/** Goes on with erasures that broke off, behind the answer; at most every five minutes in one isolate. */
	goOn(): void;
}

export interface ErasureOptions {
	database: Database;
	objects: R2Bucket;
	chat: Pick<Chat, 'eraseAllOf'>;
	recordings: Pick<Recordings, 'discardUploadsOf'>;
	stepUp: Pick<StepUp, 'requireStepUp'>;
	clock: Clock;
	runInBackground: RunInBackground;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** A mark must outlive every sweep of expired tokens. */
const MARK_MS = 3650 * DAY_MS;
const GO_ON_EVERY_MS = 5 * 60 * 1000;
const UNFINISHED_AT_ONCE = 5;
const GUESTS_AT_ONCE = 100;
const FILES_AT_ONCE = 1000;

/** When this isolate last looked for unfinished ones, by database. */
const lookedAt = new WeakMap<D1Database, number>();

export function createErasure(options: ErasureOptions): Erasure {
	const { database, objects, chat, stepUp, clock, runInBackground, recordings: kept } = options;

	/** True in SQL when somebody else could still look after the school. */
	const hasOtherAdministrator = (personId: string) => sql`exists (
		select 1 from users as other where other.role = 'admin' and other.id <> ${personId}
		and other.disabled_at is null and other.email is not null and other.is_demo = 0)`;

	async function personOf(
		actor: Actor
	): Promise<{ id: string; email: string; isLastAdministrator: boolean }> {
		await stepUp.requireStepUp(actor);
		const [person] = await database
			.select({
				id: users.id,
				email: users.email,
				isDemo: users.isDemo,
				isLastAdministrator: sql<number>`${users.role} = 'admin' and not ${hasOtherAdministrator(actor.userId ?? '')}`
			})
			.from(users)
			.where(and(eq(users.id, actor.userId ?? ''), isNull(users.disabledAt)));
		if (person === undefined) throw new AppError('unauthenticated', m.auth_sign_in_first());
		if (person.isDemo || person.email === null) throw new AppError('forbidden', m.account_delete_not_yours());
		return { id: person.id, email: person.email, isLastAdministrator: Boolean(person.isLastAdministrator) };
	}

	async function eraseFiles(personId: string): Promise<void> {
		for (;;) {
			const { objects: files } = await objects.list({ prefix: `${personId}/`, limit: FILES_AT_ONCE });
			if (files.length === 0) return;
			await objects.delete(files.map(({ key }) => key));
		}
	}

	async function erase(personId: string, email: string): Promise<void> {
		await chat.eraseAllOf(personId);
		await kept.discardUploadsOf(personId);
		await eraseFiles(personId);
		await eraseRows(database, personId, email);
		const marks = await database
			.select({ id: accountTokens.id })
			.from(accountTokens)
			.where(and(eq(accountTokens.userId, personId), eq(accountTokens.purpose, ERASURE_MARK)));
		await database.batch([
			database.delete(users).where(eq(users.id, personId)),
			...marks.map(({ id }) =>
				database
					.insert(auditEvents)
					.values({
						id: toReceiptId(id),
						personId: null,
						role: 'user',
						action: 'account.erased',
						objectType: 'account',
						objectId: null,
						outcome: 'allowed',
						createdAt: clock.now()
					})
					.onConflictDoNothing()
			)
		]);
	}

	async function goOnNow(): Promise<void> {
		const unfinished = await database
			.select({ personId: accountTokens.userId, email: accountTokens.email })
			.from(accountTokens)
			.where(eq(accountTokens.purpose, ERASURE_MARK))
			.limit(UNFINISHED_AT_ONCE);
		for (const { personId, email } of unfinished) await erase(personId, email ?? '');
	}

	return {
		async holdings(actor) {
			const { id, email, isLastAdministrator } = await personOf(actor);
			const [conversationCount, attachmentCount, recordingCount] = await Promise.all([
				database.$count(conversations, eq(conversations.personId, id)),
				database.$count(attachments, eq(attachments.personId, id)),
				database.$count(recordings, eq(recordings.personId, id))
			]);
			return {
				...{ email, isLastAdministrator, conversations: conversationCount },
				...{ attachments: attachmentCount, recordings: recordingCount }
			};
		},

		async begin(actor, confirmation) {
			const { id, email, isLastAdministrator } = await personOf(actor);
			if (confirmation.normalize('NFC').trim().toLowerCase() !== email) {
				const message = m.account_delete_confirm_wrong();
				throw new AppError('invalid', message, {
					details: { problems: [{ field: 'confirmation', message }] }
				});
			}
			const now = clock.now();
			const reference = newId();
			const isClosed = sql`exists (select 1 from ${users} where ${and(eq(users.id, id), isNotNull(users.disabledAt))})`;
			const marked = database
				.select({ one: sql`1` })
				.from(accountTokens)
				.where(and(eq(accountTokens.userId, id), eq(accountTokens.purpose, ERASURE_MARK)));
			const [closed] = await database.batch([
				database
					.update(users)
					.set({ disabledAt: now, updatedAt: now })
					.where(
						and(
							eq(users.id, id),
							isNull(users.disabledAt),
							or(ne(users.role, 'admin'), hasOtherAdministrator(id))
						)
					)
					.returning({ id: users.id }),
				database.delete(sessions).where(and(eq(sessions.userId, id), isClosed)),
				database.delete(apiKeys).where(and(eq(apiKeys.userId, id), isClosed)),
				// Links in letters included.
				database
					.delete(accountTokens)
					.where(and(eq(accountTokens.userId, id), ne(accountTokens.purpose, ERASURE_MARK), isClosed)),
				database.insert(accountTokens).select(
					database
						.select({
							id: sql<string>`${await sha256Hex(reference)}`.as('id'),
							userId: users.id,
							purpose: sql<typeof ERASURE_MARK>`${ERASURE_MARK}`.as('purpose'),
							email: users.email,
							tries: sql<number>`0`.as('tries'),
							createdAt: sql<number>`${now}`.as('created_at'),
							expiresAt: sql<number>`${now + MARK_MS}`.as('expires_at'),
							usedAt: sql<null>`null`.as('used_at')
						})
						.from(users)
						.where(and(eq(users.id, id), eq(users.disabledAt, now), notExists(marked)))
				)
			]);
			if (closed.length === 0)
				throw new AppError(
					'conflict',
					isLastAdministrator ? m.account_delete_last_administrator() : m.account_delete_begun()
				);
			runInBackground('erase an account', erase(id, email));
			return { reference };
		},

		async receipt(reference) {
			const id = await sha256Hex(reference);
			const [mark] = await database
				.select({ at: accountTokens.createdAt })
				.from(accountTokens)
				.where(and(eq(accountTokens.id, id), eq(accountTokens.purpose, ERASURE_MARK)));
			if (mark !== undefined) return { reference, state: 'erasing', at: mark.at };
			const [event] = await database
				.select({ at: auditEvents.createdAt })
				.from(auditEvents)
				.where(and(eq(auditEvents.id, toReceiptId(id)), eq(auditEvents.action, 'account.erased')));
			if (event === undefined) throw new AppError('not-found', m.account_receipt_unknown());
			return { reference, state: 'erased', at: event.at };
		},

		async expireGuests(keptForMs) {
			const guests = await findExpiredGuests(database, {
				...{ now: clock.now(), keptForMs, limit: GUESTS_AT_ONCE }
			});
			for (const personId of guests) await erase(personId, '');
			return guests.length;
		},

		goOn() {
			const now = clock.now();
			if (now - (lookedAt.get(database.$client) ?? 0) < GO_ON_EVERY_MS) return;
			lookedAt.set(database.$client, now);
			runInBackground('go on erasing accounts', goOnNow());
		}
	};
}

/** Audit events have UUIDs for ids: half the hash of the reference in that form, so that the receipt finds its event. */
function toReceiptId(hash: string): string {
	return hash.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
