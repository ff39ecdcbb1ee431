// The wishes for a person as the escalation reads them. Their rows are the conversation's own: nothing is written here.
import { and, desc, eq, lt } from 'drizzle-orm';
import { schema, type Database } from '../../platform/index.ts';

const { conversations, handoverRequests: handovers } = schema;

export interface Wish {
	requestId: string;
	conversationId: string;
	personId: string;
	title: string;
	reason: string;
	origin: typeof handovers.$inferSelect.origin;
	status: typeof handovers.$inferSelect.status;
	outcome: typeof handovers.$inferSelect.outcome;
	agentId: string | null;
	createdAt: number;
	takenAt: number | null;
	answeredAt: number | null;
}

/**
 * How a wish stands. `gone`: nothing of it is kept any more. `passed-on`: whoever had it is gone, and another wish stands in its place.
 * `left`: taken and given back without a word.
 */
export type Standing =
	| 'waiting'
	| 'taken'
	| 'answered'
	| 'cancelled'
	| 'ended'
	| 'settled'
	| 'left'
	| 'passed-on'
	| 'ticketed'
	| 'gone';

export function standingOf(wish: Wish | undefined): Standing {
	if (wish === undefined) return 'gone';
	const isAnswered = wish.answeredAt !== null;
	if (wish.status === 'requested') return 'waiting';
	if (wish.status === 'taken') return isAnswered ? 'answered' : 'taken';
	switch (wish.outcome) {
		case 'cancelled':
		case 'ticketed':
			return wish.outcome;
		case 'away':
		case 'dismissed':
			return 'passed-on';
		case 'handed-back':
		case 'closed':
		case null:
			if (wish.takenAt === null) return 'ended';
			return isAnswered ? 'settled' : 'left';
	}
}

export interface Wishes {
	find(requestId: string): Promise<Wish | undefined>;
	/** The wishes that this one goes on for, the nearest first: whoever had them was gone. */
	before(wish: Wish): Promise<Wish[]>;
}

export function createWishes(database: Database): Wishes {
	const select = () =>
		database
			.select({
				...{
					requestId: handovers.id,
					conversationId: handovers.conversationId,
					personId: handovers.personId
				},
				...{ reason: handovers.reason, origin: handovers.origin, status: handovers.status },
				...{ outcome: handovers.outcome, agentId: handovers.agentId, createdAt: handovers.createdAt },
				...{ takenAt: handovers.takenAt, answeredAt: handovers.answeredAt, title: conversations.title }
			})
			.from(handovers)
			.innerJoin(conversations, eq(conversations.id, handovers.conversationId));
	return {
		async find(requestId) {
			const [wish] = await select().where(eq(handovers.id, requestId));
			return wish;
		},
		async before(wish) {
			if (!isGoneOn(wish)) return [];
			const earlier = await select()
				.where(
					and(eq(handovers.conversationId, wish.conversationId), lt(handovers.createdAt, wish.createdAt))
				)
				.orderBy(desc(handovers.createdAt))
				.limit(50);
			const chain: Wish[] = [];
			for (const one of earlier) {
				chain.push(one);
				if (!isGoneOn(one)) break;
			}
			return chain;
		}
	};
}

/** The conversation's object wished again for who had somebody before. */
const isGoneOn = ({ origin, reason }: Wish): boolean =>
	origin === 'rule' && (reason === 'away' || reason === 'dismissed');
