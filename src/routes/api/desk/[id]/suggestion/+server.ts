import { z } from 'zod';
import { Id } from '#lib/shared/ids.ts';
import { endpoint } from '#lib/server/http/index.ts';

/** A reply that could be sent. It is stored nowhere and sent to nobody. */
export const POST = endpoint({ params: z.object({ id: Id }) }, ({ services, actor, params, event }) =>
	services.preparedHandovers.suggest(actor, params.id, event.request.signal)
);
