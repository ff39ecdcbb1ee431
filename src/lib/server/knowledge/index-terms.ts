// A chunk's fields as the terms that FTS5 indexes. Also run by the restore of a backup, in Node.
import { readStems } from '#lib/shared/text/terms.ts';

export interface IndexedFields {
	title: string;
	/** One a line. */
	headings: string;
	body: string;
}

export function indexTerms({ title, headings, body }: IndexedFields): IndexedFields {
	const terms = (text: string) => readStems(text).join(' ');
	return { title: terms(title), headings: terms(headings), body: terms(body) };
}
