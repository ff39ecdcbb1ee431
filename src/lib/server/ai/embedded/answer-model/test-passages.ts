// Passages and searches for the tests of this folder.
import type { QueryTerm } from '#lib/shared/knowledge.ts';
import { readQueryTerms } from '#lib/shared/text/terms.ts';
import { planQuestions } from './plan.ts';
import type { NumberedPassage } from './tool-results.ts';

export function passage(n: number, text: string, place: Partial<NumberedPassage> = {}): NumberedPassage {
	return {
		n,
		chunkId: `chunk-${n}`,
		documentId: `document-${n}`,
		revision: 'r',
		title: 'Lessons',
		headings: [],
		start: 0,
		end: text.length,
		text,
		relevance: 0.9,
		...place
	};
}

/** Terms as the search would report them if the passages were the whole knowledge. */
export function termsOf(query: string, passages: NumberedPassage[]): QueryTerm[] {
	const texts = passages.map((found) => ` ${found.title} ${found.headings.join(' ')} ${found.text}`);
	const known = texts.map((text) => new Set(readQueryTerms(text).map((term) => term.stem)));
	return readQueryTerms(query).map(({ word, stem }) => {
		const documentFrequency = known.filter((stems) => stems.has(stem)).length;
		return { word, stem, documentFrequency, idf: Math.log(200 / (documentFrequency + 1)) };
	});
}

export function asked(question: string, passages: NumberedPassage[], saidBefore = '') {
	const questions = planQuestions({ message: question, earlier: [] }).questions;
	const searches = questions.map(({ query }) => ({
		query,
		found: { passages, terms: termsOf(query, passages) }
	}));
	return { questions, searches, saidBefore };
}
