// Letters about tickets: that there is an answer, or that one was given somebody to work on. They say where to read and never what was
// written. Only to addresses that were verified; that a letter could not be sent holds nothing up.
import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import type { Letter, Letters, Mail } from '../mail/index.ts';
import type { RunInBackground } from '../observability/index.ts';
import { schema, type Database } from '../platform/index.ts';
import type { TicketRow } from './ticket-rows.ts';

const { users } = schema;

export interface Notices {
	/** To the requester, behind the answer. */
	answered(ticket: TicketRow): void;
	/** To the assignee, behind the answer; not for what one takes oneself. */
	assigned(ticket: TicketRow, byId: string | null): void;
}

interface NoticesOptions {
	database: Database;
	mail: Mail;
	letters: Pick<Letters, 'ticketAnswered' | 'ticketAssigned'>;
	runInBackground: RunInBackground;
}

export function createNotices({ database, mail, letters, runInBackground }: NoticesOptions): Notices {
	async function addressOf(personId: string): Promise<string | undefined> {
		const [person] = await database
			.select({ email: users.email })
			.from(users)
			.where(and(eq(users.id, personId), isNotNull(users.emailVerifiedAt), isNull(users.disabledAt)));
		return person?.email ?? undefined;
	}

	/** Where there is nobody to write to, no letter is made: it may need an address that the deployment does not have. */
	async function write(personId: string, letter: () => Letter): Promise<void> {
		const to = await addressOf(personId);
		if (to !== undefined) await mail.send({ ...letter(), to, personId });
	}

	return {
		answered({ number, subject, requesterId, status }) {
			const isSolved = status === 'solved';
			runInBackground(
				'letter about a ticket',
				write(requesterId, () => letters.ticketAnswered({ number, subject, isSolved }))
			);
		},
		assigned({ number, subject, assigneeId }, byId) {
			if (assigneeId === null || assigneeId === byId) return;
			runInBackground(
				'letter about a ticket',
				write(assigneeId, () => letters.ticketAssigned({ number, subject }))
			);
		}
	};
}
