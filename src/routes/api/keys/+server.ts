import { KeyListQuery, NewKey } from '#lib/server/auth/index.ts';
import { endpoint, Reply } from '#lib/server/http/index.ts';

export const GET = endpoint({ query: KeyListQuery }, ({ services, actor, query }) =>
	services.apiKeys.list(actor, query)
);

/** The key is in this answer and nowhere else. */
export const POST = endpoint({ body: NewKey }, async ({ services, actor, body }) => {
	const { key, apiKey } = await services.apiKeys.create(actor, body);
	return new Reply({ key, ...apiKey }, { status: 201, headers: { 'cache-control': 'no-store' } });
});
