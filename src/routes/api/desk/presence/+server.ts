import { PresenceForm } from '#lib/server/desk/index.ts';
import { endpoint } from '#lib/server/http/index.ts';

/** One's own place at the desk: whether one takes conversations, how many, and what about. */
export const PUT = endpoint({ body: PresenceForm }, ({ services, actor, body }) =>
	services.desk.changeOwn(actor, body)
);
