// The desk's list: who waits for a person, who has somebody, and what goes on. Read from the projection; the floor itself belongs to each
// conversation's object.
import { and, desc, eq, gt, isNull, ne, notInArray, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { requirePermission, type Actor } from '#lib/shared/actor.ts';
import type { DeskAgent, DeskEntry, DeskView, PresenceChange, QueuePlace } from '#lib/shared/desk.ts';
import type { Chat } from '../chat/index.ts';
import { schema, type Clock, type Database } from '../platform/index.ts';
import type { Presence } from './agents/presence.ts';
import { median } from './queue/estimate-wait.ts';
import type { Queue } from './queue/queue.ts';

const { conversations, handoverOffers, handoverRequests: handovers, messages, users } = schema;
const agents = alias(users, 'agents');
const asked = alias(users, 'asked');

const LIVE_MS = 30 * 60_000;
const MOST_ENTRIES = 100;
const LAST_WORDS = 160;

export interface Desk {
	/** Throws `forbidden` for whoever may not read requests for a person. A sign of life of whoever asks. */
	list(actor: Actor): Promise<DeskView>;
	/** One's own place at the desk. */
	changeOwn(actor: Actor, change: PresenceChange): Promise<DeskAgent>;
	/** One's own place, or, for administrators, somebody else's. */
	changeAgent(actor: Actor, userId: string, change: PresenceChange): Promise<DeskAgent>;
	/** The place of whoever waits in this conversation: for its owner and for the desk. */
	placeOf(actor: Actor, conversationId: string): Promise<QueuePlace | null>;
	/** Somebody may not answer any more: what they hold waits again, and what they read along is closed. `actor`: who said so. */
	standDown(actor: Actor, userId: string): Promise<void>;
}

export interface DeskDependencies {
	database: Database;
	clock: Clock;
	presence: Presence;
	queue: Queue;
	chat: Pick<Chat, 'standDown'>;
}

export function createDesk({ database, clock, presence, queue, chat }: DeskDependencies): Desk {
	const lastWords = sql<string | null>`(
		SELECT substr(m.text, 1, ${LAST_WORDS}) FROM ${messages} m
		WHERE m.conversation_id = ${conversations.id} AND m.text <> '' ORDER BY m.seq DESC LIMIT 1)`;
	/** Of the escalation: whoever passes a conversation on passes its ticket on. */
	const ticketNumber = sql<number | null>`(
		SELECT max(t.number) FROM tickets t
		WHERE t.conversation_id = ${conversations.id} AND t.client_key LIKE 'handover:%')`;
	const ofConversation = {
		conversationId: conversations.id,
		title: conversations.title,
		personName: users.displayName,
		language: conversations.language,
		updatedAt: conversations.updatedAt,
		lastWords
	};

	async function open(actor: Actor): Promise<DeskEntry[]> {
		const rows = await database
			.select({
				...ofConversation,
				requestId: handovers.id,
				status: handovers.status,
				origin: handovers.origin,
				reason: handovers.reason,
				createdAt: handovers.createdAt,
				agentId: handovers.agentId,
				agentName: agents.displayName,
				offeredTo: handoverOffers.agentId,
				offeredName: asked.displayName,
				offerEndsAt: handoverOffers.endsAt,
				ticketNumber
			})
			.from(handovers)
			.innerJoin(conversations, eq(conversations.id, handovers.conversationId))
			.leftJoin(users, eq(users.id, conversations.personId))
			.leftJoin(agents, eq(agents.id, handovers.agentId))
			.leftJoin(
				handoverOffers,
				and(
					eq(handoverOffers.requestId, handovers.id),
					eq(handovers.status, 'requested'),
					gt(handoverOffers.endsAt, clock.now()),
					eq(
						handoverOffers.round,
						sql`(SELECT max(o.round) FROM handover_offers o WHERE o.request_id = ${handovers.id})`
					)
				)
			)
			.leftJoin(asked, eq(asked.id, handoverOffers.agentId))
			.where(and(ne(handovers.status, 'closed'), isNull(conversations.deletedAt)))
			.orderBy(handovers.createdAt, handovers.id)
			.limit(MOST_ENTRIES);
		return rows.flatMap(({ requestId, status, origin, reason, createdAt, agentId, agentName, ...rest }) => {
			const { offeredTo, offeredName, offerEndsAt, ticketNumber: number, ...entry } = rest;
			const isOffered = offeredTo !== null && offerEndsAt !== null;
			return status === 'closed'
				? []
				: {
						...entry,
						lastWords: entry.lastWords ?? '',
						handover: {
							...{ requestId, status, origin, reason, createdAt, agentName, ticketNumber: number },
							isMine: agentId !== null && agentId === actor.userId,
							offer: isOffered
								? { agentName: offeredName, isMine: offeredTo === actor.userId, endsAt: offerEndsAt }
								: null
						}
					};
		});
	}

	async function live(without: string[]): Promise<DeskEntry[]> {
		const rows = await database
			.select(ofConversation)
			.from(conversations)
			.leftJoin(users, eq(users.id, conversations.personId))
			.where(
				and(
					eq(conversations.status, 'active'),
					gt(conversations.updatedAt, clock.now() - LIVE_MS),
					isNull(conversations.deletedAt),
					notInArray(conversations.id, without)
				)
			)
			.orderBy(desc(conversations.updatedAt), desc(conversations.id))
			.limit(MOST_ENTRIES);
		return rows.map((row) => ({ ...row, lastWords: row.lastWords ?? '', handover: null }));
	}

	return {
		async list(actor) {
			requirePermission(actor, 'read:handover');
			await presence.beat(actor);
			const [entries, waits, here] = await Promise.all([open(actor), queue.waits(), presence.list(actor)]);
			const others = await live(entries.slice(0, 80).map(({ conversationId }) => conversationId));
			return {
				waiting: entries.filter(({ handover }) => handover?.status === 'requested'),
				taken: entries.filter(({ handover }) => handover?.status === 'taken'),
				live: others,
				// The median: a mean would be led by the one who was forgotten.
				usualWaitMs: median(waits) ?? null,
				agents: here
			};
		},
		async changeOwn(actor, change) {
			requirePermission(actor, 'take:conversation');
			return presence.change(actor, actor.userId ?? '', change);
		},
		changeAgent: (actor, userId, change) => presence.change(actor, userId, change),
		placeOf: (actor, conversationId) => queue.placeOf(actor, conversationId),
		async standDown(actor, userId) {
			const held = await database
				.select({ conversationId: handovers.conversationId })
				.from(handovers)
				.where(and(eq(handovers.agentId, userId), eq(handovers.status, 'taken')));
			for (const { conversationId } of held) await chat.standDown(actor, conversationId, userId);
		}
	};
}
