import { z } from 'zod';
import { endpoint } from '#lib/server/http/index.ts';
import { Id } from '#lib/shared/ids.ts';

export const DELETE = endpoint({ params: z.object({ id: Id }) }, ({ services, actor, params: { id } }) =>
	services.deskLists.removeFilter(actor, id)
);
