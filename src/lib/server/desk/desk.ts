// The desk's list: who waits for a person, who has somebody, and what goes on. Read from the projection; the floor itself belongs to each
// conversation's object.
import { and, desc, eq, gt, inArray, isNotNull, isNull, ne, notInArray, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { requirePermission, type Actor } from '#lib/shared/actor.ts';
import type { DeskEntry, DeskView } from '#lib/shared/desk.ts';
import { schema, type Clock, type Database } from '../platform/index.ts';

const { conversations, handoverRequests: handovers, messages, users } = schema;
const agents = alias(users, 'agents');

const LIVE_MS = 30 * 60_000;
const MOST_ENTRIES = 100;
const WAITS_LOOKED_AT = 51;
const LAST_WORDS = 160;

export interface Desk {
	/** Throws `forbidden` for whoever may not read requests for a person. */
	list(actor: Actor): Promise<DeskView>;
}

export interface DeskDependencies {
	database: Database;
	clock: Clock;
}

export function createDesk({ database, clock }: DeskDependencies): Desk {
	const lastWords = sql<string | null>`(
		SELECT substr(m.text, 1, ${LAST_WORDS}) FROM ${messages} m
		WHERE m.conversation_id = ${conversations.id} AND m.text <> '' ORDER BY m.seq DESC LIMIT 1)`;
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
				agentName: agents.displayName
			})
			.from(handovers)
			.innerJoin(conversations, eq(conversations.id, handovers.conversationId))
			.leftJoin(users, eq(users.id, conversations.personId))
			.leftJoin(agents, eq(agents.id, handovers.agentId))
			.where(and(ne(handovers.status, 'closed'), isNull(conversations.deletedAt)))
			.orderBy(handovers.createdAt, handovers.id)
			.limit(MOST_ENTRIES);
		return rows.flatMap(({ requestId, status, origin, reason, createdAt, agentId, agentName, ...entry }) =>
			status === 'closed'
				? []
				: {
						...entry,
						lastWords: entry.lastWords ?? '',
						handover: {
							...{ requestId, status, origin, reason, createdAt, agentName },
							isMine: agentId !== null && agentId === actor.userId
						}
					}
		);
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

	/** The median says what a person who comes now may expect; a mean would be led by the one who was forgotten. */
	async function usualWait(): Promise<number | null> {
		const waits = await database
			.select({ ms: sql<number>`${handovers.takenAt} - ${handovers.createdAt}` })
			.from(handovers)
			.where(and(isNotNull(handovers.takenAt), inArray(handovers.origin, ['model', 'person', 'rule'])))
			.orderBy(desc(handovers.createdAt))
			.limit(WAITS_LOOKED_AT);
		const sorted = waits.map(({ ms }) => ms).sort((a, b) => a - b);
		return sorted[Math.floor(sorted.length / 2)] ?? null;
	}

	return {
		async list(actor) {
			requirePermission(actor, 'read:handover');
			const [entries, usualWaitMs] = await Promise.all([open(actor), usualWait()]);
			const others = await live(entries.slice(0, 80).map(({ conversationId }) => conversationId));
			return {
				waiting: entries.filter(({ handover }) => handover?.status === 'requested'),
				taken: entries.filter(({ handover }) => handover?.status === 'taken'),
				live: others,
				usualWaitMs
			};
		}
	};
}
