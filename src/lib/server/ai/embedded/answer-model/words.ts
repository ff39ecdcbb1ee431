// Which words carry content. Words and stems are the index's own, so that the planner and the search agree on them.
import { isStopWord, readTerms, type Term } from '#lib/shared/text/terms.ts';

/** Say little on their own though the index knows them: a question made only of them names no topic. */
const VAGUE_WORDS = new Set(
	`use used using make makes made making work works working come comes go goes going called call question answer part parts point bit help
	find look looking see show take takes put start begin end good best better well usually normally generally typically first last next new
	old able possible allowed happen happens try long short big small always never often sometimes idea detail details info information reason
	important kind kinds sort sorts type types different difference lot lots one ones two around anyone done else become becomes have keep let
	please related relate people please rather own another other others`.split(/\s+/u)
);

export function wordsOf(text: string): Term[] {
	return readTerms(text);
}

export function isVagueWord(word: string): boolean {
	return VAGUE_WORDS.has(word);
}

export function contentWordsOf(text: string): Term[] {
	return readTerms(text).filter((term) => !isStopWord(term.word));
}

/** Content words that name a topic. Falls back to every content word, so "what is the difference" is not empty. */
export function topicWordsOf(text: string): Term[] {
	const content = contentWordsOf(text);
	const topics = content.filter((term) => !isVagueWord(term.word));
	return topics.length > 0 ? topics : content;
}
