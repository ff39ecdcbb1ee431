import { endpoint, Reply } from '#lib/server/http/index.ts';

/** How the vectors stand: asked again and again while others are being made. */
export const GET = endpoint({ hasETag: true }, ({ services, actor }) =>
	services.knowledge.indexStatus(actor)
);

/** Embeds everything anew, in the background; what was begun goes on. */
export const POST = endpoint(
	{},
	async ({ services, actor }) => new Reply(await services.knowledge.embedAgain(actor), { status: 202 })
);
