// What an external desk is told: one message a write, kept with the write itself, sent behind the answer, tried again with growing waits
// and given up after the last one. What waits is gone on with by an alarm of its own, at the moment it is due. At least once, not in order: a message has an id that stays the same over its tries, and the ticket's
// version, by which a receiver knows an old one.
import { and, asc, eq, inArray, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import { m } from '#lib/paraglide/messages.js';
import { requirePermission, type Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { newId } from '#lib/shared/ids.ts';
import type { TicketDelivery } from '#lib/shared/tickets.ts';
import type { Logger, RunInBackground } from '../../observability/index.ts';
import { schema, type Audit, type Clock, type Database, type Watch } from '../../platform/index.ts';
import type { CommentDraft, Side, TicketRow } from '../ticket-rows.ts';
import { sign, SIGNATURE_HEADER } from './signature.ts';

const { ticketDeliveries, tickets } = schema;

/** Waits after each failed try: nine tries in some 17 hours. */
const WAITS_MS = [60_000, 120_000, 300_000, 900_000, 1_800_000, 7_200_000, 14_400_000, 36_000_000];
/** While one is being sent nobody else sends it; whoever was killed in the middle gives it free by this. */
const HELD_MS = 60_000;
const TIMEOUT_MS = 10_000;
const AT_ONCE = 20;
const LISTED = 100;
const GO_ON_EVERY_MS = 30_000;
/** As soon as the first wait may be over. */
const FIRST_LOOK_MS = 60_000;

/** When this isolate last went on with what waits, by database. */
const wentOnAt = new WeakMap<D1Database, number>();

export interface DeliveryDraft {
	id: string;
	event: string;
	body: string;
}

export interface ExternalDesk {
	url: string;
	secret: string;
}

export interface Deliveries {
	/** Of a write by the school's own people; the external desk is not told what it said itself, nor what is internal. */
	draft(
		ticket: Omit<TicketRow, 'number'>,
		side: Side,
		event: string,
		comment?: CommentDraft
	): DeliveryDraft[];
	/** Tries what is due, a bounded number. Gives how many. */
	sendDue(): Promise<number>;
	/** The same behind an answer, with the alarm set for what is left. */
	tell(): void;
	/** The same at most every half a minute in one isolate. */
	goOn(): void;
	/** What waits and what was given up, those given up first. */
	list(actor: Actor): Promise<TicketDelivery[]>;
	/** Tries one again that was given up. Throws `not-found`. */
	replay(actor: Actor, id: string): Promise<void>;
	/** What the alarm does. */
	watch: Watch;
}

interface DeliveriesOptions {
	database: Database;
	clock: Clock;
	log: Logger;
	audit: Audit;
	runInBackground: RunInBackground;
	/** Sets the alarm that goes on with what waits (`watch`). */
	setAlarm: () => Promise<void>;
	/** undefined where the deployment has none. */
	desk: ExternalDesk | undefined;
	fetch?: typeof globalThis.fetch;
	/** 0..1 */
	random?: () => number;
}

export function createDeliveries(options: DeliveriesOptions): Deliveries {
	const { database, clock, log, audit, runInBackground, setAlarm, desk, random = Math.random } = options;
	const fetch = options.fetch ?? globalThis.fetch.bind(globalThis);

	type Held = typeof ticketDeliveries.$inferSelect & { number: number };

	/** Takes what is due away from everybody else who sends. */
	async function hold(): Promise<Held[]> {
		const now = clock.now();
		const due = database
			.select({ id: ticketDeliveries.id })
			.from(ticketDeliveries)
			.where(and(isNull(ticketDeliveries.deadAt), lte(ticketDeliveries.nextAttemptAt, now)))
			.orderBy(asc(ticketDeliveries.createdAt))
			.limit(AT_ONCE);
		const held = await database
			.update(ticketDeliveries)
			.set({ nextAttemptAt: now + HELD_MS })
			.where(inArray(ticketDeliveries.id, due))
			.returning();
		if (held.length === 0) return [];
		const numbers = await database
			.select({ id: tickets.id, number: tickets.number })
			.from(tickets)
			.where(inArray(tickets.id, [...new Set(held.map(({ ticketId }) => ticketId))]));
		const numberOf = new Map(numbers.map(({ id, number }) => [id, number]));
		return held.map((row) => ({ ...row, number: numberOf.get(row.ticketId) ?? 0 }));
	}

	/** undefined when it was taken. */
	async function send(to: ExternalDesk, held: Held): Promise<string | undefined> {
		const body = JSON.stringify({
			...{ id: held.id, event: held.event, number: held.number, createdAt: held.createdAt },
			...(JSON.parse(held.body) as object)
		});
		try {
			const response = await fetch(to.url, {
				method: 'POST',
				// A redirect would carry the words to whoever is named there.
				redirect: 'manual',
				signal: AbortSignal.timeout(TIMEOUT_MS),
				headers: {
					'content-type': 'application/json',
					'idempotency-key': held.id,
					[SIGNATURE_HEADER]: await sign(to.secret, body, clock.now())
				},
				body
			});
			await response.body?.cancel();
			return response.ok ? undefined : `HTTP ${response.status}`;
		} catch (thrown) {
			return thrown instanceof Error ? thrown.name : 'failed';
		}
	}

	async function settle(held: Held, problem: string | undefined): Promise<void> {
		const isThis = eq(ticketDeliveries.id, held.id);
		if (problem === undefined) {
			await database.delete(ticketDeliveries).where(isThis);
			return;
		}
		const waitMs = WAITS_MS[held.attempts];
		const now = clock.now();
		if (waitMs === undefined) log.warn('the external desk was not told', { deliveryId: held.id, problem });
		await database
			.update(ticketDeliveries)
			.set({
				attempts: held.attempts + 1,
				lastProblem: problem,
				// Between one and one and a half waits: those that failed together do not come back together.
				...(waitMs === undefined
					? { deadAt: now }
					: { nextAttemptAt: now + Math.round(waitMs * (1 + random() / 2)) })
			})
			.where(isThis);
	}

	async function sendDue(): Promise<number> {
		if (desk === undefined) return 0;
		const held = await hold();
		await Promise.all(held.map(async (one) => settle(one, await send(desk, one))));
		return held.length;
	}

	function tell(): void {
		if (desk === undefined) return;
		// The alarm first: what is killed in between is then gone on with. One that cannot be set keeps nothing from being told.
		const isSet = setAlarm().catch((cause: unknown) => {
			log.warn('no alarm for what the external desk has to be told', { cause });
		});
		runInBackground('tell the external desk', isSet.then(sendDue));
	}

	async function nextAt(): Promise<number | undefined> {
		const [next] = await database
			.select({ at: ticketDeliveries.nextAttemptAt })
			.from(ticketDeliveries)
			.where(isNull(ticketDeliveries.deadAt))
			.orderBy(asc(ticketDeliveries.nextAttemptAt))
			.limit(1);
		return next?.at;
	}

	return {
		draft(ticket, side, event, comment) {
			if (desk === undefined || side === 'external') return [];
			const isSaid = comment !== undefined && !comment.isInternal;
			if (event === 'commented' && !isSaid) return [];
			const { subject, status, priority, category, team, tags, version } = ticket;
			const body = JSON.stringify({
				ticket: { subject, status, priority, category, team, tags, version },
				...(isSaid ? { comment: { side: comment.side, body: comment.body } } : {})
			});
			return [{ id: newId(), event, body }];
		},

		sendDue,
		tell,

		watch: {
			begin: () => Promise.resolve(desk === undefined ? undefined : {}),
			async look() {
				if (desk === undefined) return undefined;
				await sendDue();
				const at = await nextAt();
				return at === undefined ? undefined : Math.max(0, at - clock.now());
			},
			pauseMs: () => FIRST_LOOK_MS
		},

		goOn() {
			const now = clock.now();
			if (desk === undefined || now - (wentOnAt.get(database.$client) ?? 0) < GO_ON_EVERY_MS) return;
			wentOnAt.set(database.$client, now);
			runInBackground('tell the external desk', sendDue());
		},

		async list(actor) {
			requirePermission(actor, 'write:delivery');
			return database
				.select({
					...{ id: ticketDeliveries.id, number: tickets.number, event: ticketDeliveries.event },
					...{ attempts: ticketDeliveries.attempts, nextAttemptAt: ticketDeliveries.nextAttemptAt },
					...{ lastProblem: ticketDeliveries.lastProblem, deadAt: ticketDeliveries.deadAt },
					createdAt: ticketDeliveries.createdAt
				})
				.from(ticketDeliveries)
				.innerJoin(tickets, eq(tickets.id, ticketDeliveries.ticketId))
				.orderBy(sql`${ticketDeliveries.deadAt} IS NULL`, asc(ticketDeliveries.createdAt))
				.limit(LISTED);
		},

		async replay(actor, id) {
			requirePermission(actor, 'write:delivery');
			const replayed = await database
				.update(ticketDeliveries)
				.set({ deadAt: null, attempts: 0, nextAttemptAt: clock.now() })
				.where(and(eq(ticketDeliveries.id, id), isNotNull(ticketDeliveries.deadAt)))
				.returning({ id: ticketDeliveries.id });
			if (replayed.length === 0) throw new AppError('not-found', m.tickets_delivery_unknown());
			tell();
			audit.record(actor, {
				...{ action: 'delivery.replayed', objectType: 'delivery', objectId: id, outcome: 'allowed' }
			});
		}
	};
}
