import { z } from 'zod';
import { endpoint } from '#lib/server/http/index.ts';
import { Id } from '#lib/shared/ids.ts';

const params = z.object({ id: Id });

export const GET = endpoint({ params, hasETag: true }, ({ services, actor, params: { id } }) =>
	services.measurements.analyses.read(actor, id)
);

/** Measures once more what failed. */
export const POST = endpoint({ params }, async ({ services, actor, params: { id } }) => {
	await services.measurements.analyses.startAgain(actor, id);
	return new Response(null, { status: 202 });
});
