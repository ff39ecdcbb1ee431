// Whom it is done by, and where it goes: what stands behind "by", "to" and "from" after the same verb in both texts. Another person or place
// there is another fact, though the source may name it elsewhere.
import type { Kinship } from './kinship.ts';
import type { Statement, Word } from './plain-statement.ts';

export interface OtherAgent {
	said: string;
	found: string;
}

const LINKS = new Set('by to from'.split(' '));
/** Behind the link, so many words are its own. */
const REACH = 4;
/** Stand for whoever is spoken to or of. */
const ANYBODY = new Set('you us me them it him her this that yourself themselves'.split(' '));

export function otherAgents(said: Statement, found: Statement, kinship: Kinship): OtherAgent[] {
	return said.words.flatMap((link, at): OtherAgent[] => {
		const verb = said.words[at - 1];
		const mine = behind(said, at);
		if (!LINKS.has(link.word) || verb?.isContent !== true || mine.length === 0) return [];
		const theirs = (found.places.get(verb.stem) ?? [])
			.filter((place) => found.words[place + 1]?.word === link.word)
			.map((place) => behind(found, place + 1))
			.filter((words) => words.length > 0);
		if (theirs.length === 0) return [];
		const isSame = theirs.some((words) =>
			mine.some((word) => kinship.placesOf(word).some((place) => words.includes(found.words[place] as Word)))
		);
		return isSame ? [] : [{ said: mine[0]?.raw ?? '', found: theirs[0]?.[0]?.raw ?? '' }];
	});
}

/** Its words, and none where it is a pronoun or a number. */
function behind({ words }: Statement, link: number): Word[] {
	const found: Word[] = [];
	for (const word of words.slice(link + 1, link + 1 + REACH)) {
		if (word.clause !== words[link]?.clause || word.isFigure || ANYBODY.has(word.word)) break;
		if (word.isContent) found.push(word);
	}
	return found;
}
