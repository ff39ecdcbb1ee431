import { z } from 'zod';
import { endpoint, ensurePerson, Reply } from '#lib/server/http/index.ts';
import { TicketNumber } from '#lib/server/tickets/index.ts';
import { readFile } from '../../attachments/read-file.server.ts';

/** For a comment of the ticket that is named, or of one that is still to be opened. */
export const POST = endpoint(
	{ query: z.object({ ticket: TicketNumber.optional() }) },
	async ({ services, query: { ticket }, event }) => {
		const file = await readFile(event.request);
		// A visitor becomes a guest only now that there is a file.
		const actor = await ensurePerson(event);
		return new Reply(await services.ticketFiles.add(actor, ticket, file), { status: 201 });
	}
);
