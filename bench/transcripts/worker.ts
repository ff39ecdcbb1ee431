// The bench's Worker: the room's own functions, asked by HTTP; the caller's clock measures.
import { createDatabase, systemClock } from '#lib/server/platform/index.ts';
import { createTranscripts, ListTranscripts, SearchTranscripts } from '#lib/server/transcripts/index.ts';
import type { Actor } from '#lib/shared/actor.ts';

const ACTOR: Actor = { userId: 'bench', role: 'agent', via: 'session' };
const unused = () => Promise.reject(new Error('not asked for here'));

export default {
	async fetch(request: Request, { DB }: { DB: D1Database }): Promise<Response> {
		const { pathname } = new URL(request.url);
		const body = await request.json();
		const transcripts = createTranscripts({
			database: createDatabase(DB),
			clock: systemClock,
			audit: { record: () => undefined },
			chat: { chronicle: unused },
			knowledge: { addDocument: unused }
		});
		switch (pathname) {
			case '/migrate': {
				const { statements } = body as { statements: string[] };
				await DB.batch(statements.map((statement) => DB.prepare(statement)));
				return Response.json({ applied: statements.length });
			}
			case '/list':
				return Response.json(await transcripts.list(ACTOR, ListTranscripts.parse(body)));
			case '/search':
				return Response.json(await transcripts.search(ACTOR, SearchTranscripts.parse(body)));
			default:
				return new Response(null, { status: 404 });
		}
	}
};
