import { z } from 'zod';
import { endpoint, Reply } from '#lib/server/http/index.ts';
import { NewShare } from '#lib/server/recordings/index.ts';
import { Id } from '#lib/shared/ids.ts';

const params = z.object({ id: Id });

export const GET = endpoint({ params }, async ({ services, actor, params: { id } }) => ({
	shares: await services.recordings.shares.list(actor, id)
}));

export const POST = endpoint(
	{ params, body: NewShare },
	async ({ services, actor, params: { id }, body }) =>
		new Reply({ share: await services.recordings.shares.add(actor, id, body) }, { status: 201 })
);
