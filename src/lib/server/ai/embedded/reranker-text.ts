// A candidate as the reranker reads it: broadly (its terms, by field) for all, closely (sentences, marks) for the few that may win.
import { splitSentences } from '#lib/shared/text/sentences.ts';
import { readStems, readTerms } from '#lib/shared/text/terms.ts';

export interface Candidate {
	title: string;
	/** One heading a line. */
	headings: string;
	text: string;
	/** Cosine of the passage's embedding with the query's, where it is known. */
	cosine?: number | undefined;
	/** The stems of the fields, by single spaces, from an index that keeps them: saves reading the text again. */
	stems?: { title: string; headings: string; text: string } | undefined;
}

export interface CandidateText {
	title: ReadonlySet<string>;
	headings: ReadonlySet<string>;
	/** Stem → how often, in the body. */
	counts: ReadonlyMap<string, number>;
	/** Body stems in order. */
	stems: readonly string[];
	length: number;
}

export interface CloseReading {
	stems: readonly string[];
	/** For each stem, the number of its sentence. */
	sentenceOf: readonly number[];
	/** Stems inside Markdown emphasis: what a text marks as its terms. */
	emphasised: ReadonlySet<string>;
}

const EMPHASIS = /(\*{1,3}|_{1,3})(?=[^\s*_])([^*_\n]{1,80}?)(?<=[^\s*_])\1/g;

export type FieldCache = Map<string, ReadonlySet<string>>;

/** `fields` remembers titles and headings, which candidates share. */
export function readCandidate(candidate: Candidate, fields: FieldCache): CandidateText {
	const field = (text: string, stems: string | undefined) => {
		const known = fields.get(text);
		if (known) return known;
		const read = new Set(stems === undefined ? readStems(text) : stems.split(' '));
		fields.set(text, read);
		return read;
	};
	const given = candidate.stems;
	const stems = given === undefined ? readStems(candidate.text) : given.text.split(' ');
	const counts = new Map<string, number>();
	for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1);
	return {
		title: field(candidate.title, given?.title),
		headings: field(candidate.headings, given?.headings),
		counts,
		stems,
		length: stems.length
	};
}

export function readClosely(text: string): CloseReading {
	const sentences = splitSentences(text);
	const stems: string[] = [];
	const sentenceOf: number[] = [];
	let sentence = 0;
	for (const { stem, start } of readTerms(text)) {
		while (sentence + 1 < sentences.length && start >= (sentences[sentence + 1]?.start ?? 0)) sentence++;
		stems.push(stem);
		sentenceOf.push(sentence);
	}
	const emphasised = new Set<string>();
	for (const match of text.matchAll(EMPHASIS))
		for (const stem of readStems(match[2] ?? '')) emphasised.add(stem);
	return { stems, sentenceOf, emphasised };
}
