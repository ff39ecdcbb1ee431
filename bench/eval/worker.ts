// The evaluation's Worker: documents in and searches out through the knowledge room, by HTTP. Nothing here ranks anything.
import { SYSTEM } from '#lib/shared/actor.ts';
import { toOutcome } from '#lib/shared/errors.ts';
import { createRooms, type EvalEnvironment } from './rooms.ts';

export { VectorIndexObject } from '../../worker/vector-index.object.ts';

interface AddRequest {
	documents: { name: string; mediaType: string; text: string; title?: string }[];
}
interface SearchRequest {
	query: string;
	topK: number;
	depth?: number;
}

export default {
	async fetch(request: Request, environment: EvalEnvironment): Promise<Response> {
		const { pathname } = new URL(request.url);
		const { knowledge, database } = createRooms(environment);
		if (pathname === '/migrate') {
			const { statements } = await request.json<{ statements: string[] }>();
			await database.$client.batch(statements.map((statement) => database.$client.prepare(statement)));
			return Response.json({ applied: statements.length });
		}
		if (pathname === '/add') {
			const { documents } = await request.json<AddRequest>();
			const results = await Promise.all(
				documents.map(({ text, ...document }) =>
					// One document that is refused (nothing to read in it) must not cost the others of its batch.
					toOutcome(() => knowledge.addDocument(SYSTEM, { ...document, source: text }))
				)
			);
			return Response.json(results);
		}
		if (pathname === '/search') {
			const { query, topK, depth } = await request.json<SearchRequest>();
			return Response.json(await knowledge.search(SYSTEM, { query, topK }, depth));
		}
		return new Response(null, { status: 404 });
	}
};
