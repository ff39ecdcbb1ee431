// Which sentences carry which sources, and which are not borne out by any, for drawing.
import type { CitationData, UnsupportedData } from '#lib/shared/conversation/parts.ts';
import type { Mark } from '#lib/ui/markdown/tree.ts';

export interface CitedSentence extends Mark {
	citations: CitationData[];
	/** Its sources do not bear it out, or it was struck. */
	doubt?: Doubt;
}

export type Doubt = Pick<UnsupportedData, 'textStart' | 'textEnd' | 'struck'>;

/**
 * Cited sentences that lie within the first `shownLength` code units; and those in doubt as far as they are shown, so that none of their
 * words appears unmarked. Keys of the latter begin with a `u`.
 */
export function citedSentences(
	citations: readonly CitationData[],
	shownLength: number,
	doubts: readonly Doubt[] = []
): CitedSentence[] {
	const sentences = new Map<string, CitedSentence>();
	for (const doubt of doubts) {
		const { textStart: start, textEnd } = doubt;
		if (start >= shownLength) continue;
		const key = String(start);
		sentences.set(key, { key: `u${key}`, start, end: Math.min(textEnd, shownLength), citations: [], doubt });
	}
	for (const citation of citations) {
		if (citation.textEnd > shownLength) continue;
		const key = String(citation.textStart);
		const known = sentences.get(key);
		if (known === undefined)
			sentences.set(key, { key, start: citation.textStart, end: citation.textEnd, citations: [citation] });
		else if (!known.citations.some((other) => other.number === citation.number))
			known.citations.push(citation);
	}
	return [...sentences.values()].sort((one, other) => one.start - other.start);
}

export interface CitedDocument {
	documentId: string;
	title: string;
	/** One citation for each number, lowest first. */
	citations: CitationData[];
}

/** The documents an answer rests on, by first appearance. */
export function citedDocuments(citations: readonly CitationData[]): CitedDocument[] {
	const documents = new Map<string, CitedDocument>();
	for (const citation of citations) {
		const { documentId, title } = citation;
		const known = documents.get(documentId) ?? { documentId, title, citations: [] };
		if (!known.citations.some((other) => other.number === citation.number)) known.citations.push(citation);
		documents.set(documentId, known);
	}
	return [...documents.values()];
}

/** The page of the document, at the passage. */
export function passageHref(
	citation: Pick<CitationData, 'documentId' | 'revision' | 'start' | 'end'>
): string {
	const { documentId, revision, start, end } = citation;
	return `/knowledge/${documentId}?revision=${revision}&start=${start}&end=${end}#passage`;
}
