// The statements of documents: their sentences and list items, without markup, at their places in the revision's text.
import { stripMarkdown } from '#lib/shared/text/markdown-text.ts';
import { splitSentences } from '#lib/shared/text/sentences.ts';
import type { Statement } from './compare-statements.ts';

export interface ChunkRow {
	documentId: string;
	revision: string;
	start: number;
	title: string;
	/** One a line. */
	headings: string;
	body: string;
}

const LONGEST = 600;

/** A sentence that two chunks share is one statement. Tables, code and headings state nothing by themselves. */
export function readStatements(chunks: Iterable<ChunkRow>): Statement[] {
	const statements = new Map<string, Statement>();
	for (const { documentId, revision, start: at, title, headings, body } of chunks)
		for (const { start, end, kind } of splitSentences(body)) {
			const text = stripMarkdown(body.slice(start, end)).text.replace(/\s+/gu, ' ').trim();
			if ((kind !== 'prose' && kind !== 'item') || text.length > LONGEST) continue;
			const place = { documentId, revision, start: at + start, end: at + end };
			statements.set(`${documentId}:${place.start}`, {
				...place,
				text,
				title,
				headings: headings.split('\n')
			});
		}
	return [...statements.values()];
}
