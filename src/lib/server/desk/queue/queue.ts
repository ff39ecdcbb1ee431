// The place of somebody who waits for a person, and how long it will take.
import { and, desc, eq, inArray, isNotNull, isNull, lte, ne, or, lt, sql } from 'drizzle-orm';
import { requireVisible, type Actor } from '#lib/shared/actor.ts';
import type { QueuePlace } from '#lib/shared/desk.ts';
import type { Chat } from '../../chat/index.ts';
import { schema, type Database } from '../../platform/index.ts';
import type { Presence } from '../agents/presence.ts';
import { estimateWait } from './estimate-wait.ts';

const { conversations, handoverRequests: handovers } = schema;
const MEASURED = 51;

export interface Queue {
	/** null where nobody is waited for. Throws `not-found` for somebody else's conversation. */
	placeOf(actor: Actor, conversationId: string): Promise<QueuePlace | null>;
	/** From wished for to taken, the latest first, milliseconds. Of those who came unasked nobody waited. */
	waits(): Promise<number[]>;
}

interface QueueDependencies {
	database: Database;
	presence: Pick<Presence, 'available'>;
	chat: Pick<Chat, 'view'>;
}

export function createQueue({ database, presence, chat }: QueueDependencies): Queue {
	async function waits(): Promise<number[]> {
		const rows = await database
			.select({ ms: sql<number>`${handovers.takenAt} - ${handovers.createdAt}` })
			.from(handovers)
			.where(and(isNotNull(handovers.takenAt), ne(handovers.origin, 'agent')))
			.orderBy(desc(handovers.createdAt))
			.limit(MEASURED);
		return rows.map(({ ms }) => ms);
	}

	/** From taken to given back. */
	async function handlings(): Promise<number[]> {
		const rows = await database
			.select({ ms: sql<number>`${handovers.closedAt} - ${handovers.takenAt}` })
			.from(handovers)
			.where(
				and(
					eq(handovers.status, 'closed'),
					isNotNull(handovers.takenAt),
					inArray(handovers.outcome, ['handed-back', 'closed'])
				)
			)
			.orderBy(desc(handovers.createdAt))
			.limit(MEASURED);
		return rows.map(({ ms }) => ms);
	}

	return {
		waits,
		async placeOf(actor, conversationId) {
			const [conversation] = await database
				.select({ personId: conversations.personId })
				.from(conversations)
				.where(eq(conversations.id, conversationId));
			// One that has only just begun is not in its table yet: its object knows whose it is.
			if (conversation === undefined) await chat.view(actor, conversationId);
			else requireVisible(actor, 'read:conversation', conversation, 'conversation');
			const [wish] = await database
				.select({ id: handovers.id, createdAt: handovers.createdAt })
				.from(handovers)
				.where(and(eq(handovers.conversationId, conversationId), eq(handovers.status, 'requested')));
			if (wish === undefined) return null;
			const isBefore = or(
				lt(handovers.createdAt, wish.createdAt),
				and(eq(handovers.createdAt, wish.createdAt), lte(handovers.id, wish.id))
			);
			const [[line], agents, handlingMs, waitsMs] = await Promise.all([
				database
					.select({ position: sql<number>`count(*)` })
					.from(handovers)
					.innerJoin(conversations, eq(conversations.id, handovers.conversationId))
					.where(and(eq(handovers.status, 'requested'), isNull(conversations.deletedAt), isBefore)),
				presence.available(),
				handlings(),
				waits()
			]);
			const position = Math.max(1, line?.position ?? 1);
			const slots = agents.reduce((sum, { capacity }) => sum + capacity, 0);
			// What is only offered is not taken: it stands in the line already.
			const freeSlots = agents.reduce((sum, { capacity, taken }) => sum + Math.max(0, capacity - taken), 0);
			const estimateMs = estimateWait({ position, slots, freeSlots, handlingMs, waitsMs }) ?? null;
			return { position, estimateMs };
		}
	};
}
