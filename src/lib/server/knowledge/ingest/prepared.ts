// What was read of a file and is still to be indexed: kept as one object between the steps, beside the text itself.
import { z } from 'zod';
import { Audience } from '../audience.ts';
import type { Chunk } from '../chunker.ts';
import { chunkId } from '../document-keys.ts';
import type { DocumentRow } from '../store.ts';

const Piece = z.object({
	ordinal: z.number().int(),
	start: z.number().int(),
	end: z.number().int(),
	headings: z.array(z.string())
});

export const Prepared = z.object({
	document: z.object({
		id: z.string(),
		name: z.string(),
		title: z.string(),
		mediaType: z.string(),
		tags: z.array(z.string()),
		audience: Audience,
		revision: z.string(),
		chunkCount: z.number().int(),
		length: z.number().int(),
		pageCount: z.number().int().nullable(),
		createdBy: z.string(),
		createdAt: z.number().int(),
		updatedAt: z.number().int()
	}),
	/** Spans of the text; the words themselves are there. */
	pieces: z.array(Piece),
	/** What was in force when it was read. */
	before: z.object({ revision: z.string(), chunkCount: z.number().int() }).nullable()
});
export type Prepared = Omit<z.infer<typeof Prepared>, 'document'> & { document: DocumentRow };

export function chunksOf({ pieces }: Prepared, text: string, from = 0, count = Infinity): Chunk[] {
	return pieces
		.slice(from, from + count)
		.map((piece) => ({ ...piece, text: text.slice(piece.start, piece.end) }));
}

/** Ids of the chunks that were in force: they follow from their revision. */
export function chunksBefore({ document, before }: Prepared): string[] {
	if (before === null) return [];
	return Array.from({ length: before.chunkCount }, (_, ordinal) =>
		chunkId(document.id, before.revision, ordinal)
	);
}

/** Ids of the chunks it has. */
export function chunkIdsOf({ document, pieces }: Prepared): string[] {
	return pieces.map(({ ordinal }) => chunkId(document.id, document.revision, ordinal));
}
