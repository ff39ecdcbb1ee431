import { z } from 'zod';
import { Id } from '#lib/shared/ids.ts';
import { PresenceForm } from '#lib/server/desk/index.ts';
import { endpoint } from '#lib/server/http/index.ts';

/** Somebody's place at the desk, as administrators set it. */
export const PUT = endpoint(
	{ params: z.object({ id: Id }), body: PresenceForm },
	({ services, actor, params, body }) => services.desk.changeAgent(actor, params.id, body)
);
