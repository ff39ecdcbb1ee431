import { excerpt } from '#lib/knowledge/excerpt.ts';
import { DocumentParams, PassageQuery } from '#lib/knowledge/contracts.ts';
import { endpoint } from '#lib/server/http/index.ts';
import { AppError } from '#lib/shared/errors.ts';

/** A passage with what stands around it. */
export const GET = endpoint(
	{ params: DocumentParams, query: PassageQuery },
	async ({ services, actor, params, query }) => {
		const { document, revision, text } = await services.knowledge.getDocument(
			actor,
			params.id,
			query.revision
		);
		const cut = excerpt(text, query.start, query.end);
		if (cut === undefined) throw new AppError('not-found', 'There is no such passage.');
		return { title: document.title, revision, isCurrent: revision === document.revision, ...cut };
	}
);
