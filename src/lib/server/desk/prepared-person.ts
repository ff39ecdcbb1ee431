// What the school knows of somebody already, in a few rows of each kind: for whoever is about to answer them.
import { and, desc, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import { can, type Actor, type Role } from '#lib/shared/actor.ts';
import type { KnownPerson } from '#lib/shared/prepared-handover.ts';
import { schema, type Database } from '../platform/index.ts';

const { conversations, messages, recordings, tickets, userContexts, users } = schema;

const MOST_OF_A_KIND = 5;
const LAST_WORDS = 240;

export interface PersonOfConversation {
	id: string;
	role: Role;
	name: string | null;
	language: string;
	since: number;
}

/** undefined for a conversation the projection does not hold yet. */
export async function findPersonOf(
	database: Database,
	conversationId: string
): Promise<PersonOfConversation | undefined> {
	const [person] = await database
		.select({
			...{ id: users.id, role: users.role, name: users.displayName, since: users.createdAt },
			language: conversations.language
		})
		.from(conversations)
		.innerJoin(users, eq(users.id, conversations.personId))
		.where(eq(conversations.id, conversationId));
	return person;
}

/** A key that carries no tickets or recordings is given none here either. */
export async function describePerson(
	database: Database,
	actor: Actor,
	{ id, name, role, language, since }: PersonOfConversation,
	conversationId: string
): Promise<KnownPerson> {
	const lastWords = sql<string | null>`(
		SELECT substr(m.text, 1, ${LAST_WORDS}) FROM ${messages} m
		WHERE m.conversation_id = ${conversations.id} AND m.text <> '' ORDER BY m.seq DESC LIMIT 1)`;
	const mayKnowRecordings = actor.scopes?.includes('recordings:read') !== false;
	const [earlier, open, played] = await Promise.all([
		database
			.select({
				conversationId: conversations.id,
				title: conversations.title,
				summary: userContexts.summary,
				lastWords,
				updatedAt: conversations.updatedAt
			})
			.from(conversations)
			.leftJoin(userContexts, eq(userContexts.conversationId, conversations.id))
			.where(
				and(
					eq(conversations.personId, id),
					ne(conversations.id, conversationId),
					isNull(conversations.deletedAt)
				)
			)
			.orderBy(desc(conversations.updatedAt))
			.limit(MOST_OF_A_KIND),
		can(actor, 'read:ticket')
			? database
					.select({
						number: tickets.number,
						subject: tickets.subject,
						status: tickets.status,
						updatedAt: tickets.updatedAt
					})
					.from(tickets)
					.where(
						and(
							eq(tickets.requesterId, id),
							inArray(tickets.status, ['open', 'pending', 'on_hold']),
							isNull(tickets.mergedInto)
						)
					)
					.orderBy(desc(tickets.updatedAt))
					.limit(MOST_OF_A_KIND)
			: [],
		mayKnowRecordings
			? database
					.select({ id: recordings.id, title: recordings.title, playedAt: recordings.playedAt })
					.from(recordings)
					.where(eq(recordings.personId, id))
					.orderBy(desc(recordings.playedAt))
					.limit(MOST_OF_A_KIND)
			: []
	]);
	return {
		...{ name, role, language, since },
		conversations: earlier.map(({ summary, lastWords: words, ...row }) => ({
			...row,
			about: shorten(summary ?? words ?? '')
		})),
		tickets: open,
		recordings: played
	};
}

function shorten(text: string): string {
	const line = text.replaceAll('\n', ' ');
	return line.length <= LAST_WORDS ? line : `${line.slice(0, LAST_WORDS).toWellFormed()}…`;
}
