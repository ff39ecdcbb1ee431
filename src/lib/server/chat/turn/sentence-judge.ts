// Holds one sentence of an answer against what the turn has found: the spans it cites; without a citation, every passage of the turn, and
// what tools told. Guarantees: the same sentence gets the same verdict whichever model wrote it.
import { narrow } from '#lib/shared/grounding/index.ts';
import type { CitationData } from '#lib/shared/conversation/parts.ts';
import { likeStems, verifySentence, verifyTold, type Verdict } from '../../proof/index.ts';
import type { PassageBook } from './passage-book.ts';

export type SentenceJudge = (sentence: string, citations: readonly CitationData[]) => Verdict;

/** Longer ones are judged as they are: no passage is looked for. */
const MOST_CHARACTERS = 1_500;

export function createSentenceJudge(book: PassageBook, question: string): SentenceJudge {
	return (sentence, citations) => {
		const sources = book.pages();
		const verdict = verifySentence({ sentence, citations, sources, question });
		const isUncited = verdict.reasons.some(({ kind }) => kind === 'uncited');
		if (!isUncited || sentence.length > MOST_CHARACTERS) return verdict;
		const told = book.told();
		if (told.length > 0 && verifyTold(sentence, told.join('\n\n')).supported)
			return { ...verdict, supported: true, reasons: [] };
		const found = narrow(sentence, sources, likeStems);
		if (found === undefined) return verdict;
		const { documentId, revision, title, headings } = found.passage;
		const { start, end, quote } = found;
		const span = { documentId, revision, title, headings, start, end, quote };
		return verifySentence({ sentence, citations: [span], sources, question });
	};
}
