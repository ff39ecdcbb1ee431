import { DocumentPageQuery, DocumentParams } from '#lib/knowledge/contracts.ts';
import { sheetAt, sheetStart } from '#lib/knowledge/excerpt.ts';
import { originalOf } from '#lib/knowledge/original-of.ts';
import { pageOf } from '#lib/knowledge/page-of.ts';
import { passageOnPages } from '#lib/knowledge/pdf/passage-pages.ts';
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
		const isCurrent = revision === document.revision;
		const original = isCurrent ? originalOf(document) : null;
		const passages = passageOnPages(text, pageStarts ?? [], start ?? 0, end ?? 0);
		const isSpan =
			start !== undefined && end !== undefined && end > start && start < sheet.to && end > sheet.from;
		return {
			document: {
				id: document.id,
				title: document.title,
				name: document.name,
				updatedAt: document.updatedAt
			},
			original,
			/** Where to have it shown: at the passage, or from the beginning. */
			pdf: original?.kind === 'PDF' && pageStarts ? { page: passages[0]?.page ?? 1, passages } : null,
			/** Whoever follows a citation wants to see it where it stands. */
			view: query.view ?? (passages.length > 0 ? 'pdf' : 'text'),
			/** For the school's people: the answer it was made from. */
			source: await services.transcripts.sourceOf(actor, document.id),
			revision,
			isCurrent,
			text: text.slice(sheet.from, sheet.to),
			/** Of the original, from 1. */
			page: pageStarts && start !== undefined ? pageOf(pageStarts, start) : null,
			pages: pageStarts?.length ?? null,
			passage: isSpan ? { start: Math.max(0, start - sheet.from), end: end - sheet.from } : null,
			sheet: { number: sheet.number, count: sheet.count }
		};
	}
);
