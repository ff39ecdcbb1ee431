import { endpoint } from '#lib/server/http/index.ts';
import { BulkChange } from '#lib/server/tickets/index.ts';

/** What became of each: one that could not be changed holds no other up. */
export const POST = endpoint({ body: BulkChange }, ({ services, actor, body }) =>
	services.tickets.changeMany(actor, body)
);
