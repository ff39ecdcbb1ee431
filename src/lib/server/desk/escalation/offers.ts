// Offering a wish to the people who are there: one offer a round, kept in its own table. An offer binds nobody; who takes the conversation is
// decided by its object alone.
import { and, desc, eq, lt, sql } from 'drizzle-orm';
import { SYSTEM } from '#lib/shared/actor.ts';
import { schema, type Audit, type Clock, type Database } from '../../platform/index.ts';
import { hasRoom, type Presence } from '../agents/presence.ts';
import { rankAgents, wordsOf, type WishWords } from '../queue/choose-agent.ts';

const { conversations, deskAgents, handoverOffers, messages } = schema;
const ANSWERS_READ = 3;

interface Offer {
	/** null: nobody was there with room. */
	agentId: string | null;
	endsAt: number;
}

export interface Offers {
	/** The offer of this round, made now or before. */
	make(wish: { requestId: string; conversationId: string; reason: string }, round: number): Promise<Offer>;
}

interface OffersDependencies {
	database: Database;
	clock: Clock;
	audit: Audit;
	presence: Pick<Presence, 'available'>;
	offerMs: number;
}

export function createOffers(dependencies: OffersDependencies): Offers {
	const { database, clock, audit, presence, offerMs } = dependencies;

	async function find(requestId: string, round: number): Promise<Offer | undefined> {
		const [offer] = await database
			.select({ agentId: handoverOffers.agentId, endsAt: handoverOffers.endsAt })
			.from(handoverOffers)
			.where(and(eq(handoverOffers.requestId, requestId), eq(handoverOffers.round, round)));
		return offer;
	}

	async function askedBefore(requestId: string, round: number): Promise<Set<string>> {
		const rows = await database
			.select({ agentId: handoverOffers.agentId })
			.from(handoverOffers)
			.where(and(eq(handoverOffers.requestId, requestId), lt(handoverOffers.round, round)));
		return new Set(rows.flatMap(({ agentId }) => agentId ?? []));
	}

	/** What the conversation is about, by what was found out of its last messages. */
	async function wordsAbout(conversationId: string, reason: string): Promise<WishWords> {
		const [answers, [conversation]] = await Promise.all([
			database
				.select({ parts: messages.parts })
				.from(messages)
				.where(and(eq(messages.conversationId, conversationId), eq(messages.role, 'assistant')))
				.orderBy(desc(messages.seq))
				.limit(ANSWERS_READ),
			database
				.select({ language: conversations.language })
				.from(conversations)
				.where(eq(conversations.id, conversationId))
		]);
		const told = answers.flatMap(({ parts }) => (parts as Part[]).filter(({ type }) => type === 'data-turn'));
		const said = told.flatMap(({ data }) => [
			...(data?.topics ?? []),
			...(data?.entities ?? []).map(({ text }) => text),
			data?.intent ?? '',
			data?.language ?? ''
		]);
		return new Set([...said, conversation?.language ?? '', reason].flatMap(wordsOf));
	}

	return {
		async make({ requestId, conversationId, reason }, round) {
			const known = await find(requestId, round);
			if (known !== undefined) return known;
			const now = clock.now();
			const endsAt = now + offerMs;
			const offer = { requestId, round, offeredAt: now, endsAt };
			const [candidates, words, asked] = await Promise.all([
				presence.available(),
				wordsAbout(conversationId, reason),
				askedBefore(requestId, round)
			]);
			for (const { userId: agentId } of rankAgents(candidates, words, asked)) {
				// Room is looked for again in the statement that takes it: two wishes at once must not both have the last place.
				const [made] = await database.batch([
					database
						.insert(handoverOffers)
						.select(
							database
								.select({
									requestId: sql`${requestId}`.as('request_id'),
									round: sql`${round}`.as('round'),
									agentId: deskAgents.userId,
									offeredAt: sql`${now}`.as('offered_at'),
									endsAt: sql`${endsAt}`.as('ends_at')
								})
								.from(deskAgents)
								.where(and(eq(deskAgents.userId, agentId), hasRoom(now)))
						)
						.onConflictDoNothing()
						.returning({ agentId: handoverOffers.agentId }),
					database
						.update(deskAgents)
						.set({ lastAssignedAt: now })
						.where(
							and(
								eq(deskAgents.userId, agentId),
								sql`EXISTS (SELECT 1 FROM handover_offers o WHERE o.request_id = ${requestId}
									AND o.round = ${round} AND o.agent_id = ${agentId} AND o.offered_at = ${now})`
							)
						)
				]);
				if (made.length > 0)
					audit.record(SYSTEM, {
						...{ action: 'handover.offered', objectType: 'user', objectId: agentId, outcome: 'allowed' },
						details: { requestId, round }
					});
				const standing = await find(requestId, round);
				if (standing !== undefined) return standing;
			}
			await database
				.insert(handoverOffers)
				.values({ ...offer, agentId: null })
				.onConflictDoNothing();
			return (await find(requestId, round)) ?? { agentId: null, endsAt };
		}
	};
}

/** As much of a message's part as is read here. */
interface Part {
	type: string;
	data?: { topics?: string[]; entities?: { text: string }[]; intent?: string; language?: string };
}
