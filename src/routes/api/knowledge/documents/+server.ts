import { requirePermission } from '#lib/shared/actor.ts';
import { endpoint, Reply } from '#lib/server/http/index.ts';
import { ListDocumentsQuery } from '#lib/knowledge/contracts.ts';
import { readDocument } from './read-document.server.ts';

export const GET = endpoint(
	{ query: ListDocumentsQuery, hasETag: true },
	async ({ services, actor, query }) => {
		const { documents, nextCursor } = await services.knowledge.listDocuments(actor, {
			...query,
			text: query.q
		});
		return { documents, nextCursor: nextCursor ?? null };
	}
);

export const POST = endpoint({}, async ({ services, actor, event }) => {
	// Before megabytes are read for somebody who may not send them.
	requirePermission(actor, 'write:knowledge');
	const result = await services.knowledge.addDocument(actor, await readDocument(event.request));
	return new Reply(result, { status: result.status === 'created' ? 201 : 200 });
});
