import { excerpt } from '#lib/knowledge/excerpt.ts';
import { DocumentParams, PassageQuery } from '#lib/knowledge/contracts.ts';
import { originalOf } from '#lib/knowledge/original-of.ts';
import { pageOf } from '#lib/knowledge/page-of.ts';
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
		const isCurrent = revision === document.revision;
		const pageStarts =
			isCurrent && originalOf(document)?.kind === 'PDF'
				? await services.originals.pageStarts(document.id, revision)
				: undefined;
		// Of the PDF that can be opened at it, from 1.
		const page = pageStarts ? pageOf(pageStarts, query.start) : null;
		return { title: document.title, revision, isCurrent, page, ...cut };
	}
);
