// What a message means in the words of a text, by the list of everyday wordings: pure, by stems, linear in the length of the message.
import { readTerms, stem, type Term } from '#lib/shared/text/terms.ts';
import { WORDINGS } from './everyday-wordings.ts';

type Wording = {
	said: string[];
	/** A single word is meant as it stands: "ending" is not "end", and "saying" not "say". */
	word: string | undefined;
	meant: Term[];
	isInstead: boolean;
};

const BY_FIRST = new Map<string, Wording[]>();
for (const line of WORDINGS.trim().split('\n')) {
	const [left = '', right] = line.split(' = ');
	if (right === undefined) continue;
	const isInstead = left.startsWith('~ ');
	for (const phrase of left.replace(/^~ /u, '').split(', ')) {
		const words = phrase.split(' ');
		const said = words.map(stem);
		const first = said[0] ?? '';
		const known = BY_FIRST.get(first) ?? [];
		known.push({ said, word: words.length === 1 ? phrase : undefined, meant: readTerms(right), isInstead });
		BY_FIRST.set(first, known);
	}
}

export type Understood = { said: readonly string[]; meant: readonly string[] };

export type Meant = {
	/** The text without the words that mean nothing by themselves here. */
	kept: string;
	/** What they mean, in the words of a text; none that the text has already. */
	words: string[];
	/** By stems: what was said, and what is meant by it. */
	understood: Understood[];
};

/** Linear in the length of the text; longer phrases go before shorter ones that they begin with. */
export function whatIsMeant(text: string): Meant {
	const terms = readTerms(text.replace(/['’](?=(?:s|t|m|re|ve|ll|d)\b)/giu, ' '));
	const held = new Set(terms.map((term) => term.stem));
	const words = new Map<string, string>();
	const dropped: { start: number; end: number }[] = [];
	const understood: Understood[] = [];
	for (let at = 0; at < terms.length; at++) {
		const found = (BY_FIRST.get(terms[at]?.stem ?? '') ?? [])
			.filter(({ word }) => word === undefined || word === terms[at]?.word)
			.filter(({ said }) => said.every((wanted, step) => terms[at + step]?.stem === wanted))
			.toSorted((a, b) => b.said.length - a.said.length)[0];
		if (!found) continue;
		const last = terms[at + found.said.length - 1];
		const first = terms[at];
		if (found.isInstead && first && last) dropped.push({ start: first.start, end: last.end });
		understood.push({ said: found.said, meant: found.meant.map((word) => word.stem) });
		for (const { stem: meant, word } of found.meant) {
			if (!held.has(meant) && !words.has(meant)) words.set(meant, word);
		}
		at += found.said.length - 1;
	}
	let kept = text;
	for (const { start, end } of dropped.toReversed()) kept = `${kept.slice(0, start)} ${kept.slice(end)}`;
	return { kept: kept.replace(/\s+/gu, ' ').trim(), words: [...words.values()], understood };
}
