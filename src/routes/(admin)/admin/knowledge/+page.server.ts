import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { ListDocumentsQuery } from '#lib/knowledge/contracts.ts';
import { formAction, pageLoad } from '#lib/server/http/index.ts';
import { Id } from '#lib/shared/ids.ts';

export const load = pageLoad({ query: ListDocumentsQuery }, async ({ services, actor, query }) => {
	const [{ documents, nextCursor }, index, ingests, sites] = await Promise.all([
		services.knowledge.listDocuments(actor, { ...query, text: query.q }),
		services.knowledge.indexStatus(actor),
		services.ingestion.ingests.list(actor),
		services.webPages.sites(actor)
	]);
	return {
		index,
		ingests,
		sites,
		query: query.q ?? '',
		isFirstPage: query.cursor === undefined,
		nextCursor: nextCursor ?? null,
		documents: documents.map(({ id, title, name, audience, tags, chunkCount, length, updatedAt }) => ({
			id,
			title,
			name,
			audience,
			tags,
			chunkCount,
			length,
			updatedAt
		}))
	};
});

export const actions = {
	remove: formAction(z.object({ id: Id }), async ({ services, actor, fields }) => {
		await services.knowledge.deleteDocument(actor, fields.id);
		redirect(303, '/admin/knowledge');
	}),
	again: formAction(z.object({}), async ({ services, actor }) => {
		await services.knowledge.embedAgain(actor);
		redirect(303, '/admin/knowledge');
	})
};
