// Who does it to whom, and what comes first. Two orders of words are compared, where both texts have them: what stands before and behind
// "before", "after" and "then", and what stands before and behind a word of both texts, unless one of them is in the passive. Only where the
// two have changed places altogether is it another order; half a change may be another way to say it.
import type { Kinship } from './kinship.ts';
import type { Statement, Word } from './plain-statement.ts';

export interface Swap {
	said: string;
	found: string;
}

/** A pair is what "than" compares, and what goes "from" one "to" the other: its second part says which. */
type Sides = { earlier: number[]; later: number[]; at: number; isPair: boolean };

/** What follows it comes later, or earlier. */
const MARKS = new Map<string, 'later' | 'earlier'>([
	['before', 'later'],
	['then', 'later'],
	['until', 'later'],
	['prior', 'later'],
	['after', 'earlier']
]);
/** Begin what is said, where no comma does. */
const SUBJECTS = new Set('i you we they he she it nobody everybody'.split(' '));
const LEAST_CROSSED = 1;
/** Around a verb, so many words are looked at on each side. */
const REACH = 10;
const PASSIVE = new Set('is are was were be been being gets get'.split(' '));

export function swappedIn(said: Statement, found: Statement, kinship: Kinship): Swap[] {
	return [...swappedInTime(said, found, kinship), ...swappedRoles(said, found, kinship)];
}

function swappedInTime(said: Statement, found: Statement, kinship: Kinship): Swap[] {
	const theirs = sidesOf(found);
	return sidesOf(said).flatMap((mine): Swap[] => {
		for (const other of theirs) {
			const straight = [
				shared(mine.earlier, mine.later, other.earlier),
				shared(mine.later, mine.earlier, other.later)
			] as const;
			const crossed = [
				shared(mine.earlier, mine.later, other.later),
				shared(mine.later, mine.earlier, other.earlier)
			] as const;
			const isCrossed = Math.min(...crossed) >= LEAST_CROSSED;
			const isMore = crossed[0] + crossed[1] > straight[0] + straight[1] + LEAST_CROSSED;
			if (isCrossed && (isMore || (mine.isPair && other.isPair && straight[1] === 0)))
				return [{ said: said.words[mine.at]?.raw ?? '', found: found.words[other.at]?.raw ?? '' }];
		}
		return [];
	});

	/** Words of one side alone that the source has on that side alone. */
	function shared(side: readonly number[], otherSide: readonly number[], places: readonly number[]): number {
		const others = new Set(otherSide.map((at) => said.words[at]?.stem));
		const there = new Set(places);
		const stems = new Set<string>();
		for (const at of side) {
			const word = said.words[at];
			if (word === undefined || others.has(word.stem)) continue;
			const known = word.isFigure ? (found.places.get(word.stem) ?? []) : kinship.placesOf(word);
			if (known.some((place) => there.has(place))) stems.add(word.stem);
		}
		return stems.size;
	}
}

function sidesOf({ words, text }: Statement): Sides[] {
	return words.flatMap((word, at): Sides[] => {
		const from =
			word.word === 'to'
				? words.findLastIndex((other, i) => i < at && other.unit === word.unit && other.word === 'from')
				: -1;
		const isPair = word.word === 'than' || from >= 0;
		const kind = isPair ? 'later' : MARKS.get(word.word);
		// "After-school times" are times.
		if (kind === undefined || text[word.end] === '-') return [];
		const telling = (from: number, to: number) => {
			const places: number[] = [];
			for (let i = from; i < to; i++) {
				const other = words[i];
				if (other?.unit === word.unit && (other.isContent || other.isFigure)) places.push(i);
			}
			return places;
		};
		let behind = telling(at + 1, words.length);
		let ahead = telling(Math.max(0, from), at);
		// "After the lesson, write …": the comma ends what the word speaks of.
		if (ahead.length === 0) {
			const comma = words.findIndex(
				(other, i) =>
					i > at + 1 &&
					(text.slice(words[i - 1]?.end ?? 0, other.start).includes(',') || SUBJECTS.has(other.word))
			);
			if (comma === -1) return [];
			ahead = behind.filter((place) => place >= comma);
			behind = behind.filter((place) => place < comma);
		}
		if (ahead.length === 0 || behind.length === 0) return [];
		const [earlier, later] = kind === 'later' ? [ahead, behind] : [behind, ahead];
		return [{ earlier, later, at, isPair }];
	});
}

function swappedRoles(said: Statement, found: Statement, kinship: Kinship): Swap[] {
	return said.words.flatMap((verb, at): Swap[] => {
		if (!verb.isContent || /^\p{Lu}/u.test(verb.raw) || isNoun(said, at)) return [];
		// Whoever exchanges the two leaves the verb as it is; in another form it has another order.
		const places = kinship.placesOf(verb).filter((place) => found.words[place]?.word === verb.word);
		if (places.length !== 1) return [];
		const there = places[0] ?? 0;
		if (isNoun(found, there) || isPassive(said, at) !== isPassive(found, there)) return [];
		const [ahead, behind] = [around(said, at, -1), around(said, at, 1)];
		const [theirAhead, theirBehind] = [around(found, there, -1), around(found, there, 1)];
		const crossed = [countIn(ahead, theirBehind), countIn(behind, theirAhead)] as const;
		// Nothing that does it there does it here: who does it is whom it was done to.
		if (Math.min(...crossed) < LEAST_CROSSED || countIn(ahead, theirAhead) > 0) return [];
		return [{ said: verb.raw, found: found.words[there]?.raw ?? '' }];
	});

	function countIn(mine: readonly Word[], places: readonly number[]): number {
		return mine.filter((word) => kinship.placesOf(word).some((place) => places.includes(place))).length;
	}

	function around(text: Statement, at: number, step: -1): Word[] & number[];
	function around(text: Statement, at: number, step: 1): Word[] & number[];
	function around(text: Statement, at: number, step: number): unknown {
		const own = text.words[at];
		const list: (Word | number)[] = [];
		for (let i = at + step; Math.abs(i - at) <= REACH; i += step) {
			const word = text.words[i];
			if (word === undefined || word.unit !== own?.unit || (text === said && word.clause !== own.clause))
				break;
			if (word.isContent) list.push(text === said ? word : i);
		}
		return list;
	}
}

/** An article or a preposition before it, and it is no verb. */
function isNoun({ words }: Statement, at: number): boolean {
	return /^(?:an?|the|of|in|on|at|for|with|from|by|your|their|its|each|every|no)$/u.test(
		words[at - 1]?.word ?? ''
	);
}

function isPassive({ words }: Statement, at: number): boolean {
	const isBy = words
		.slice(at + 1, at + 5)
		.some(({ word, clause }) => word === 'by' && clause === words[at]?.clause);
	return isBy || [1, 2].some((back) => PASSIVE.has(words[at - back]?.word ?? ''));
}
