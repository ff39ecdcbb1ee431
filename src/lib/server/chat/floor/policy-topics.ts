// Matters that are no assistant's: a school names them in words, and a message that speaks of one calls a person. Guarantees: a topic is found
// in any inflection, case, width and accent, and in whatever order its words stand near each other; a word that only begins alike is none. It
// does not understand: who writes that they want no refund speaks of one. Pure.

/** A school's topic, read once. */
export interface PolicyTopic {
	words: string[];
	/** Only a wish or a complaint calls: a question about it that the school's articles answer does not. */
	isAskable: boolean;
}

/** Words of one topic stand within so many of each other. */
const NEAR = 7;
/** Shorter words are matched whole: too much begins with three letters. */
const SHORTEST_STEM = 4;
const MOST_CHARACTERS = 4_000;
const FILLING = new Set([
	'a',
	'an',
	'the',
	'of',
	'about',
	'with',
	'my',
	'our',
	'to',
	'in',
	'on',
	'or',
	'and'
]);
/** What may follow the part that two forms of one word share. */
const ENDINGS = new Set(
	(
		' s es e ed d ing y er ers or ors t ts ment ments ly al ally ion ions ation ations able ful ive ively ' +
		'ling led ging ged ning ned'
	).split(' ')
);

/** `refund?`: as in isAskable. */
export function readTopics(topics: readonly string[]): PolicyTopic[] {
	return topics.flatMap((topic) => {
		const words = wordsOf(topic).filter((word) => !FILLING.has(word));
		return words.length === 0 ? [] : [{ words, isAskable: topic.trim().endsWith('?') }];
	});
}

export function topicsIn(text: string, topics: readonly PolicyTopic[]): PolicyTopic[] {
	const said = wordsOf(text.slice(0, MOST_CHARACTERS));
	return topics.filter(({ words }) =>
		said.some((_, at) => {
			const near = said.slice(at, at + NEAR);
			return words.every((word) => near.some((other) => isSameWord(word, other)));
		})
	);
}

function isSameWord(one: string, other: string): boolean {
	if (one === other) return true;
	let shared = 0;
	while (shared < one.length && one[shared] === other[shared]) shared++;
	// Either the longest shared part, or what is left of it before an ending both have: abus-e, abus-ed.
	for (let stem = shared; stem >= SHORTEST_STEM && stem >= shared - 1; stem--) {
		const [a, b] = [one.slice(stem), other.slice(stem)];
		// Injur-y and injur-ed are one word, bull and bull-y are two.
		const isOther = (a === '' && b === 'y') || (a === 'y' && b === '');
		if (!isOther && ENDINGS.has(a) && ENDINGS.has(b)) return true;
	}
	return false;
}

/** Lower case, without accents and what cannot be seen; full-width letters are letters. */
function wordsOf(text: string): string[] {
	const plain = text
		.normalize('NFKD')
		.replace(/[\p{M}\p{Cf}]/gu, '')
		.toLowerCase();
	return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) =>
		word.replace(/(?<=.{3})(?:ies|ied|ying)$/u, 'y')
	);
}
