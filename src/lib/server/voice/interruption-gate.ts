// Whether what is heard while an answer sounds is meant to stop it. Back-channel words ("okay", "mm-hmm") are not, nor is the answer's
// own sound coming back through the microphone; "stop", "wait", "no" and any other content are. It judges words alone: no loudness.
import { isAlike, matchWords, wordsOf } from './spoken-words.ts';

export type Judgement =
	/** No word in it. */
	| 'nothing'
	| 'back-channel'
	/** The answer itself, heard by the microphone. */
	| 'echo'
	/** One word that may yet become another: what comes next decides. */
	| 'unsure'
	| 'interruption';

const BACK_CHANNEL = new Set(
	(
		'okay ok k kay mm mmm mhm mhmm mmhm mmhmm hm hmm hmmm uhhuh uhuh huh aha ah ahh oh ooh uh uhh um umm er erm eh ' +
		'yeah yea yeh yes yep yup ya right sure alright great good nice cool fine perfect lovely true exactly indeed absolutely ' +
		'definitely really wow gotcha understood course'
	).split(' ')
);
const BACK_CHANNEL_PHRASES = [
	...[
		'i see',
		'got it',
		'go on',
		'of course',
		'all right',
		'makes sense',
		'that makes sense',
		'that is right'
	],
	...[
		"that's right",
		'very good',
		'very nice',
		'sounds good',
		'fair enough',
		'i understand',
		'no problem',
		'uh huh'
	]
].map((phrase) => phrase.split(' '));
/** Alone, or once among nodding, they are what a transcriber makes of a sound or of a nod it misheard: no question consists of them. */
const EMPTY = new Set(
	'the a an and of to in it is he she they them him her there then so i you we was as at for that this see'.split(
		' '
	)
);
/** Fewer letters begin too many words. */
const BEGINNING_LETTERS = 2;
/** More than this is no nodding, whatever the words. */
const BACK_CHANNEL_WORDS = 6;

/** Stop it at the first word, final or not. */
const COMMANDS = new Set(
	"stop wait no nope hold pause quiet enough halt hang don't dont cancel sorry excuse actually silence shush but what".split(
		' '
	)
);

/** Of the words heard so many are the answer's own, and they stand close together in it. */
const ECHO_SHARE = 0.7;
/** So many words among the answer's own are misheard at most. */
const MISHEARD_WORDS = 2;
/** So many words of one's own at the end are no mishearing. */
const OWN_WORDS = 2;

/** `spoken`: the words that sound now, those just before and those just ahead. `isVoiced`: the browser heard a voice besides its own sound. */
export function judgeWords(heard: {
	text: string;
	isFinal: boolean;
	spoken: string;
	isVoiced?: boolean;
}): Judgement {
	// What stands in brackets a transcriber says of the sound: [noise], (coughs).
	const words = wordsOf(heard.text.replace(/\[[^\]]*\]|\([^)]*\)|<[^>]*>/g, ' '));
	if (words.length === 0) return 'nothing';
	const own = withoutEcho(words, wordsOf(heard.spoken), heard);
	if (own.length === 0) return isBackChannel(words) ? 'back-channel' : 'echo';
	if (isBackChannel(own, { isUnclear: true, isFinal: heard.isFinal })) return 'back-channel';
	if (own.some((word) => COMMANDS.has(word))) return 'interruption';
	if (own.length === 1 && !heard.isFinal) return 'unsure';
	return 'interruption';
}

/** `isUnclear`: also what a transcriber may have made of nodding. */
function isBackChannel(
	words: readonly string[],
	{ isUnclear = false, isFinal = true }: { isUnclear?: boolean; isFinal?: boolean } = {}
): boolean {
	if (words.length > BACK_CHANNEL_WORDS) return false;
	let empty = 0;
	for (let at = 0; at < words.length;) {
		const phrase = BACK_CHANNEL_PHRASES.find((known) =>
			known.every((word, index) => words[at + index] === word)
		);
		if (phrase !== undefined) at += phrase.length;
		else if (!isFinal && beginsBackChannel(words.slice(at))) return true;
		else if (BACK_CHANNEL.has(words[at] ?? '')) at += 1;
		else if (isUnclear && EMPTY.has(words[at] ?? '') && ++empty === 1) at += 1;
		else return false;
	}
	return true;
}

/** "of cour", "gre": it may become nodding yet. */
function beginsBackChannel(rest: readonly string[]): boolean {
	const [first = ''] = rest;
	if (COMMANDS.has(first)) return false;
	if (rest.length === 1 && first.length >= BEGINNING_LETTERS)
		for (const word of BACK_CHANNEL) if (word.startsWith(first)) return true;
	return BACK_CHANNEL_PHRASES.some((phrase) =>
		rest.every((word, index) =>
			index < rest.length - 1 ? word === phrase[index] : phrase[index]?.startsWith(word)
		)
	);
}

/** The words that are not the answer's own; all of them when they are no echo of it. */
function withoutEcho(
	words: readonly string[],
	spoken: readonly string[],
	{ isFinal, isVoiced = true }: { isFinal: boolean; isVoiced?: boolean }
): string[] {
	const last = words.length - 1;
	// The last word of what is still being heard may be half of it.
	const isSame = (heard: string, said: string, index: number) =>
		isAlike(heard, said) || (!isFinal && index === last && heard.length > 1 && said.startsWith(heard));
	const pairs = closestMatch(words, spoken, isSame);
	const first = pairs[0];
	const final = pairs.at(-1);
	if (first === undefined || final === undefined) return [...words];
	const matched = new Set(pairs.map(([index]) => index));
	const own = words.filter((_, index) => !matched.has(index));
	const isShared = pairs.length / (final[0] - first[0] + 1) >= ECHO_SHARE;
	if (!isShared) return [...words];
	const behind = words.slice(final[0] + 1);
	const before = words.slice(0, first[0]);
	if (own.some((word) => COMMANDS.has(word))) return own;
	// Nobody was heard to speak: the answer's own words, with others among them, are the answer misheard.
	if (!isVoiced && own.length <= MISHEARD_WORDS) return [];
	if (behind.length >= OWN_WORDS || before.length >= OWN_WORDS) return [...before, ...behind];
	if (pairs.length / words.length >= ECHO_SHARE) return [];
	// One word among two or more of the answer's own is one of them, misheard; so are words that say nothing among more of them.
	const says = own.filter((word) => !EMPTY.has(word));
	if (pairs.length > own.length && says.length <= 1 && !isBackChannel(own)) return [];
	if (pairs.length > 1 || (own.length === 1 && says.length === 0)) return own;
	return [...words];
}

/** Words strewn over a long passage are words anybody uses: only those that stand close together are looked at. */
function closestMatch(
	words: readonly string[],
	spoken: readonly string[],
	isSame: (heard: string, said: string, index: number) => boolean
): [number, number][] {
	const width = Math.ceil(words.length * 1.5) + 1;
	let best: [number, number][] = [];
	for (let from = 0; from === 0 || from + width <= spoken.length; from++) {
		const pairs = matchWords(words, spoken.slice(from, from + width), isSame);
		if (pairs.length > best.length) best = pairs;
	}
	return best;
}
