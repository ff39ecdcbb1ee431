// The steps of finding somebody for whoever wishes for a person. Each may be done twice, interrupted anywhere, or come late: it reads how the
// wish stands, and what it makes is found again by the wish's id.
import { and, inArray, isNotNull, isNull } from 'drizzle-orm';
import { nextWorkingMoment, type BusinessHours } from '#lib/shared/business-hours.ts';
import { AppError } from '#lib/shared/errors.ts';
import type { Chat } from '../../chat/index.ts';
import type { Letter, Letters, Mail } from '../../mail/index.ts';
import type { Logger } from '../../observability/index.ts';
import { schema, type Clock, type Database } from '../../platform/index.ts';
import type { EscalationTicket } from './escalation-ticket.ts';
import type { Offers } from './offers.ts';
import { standingOf, type Standing, type Wishes } from './wishes.ts';

const { users } = schema;
const HOUR_MS = 3_600_000;
const MOST_LETTERS = 25;

interface Opened {
	ticketNumber: number;
	/** Whether it was wished within the school's hours. */
	isStaffed: boolean;
}

export interface EscalationWork {
	/** null where there is nothing to do. */
	open(requestId: string): Promise<Opened | null>;
	/** null when it waits for nobody any more. */
	offer(requestId: string, round: number): Promise<{ isSomebody: boolean; endsAt: number } | null>;
	/** `leftMs`: until a moment. */
	look(requestId: string, until?: number): Promise<{ standing: Standing; leftMs: number }>;
	/** Letters to the people of the desk, while nobody is at it: to each at most one an hour. */
	tellDesk(requestId: string): Promise<void>;
	/** Nobody came, or nobody is to come: the wish ends as its ticket. Says how it stands then. */
	leaveAsTicket(requestId: string, ticketNumber: number): Promise<Standing>;
	tellAdministrators(requestId: string, ticketNumber: number): Promise<void>;
	assign: EscalationTicket['assign'];
	settle: EscalationTicket['settle'];
}

export interface EscalationWorkDependencies {
	database: Database;
	clock: Clock;
	log: Logger;
	wishes: Wishes;
	offers: Offers;
	ticket: EscalationTicket;
	chat: Pick<Chat, 'becomeTicket'>;
	mail: Mail;
	letters: Pick<Letters, 'handoverWaiting' | 'handoverUnanswered'>;
	hours: BusinessHours;
}

export function createEscalationWork(dependencies: EscalationWorkDependencies): EscalationWork {
	const { database, clock, log, wishes, offers, ticket, chat, mail, letters, hours } = dependencies;

	const isStaffedAt = (at: number) => nextWorkingMoment(at, hours) === at;

	/** `keyOf`: letters of one key are one letter. */
	async function tell(
		roles: ('agent' | 'admin')[],
		letter: () => Letter,
		keyOf: (userId: string) => string
	): Promise<void> {
		const people = await database
			.select({ id: users.id, email: users.email })
			.from(users)
			.where(and(inArray(users.role, roles), isNotNull(users.emailVerifiedAt), isNull(users.disabledAt)))
			.orderBy(users.createdAt)
			.limit(MOST_LETTERS);
		for (const { id, email } of people) {
			if (email === null) continue;
			try {
				await mail.send({ ...letter(), to: email, personId: id, key: keyOf(id) });
			} catch (thrown) {
				// A letter that cannot be sent holds nothing up; one that may go later is tried again with the step.
				if (!(thrown instanceof AppError) || thrown.retryable) throw thrown;
				log.warn('a letter about a hand-over could not be sent', { code: thrown.code });
				if (thrown.code === 'unavailable') return;
			}
		}
	}

	return {
		assign: ticket.assign,
		settle: ticket.settle,

		async open(requestId) {
			const wish = await wishes.find(requestId);
			const ticketNumber = wish === undefined ? null : await ticket.open(requestId);
			if (wish === undefined || ticketNumber === null) return null;
			return { ticketNumber, isStaffed: isStaffedAt(wish.createdAt) };
		},

		async offer(requestId, round) {
			const wish = await wishes.find(requestId);
			if (wish === undefined || standingOf(wish) !== 'waiting') return null;
			const { agentId, endsAt } = await offers.make(wish, round);
			return { isSomebody: agentId !== null, endsAt };
		},

		async look(requestId, until = 0) {
			const standing = standingOf(await wishes.find(requestId));
			return { standing, leftMs: Math.max(0, until - clock.now()) };
		},

		async tellDesk(requestId) {
			const wish = await wishes.find(requestId);
			if (wish === undefined) return;
			const hour = Math.floor(wish.createdAt / HOUR_MS);
			await tell(
				['agent', 'admin'],
				() => letters.handoverWaiting(wish.conversationId),
				(userId) => `handover-waiting:${userId}:${hour}`
			);
		},

		async leaveAsTicket(requestId, ticketNumber) {
			const wish = await wishes.find(requestId);
			if (wish === undefined) return 'gone';
			const opens = nextWorkingMoment(wish.createdAt, hours);
			const opensAt = opens > clock.now() ? opens : null;
			try {
				const isLeft = await chat.becomeTicket(wish.conversationId, requestId, {
					number: ticketNumber,
					opensAt
				});
				// Refused: somebody came, or it was taken back; its row may say so a moment later.
				return isLeft ? 'ticketed' : standingOf(wish);
			} catch (thrown) {
				if (thrown instanceof AppError && thrown.code === 'not-found') return 'gone';
				throw thrown;
			}
		},

		async tellAdministrators(requestId, ticketNumber) {
			await tell(
				['admin'],
				() => letters.handoverUnanswered(ticketNumber),
				(userId) => `handover-unanswered:${requestId}:${userId}`
			);
		}
	};
}
