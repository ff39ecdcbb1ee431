// The knowledge API: what it takes and gives. Types for the browser, schemas for the server alone.
import { z } from 'zod';
import { Id } from '#lib/shared/ids.ts';
import { SearchFilters } from '#lib/shared/knowledge.ts';

const offset = z.coerce.number().int().nonnegative();
export const Audience = z.enum(['public', 'students', 'teachers', 'staff']);
const Revision = z.string().regex(/^[0-9a-f]{64}$/);
const Tags = z.array(z.string().trim().min(1).max(60)).max(20);

export const DocumentParams = z.object({ id: Id });

export const ListDocumentsQuery = z.object({
	/** Part of a title or name. */
	q: z.string().trim().max(200).optional(),
	cursor: z.string().max(200).optional(),
	limit: z.coerce.number().int().min(1).max(100).default(50)
});

export const AddDocumentBody = z.object({
	/** A path or file name: adding the same one again is a revision. */
	name: z.string().trim().min(1).max(500),
	mediaType: z.string().max(200).default('text/markdown'),
	text: z.string(),
	title: z.string().trim().max(200).optional(),
	tags: Tags.optional(),
	audience: Audience.optional()
});

export const AddPageBody = z.object({
	/** Where the page is, as in https://school.example/fees */
	address: z.string().trim().min(1).max(2_048),
	tags: Tags.optional(),
	audience: Audience.optional()
});

const TagList = z
	.string()
	.transform((list) =>
		list
			.split(',')
			.map((tag) => tag.trim())
			.filter(Boolean)
	)
	.pipe(Tags);

export const BeginIngestQuery = z.object({
	/** A path or file name: sending the same one again is a revision. */
	name: z.string().trim().min(1).max(500),
	audience: Audience.optional(),
	tags: TagList.optional()
});

/** The text fields beside a file in a form. Empty ones are as good as left out. */
export const AddFileFields = z.object({
	name: z.string().trim().max(500).optional(),
	audience: z.preprocess((value) => value || undefined, Audience.optional()),
	tags: TagList.optional()
});

export const ReadDocumentQuery = z.object({ revision: Revision.optional() });

export const PassageQuery = z.object({ revision: Revision.optional(), start: offset, end: offset });

/** The document page's address. What does not fit is left out: a page is better than a complaint. */
export const DocumentPageQuery = z.object({
	revision: Revision.optional().catch(undefined),
	start: offset.optional().catch(undefined),
	end: offset.optional().catch(undefined),
	part: offset.optional().catch(undefined),
	/** Of a document that has its PDF: that, or the text that was read from it. */
	view: z.enum(['pdf', 'text']).optional().catch(undefined)
});

export const SearchQuery = z.object({
	query: z.string().trim().min(1).max(2000),
	top_k: z.coerce.number().int().min(1).max(20).default(5),
	filters: SearchFilters.optional()
});
