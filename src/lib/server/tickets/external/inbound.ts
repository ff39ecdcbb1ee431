// What the external desk says of a ticket: its status, a word for the requester. Signed, fresh, and heard once: a message that comes again
// is answered like the first and does nothing. What it says is not told back to it.
import { eq, lt } from 'drizzle-orm';
import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import { VISITOR } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { newId } from '#lib/shared/ids.ts';
import { canBecome } from '#lib/shared/tickets.ts';
import { schema, type Audit, type Clock, type Database } from '../../platform/index.ts';
import { Body, Status, TicketNumber } from '../forms.ts';
import type { Notices } from '../notices.ts';
import { applyFields } from '../rules.ts';
import type { BusinessHours } from '#lib/shared/business-hours.ts';
import type { TicketStore } from '../ticket-store.ts';
import type { ExternalDesk } from './deliveries.ts';
import { checkSignature } from './signature.ts';

const { ticketInbound } = schema;
/** Longer than a signature can be fresh, and than anybody tries again. */
const KEPT_MS = 30 * 24 * 60 * 60_000;

export const InboundMessage = z.object({
	/** The sender's own: the same message has the same. */
	id: z.string().min(8).max(200),
	number: TicketNumber,
	status: Status.optional(),
	comment: Body.optional()
});

export interface Inbound {
	/**
	 * Throws `not-found` where the deployment has no external desk, `unauthenticated` for a signature that is wrong or stale, `invalid` for
	 * what is no message, `conflict` for a step the ticket cannot take.
	 */
	receive(body: string, signature: string | null): Promise<{ isRepeated: boolean }>;
}

interface InboundOptions {
	database: Database;
	clock: Clock;
	audit: Audit;
	store: TicketStore;
	notices: Notices;
	hours: BusinessHours;
	desk: ExternalDesk | undefined;
}

export function createInbound(options: InboundOptions): Inbound {
	const { database, clock, audit, store, notices, hours, desk } = options;

	function refuse(reason: string): never {
		audit.record(VISITOR, {
			...{ action: 'ticket.inbound', objectType: 'ticket', objectId: null, outcome: 'refused' },
			details: { reason }
		});
		throw new AppError('unauthenticated', m.tickets_signature_wrong());
	}

	function parse(body: string): z.infer<typeof InboundMessage> {
		let json: unknown;
		try {
			json = JSON.parse(body);
		} catch (cause) {
			throw new AppError('invalid', m.errors_not_json(), { cause });
		}
		const parsed = InboundMessage.safeParse(json);
		if (!parsed.success) throw new AppError('invalid', z.prettifyError(parsed.error));
		return parsed.data;
	}

	return {
		async receive(body, signature) {
			if (desk === undefined) throw new AppError('not-found', m.errors_not_found());
			const verdict = await checkSignature(desk.secret, signature, body, clock.now());
			if (verdict !== 'right') refuse(verdict);
			const { id, number, status, comment } = parse(body);
			const now = clock.now();
			const [known] = await database.select().from(ticketInbound).where(eq(ticketInbound.id, id));
			if (known !== undefined) return { isRepeated: true };
			const clientKey = `inbound:${id}`;
			const { ticket, isChanged } = await store.write(
				number,
				{ actorId: null, side: 'external' },
				async (present) => {
					// Two of the same at the same moment: the later one finds what the earlier one did.
					if (comment !== undefined && (await store.hasComment(present.id, clientKey))) return undefined;
					const to = status ?? present.status;
					if (!canBecome(present.status, to) || (comment !== undefined && present.status === 'closed'))
						throw new AppError('conflict', m.tickets_no_such_step({ from: present.status, to }));
					const answer = comment === undefined ? {} : { firstRespondedAt: now };
					const { patch, events } = applyFields(present, { status: to, ...answer }, now, hours);
					if (comment === undefined) return events.length === 0 ? undefined : { patch, events };
					const said = {
						id: newId(),
						authorId: null,
						side: 'external',
						isInternal: false,
						body: comment,
						clientKey
					} as const;
					return { patch, events: [{ field: 'commented' }, ...events], comment: said };
				}
			);
			// Kept last: what was cut off before is done when the message comes again.
			await database.batch([
				database.insert(ticketInbound).values({ id, receivedAt: now }).onConflictDoNothing(),
				database.delete(ticketInbound).where(lt(ticketInbound.receivedAt, now - KEPT_MS))
			]);
			if (isChanged && comment !== undefined) notices.answered(ticket);
			return { isRepeated: false };
		}
	};
}
