import { z } from 'zod';
import { Id } from '#lib/shared/ids.ts';
import { endpoint } from '#lib/server/http/index.ts';

/** What whoever takes the conversation over should know. */
export const GET = endpoint({ params: z.object({ id: Id }) }, ({ services, actor, params }) =>
	services.preparedHandovers.read(actor, params.id)
);
