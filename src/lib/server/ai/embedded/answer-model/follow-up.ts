// Resolves a message that refers back ("and for children?", "what about minor?", "why?") against the earlier ones, so that
// its search stands on its own. Rewrites by word classes and by carrying the topic; it does not understand grammar.
import { stem } from '#lib/shared/text/terms.ts';
import { siblingSetsOf } from './siblings.ts';
import { splitQuestions } from './sub-questions.ts';
import { contentWordsOf, isVagueWord, topicWordsOf, wordsOf } from './words.ts';

export type Resolution = {
	/** The message with the topic it refers to. */
	query: string;
	/** Stems of the words that are new in the message: an answer has to speak of them. */
	focus: string[];
	refersBack: boolean;
	/** "Tell me more": the same topic again, without what was said before. */
	wantsMore: boolean;
};

const LEADS_ON =
	/^\W*(?:(?:and|but|so|then|also|or|ok(?:ay)?|well|hm+)\b[\s,]*)*(?:what|how)\s+about\b|^\W*(?:and|but|so|also|or)\b(?!\s+(?:what|how|when|where|why|who|which)\s+(?:is|are|do|does|can|much|many|long|to)\s+(?:a|an|the|my)\b)|^\W*what if\b/iu;
const POINTS_BACK =
	/\b(?:it|its|it's|they|they're|them|their|theirs|that|this|those|these|there|one|ones|he|she|him|her|his|the (?:same|first|second|third|last|latter|former|other)(?: one)?)\b/iu;
/** "Is it allowed to …", "it is raining": the pronoun stands for nothing said before. */
const EMPTY_IT =
	/\b(?:is|was|isn't|would|does|how long does|will)?\s*it(?:'s| is| was| be)?\s+(?:ok|okay|possible|allowed|necessary|better|nicer|normal|true|safe|hard|easy|difficult|worth|take|matter|mean|a good idea|too late|wise|common|usual|bad|good|wrong|right|cost to)\b/iu;
const DEICTIC_ONLY = /\b(?:that|this|those|these|one|ones|there)\b/iu;
const MORE =
	/^\W*(?:(?:can|could|would) you\s+|please\s+|and\s+)*(?:(?:tell|give|show) me\s+)?(?:(?:a (?:bit|little)|some|any|anything)\s+)?(?:more|else|go on|continue|carry on|elaborate|expand|keep going|say more)(?:\s+(?:about (?:it|that|this)|on (?:it|that|this)|detail(?:s|ed)?|please|info(?:rmation)?|examples?|on that))*\W*$/iu;
const BARE =
	/^\W*(?:and\s+)?(?:why(?: (?:not|is that|so))?|how(?: (?:so|come|much|many|long|often|does (?:it|that) work))?|when|where|who|really|(?:for )?(?:an )?example|such as|like what|what else|in what way|meaning|which(?: ones?)?|what does (?:it|that|this) mean|are you sure|explain(?: (?:it|that|this))?)\W*$/iu;

/** "From what age?", "which days?": asks for a detail of what was spoken of, without a verb of its own. */
const FRAGMENT = /^\W*(?:from|for|until|since|at|in|on|with|by|to|which|what|whose|how)\s(?!to\b)/iu;
const VERB =
	/\b(?:is|are|was|were|do|does|did|can|could|should|may|will|would|must|have|has|'s|means?)\b|['’]s\b/iu;

/** What the message asks first decides: "they" in its second question stands for something in its first. */
export function refersBack(whole: string): boolean {
	if (whole.length > 300) return false;
	const message = splitQuestions(whole)[0]?.asked ?? whole;
	if (MORE.test(message) || BARE.test(message) || LEADS_ON.test(message)) return true;
	if (FRAGMENT.test(message) && !VERB.test(message) && message.trim().split(/\s+/u).length <= 4) return true;
	const topics = topicWordsOf(message).filter((word) => !isVagueWord(word.word));
	if (topics.length === 0) return contentWordsOf(message).length > 0 || POINTS_BACK.test(message);
	const withoutEmptyIt = message.replace(EMPTY_IT, ' ');
	if (!POINTS_BACK.test(withoutEmptyIt)) return false;
	// "That", "this" and "there" are often no reference; they count only when the message names little else.
	const onlyDeictic = !/\b(?:it|its|it's|they|them|their|theirs|he|she|him|her|his)\b/iu.test(withoutEmptyIt);
	return onlyDeictic ? DEICTIC_ONLY.test(withoutEmptyIt) && topics.length <= 2 : topics.length <= 4;
}

/** `earlier`: the person's earlier messages, oldest first. */
export function resolveFollowUp(message: string, earlier: string[]): Resolution {
	const plain = { query: message, focus: [], refersBack: false, wantsMore: false };
	const before = earlier.at(-1);
	if (before === undefined || !refersBack(message)) return plain;
	// The turn before may itself refer back; at most four turns matter.
	const topic = resolveFollowUp(before, earlier.slice(-5, -1)).query;
	if (topicWordsOf(topic).length === 0) return plain;
	if (MORE.test(message)) return { query: topic, focus: [], refersBack: true, wantsMore: true };
	if (BARE.test(message))
		return { query: `${withoutLead(message)} ${topic}`, focus: [], refersBack: true, wantsMore: true };

	const own = topicWordsOf(withoutLead(message)).filter((word) => !isVagueWord(word.word));
	const focus = own.map((word) => word.stem);
	const isFragment = LEADS_ON.test(message) && !hasVerbOfItsOwn(message);
	if (isFragment)
		return { query: rewrite(topic, withoutLead(message)), focus, refersBack: true, wantsMore: false };

	const known = new Set(own.map((word) => word.stem));
	const carried = topicWordsOf(topic).filter((word) => !known.has(word.stem) && !isVagueWord(word.word));
	return {
		query: `${withoutLead(message)} ${carried.map((word) => word.word).join(' ')}`.trim(),
		focus,
		refersBack: true,
		wantsMore: false
	};
}

function withoutLead(message: string): string {
	return message
		.replace(/^\W*(?:(?:and|but|so|then|also|or|ok(?:ay)?|well|hm+)\b[\s,]*)+/iu, '')
		.replace(/^\W*(?:what|how)\s+about\s+/iu, '')
		.trim();
}

function hasVerbOfItsOwn(message: string): boolean {
	return /\b(?:is|are|was|were|do|does|did|can|could|should|may|will|would|must|have|has)\b/iu.test(
		withoutLead(message)
	);
}

/** "45 minutes", "grade-5": a number with the word it counts. */
const MEASURE = /(\d+)[- ]?(\p{L}+)/iu;
/** A question after one thing alone: "and a sentence?" behind it asks the same of another. */
const ASKS_WHAT =
	/^\W*((?:what|who)(?:'s|’s|s| is| are| was| were))\s+(?:an?\s+|the\s+)?[\p{L}-]+(?:\s[\p{L}-]+)?\W*$/iu;

function sameUnit(a: string | undefined, b: string | undefined): boolean {
	return a !== undefined && b !== undefined && stem(a.toLowerCase()) === stem(b.toLowerCase());
}

/** The earlier question with the new word in place of its sibling ("major" → "minor"), or behind it when it has none. */
function rewrite(topic: string, fragment: string): string {
	const plainFragment = fragment.replace(/^(?:for|in|with|on|at|of|to|from)\s+/iu, '').replace(/\W+$/u, '');
	const measure = MEASURE.exec(plainFragment);
	if (measure) {
		const before = [...topic.matchAll(new RegExp(MEASURE, 'giu'))].find((match) =>
			sameUnit(match[2], measure[2])
		);
		if (before) return topic.replace(before[0], measure[0]);
	}
	const asksWhat = ASKS_WHAT.exec(topic);
	if (asksWhat && plainFragment === fragment.replace(/\W+$/u, ''))
		return `${asksWhat[1] ?? ''} ${plainFragment}?`;
	const sets = wordsOf(plainFragment).flatMap((word) => siblingSetsOf(word.stem));
	const sibling = wordsOf(topic).find((word) => sets.some((set) => set.has(word.stem)));
	const alreadySaid = sibling && wordsOf(plainFragment).some((word) => word.stem === sibling.stem);
	if (!sibling || alreadySaid) return `${topic.replace(/[?!.\s]+$/u, '')} ${fragment}`;
	return topic.slice(0, sibling.start) + plainFragment + topic.slice(sibling.end);
}
