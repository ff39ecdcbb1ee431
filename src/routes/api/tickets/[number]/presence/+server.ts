import { z } from 'zod';
import { endpoint } from '#lib/server/http/index.ts';
import { TicketLook, TicketNumber } from '#lib/server/tickets/index.ts';

const params = z.object({ number: TicketNumber });

/** Told every few seconds by an open page of the desk; answered with who else looks, and at which version the ticket is. */
export const PUT = endpoint({ params, body: TicketLook }, ({ services, actor, params: { number }, body }) =>
	services.ticketViewers.look(actor, number, body.isWriting)
);

export const DELETE = endpoint({ params }, ({ services, actor, params: { number } }) =>
	services.ticketViewers.leave(actor, number)
);
