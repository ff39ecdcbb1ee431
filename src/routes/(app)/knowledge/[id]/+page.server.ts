import { DocumentPageQuery, DocumentParams } from '#lib/knowledge/contracts.ts';
import { sheetAt, sheetStart } from '#lib/knowledge/excerpt.ts';
import { originalOf } from '#lib/knowledge/original-of.ts';
import { pageOf } from '#lib/knowledge/page-of.ts';
import { pageLoad } from '#lib/server/http/index.ts';

export const load = pageLoad(
	{ params: DocumentParams, query: DocumentPageQuery },
	async ({ services, actor, params, query }) => {
		const { document, revision, text } = await services.knowledge.getDocument(
			actor,
			params.id,
			query.revision
		);
		const { start, end } = query;
		const at = query.part === undefined ? Math.min(start ?? 0, text.length) : sheetStart(text, query.part);
		const sheet = sheetAt(text, at);
		const pageStarts =
			document.pageCount === null ? undefined : await services.originals.pageStarts(document.id, revision);
		const isSpan =
			start !== undefined && end !== undefined && end > start && start < sheet.to && end > sheet.from;
		return {
			document: {
				id: document.id,
				title: document.title,
				name: document.name,
				updatedAt: document.updatedAt
			},
			original: revision === document.revision ? originalOf(document) : null,
			/** For the school's people: the answer it was made from. */
			source: await services.transcripts.sourceOf(actor, document.id),
			revision,
			isCurrent: revision === document.revision,
			text: text.slice(sheet.from, sheet.to),
			/** Of the original, from 1. */
			page: pageStarts && start !== undefined ? pageOf(pageStarts, start) : null,
			pages: pageStarts?.length ?? null,
			passage: isSpan ? { start: Math.max(0, start - sheet.from), end: end - sheet.from } : null,
			sheet: { number: sheet.number, count: sheet.count }
		};
	}
);
