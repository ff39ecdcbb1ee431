// What a person's conversations remember, as the projection has it: their own, of conversations they have not deleted, as long as it is kept.
import { and, desc, eq, gt, inArray, isNull, lte, ne } from 'drizzle-orm';
import type { Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { schema, type Clock, type Database } from '../../platform/index.ts';

const { conversations, userContexts } = schema;

const OTHERS = 3;
const REMOVED_AT_ONCE = 2_000;

type Row = typeof userContexts.$inferSelect;
export type KeptOfConversation = Pick<
	Row,
	'summary' | 'activeTopics' | 'resolvedIssues' | 'openQuestion' | 'lastSummaryAt'
>;

export interface KeptOfPerson {
	/** undefined where nothing is kept of it. */
	conversation: KeptOfConversation | undefined;
	/** The newest of the others, newest first. */
	others: ({ conversationId: string; title: string } & KeptOfConversation)[];
}

interface Reading {
	database: Database;
	clock: Clock;
}

/** Throws `not-found` for a conversation that is not the actor's own, whatever else they may read. */
export async function requireOwnConversation(
	{ database }: Reading,
	actor: Actor,
	conversationId: string
): Promise<void> {
	const [own] = await database
		.select({ id: conversations.id })
		.from(conversations)
		.where(
			and(
				eq(conversations.id, conversationId),
				eq(conversations.personId, actor.userId ?? ''),
				isNull(conversations.deletedAt)
			)
		);
	if (own === undefined) throw new AppError('not-found', 'There is no such conversation.');
}

export async function readUserContexts(
	{ database, clock }: Reading,
	actor: Actor,
	conversationId: string
): Promise<KeptOfPerson> {
	const kept = and(
		eq(userContexts.personId, actor.userId ?? ''),
		gt(userContexts.expiresAt, clock.now()),
		isNull(conversations.deletedAt)
	);
	const columns = {
		conversationId: userContexts.conversationId,
		title: conversations.title,
		summary: userContexts.summary,
		activeTopics: userContexts.activeTopics,
		resolvedIssues: userContexts.resolvedIssues,
		openQuestion: userContexts.openQuestion,
		lastSummaryAt: userContexts.lastSummaryAt
	};
	const read = () =>
		database
			.select(columns)
			.from(userContexts)
			.innerJoin(conversations, eq(conversations.id, userContexts.conversationId));
	const [[conversation], others] = await database.batch([
		read().where(and(kept, eq(userContexts.conversationId, conversationId))),
		read()
			.where(and(kept, ne(userContexts.conversationId, conversationId)))
			.orderBy(desc(userContexts.lastSummaryAt))
			.limit(OTHERS)
	]);
	return { conversation, others };
}

/** Those whose time is over, some at a time. Gives how many. */
export async function removeExpiredContexts({ database, clock }: Reading): Promise<number> {
	const expired = database
		.select({ id: userContexts.conversationId })
		.from(userContexts)
		.where(lte(userContexts.expiresAt, clock.now()))
		.limit(REMOVED_AT_ONCE);
	const removed = await database
		.delete(userContexts)
		.where(inArray(userContexts.conversationId, expired))
		.returning({ id: userContexts.conversationId });
	return removed.length;
}
