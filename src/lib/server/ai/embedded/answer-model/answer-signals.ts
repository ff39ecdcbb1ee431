// What in a sentence's wording suggests that it answers a kind of question, and what suggests that it does not stand alone.
import type { Question, QuestionKind } from './question.ts';
import type { Unit } from './units.ts';
import { wordsOf } from './words.ts';

const NUMBER =
	/[£$€]?\d[\d.,]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|sixteen|twenty|thirty|forty|fifty|hundred|half|once|twice|several|single|both|octave|tenth)\b/giu;

/** Wording that answers a kind of question. Definitions and lists need more than wording and are judged apart. */
const WORDING: Partial<Record<QuestionKind, RegExp>> = {
	reason:
		/\b(?:because|since|so that|in order to|due to|reason|therefore|thus|idea behind|so named|named (?:after|for|because)|allows?|helps?|ensures?|purpose|otherwise|makes? it|to (?:avoid|prevent|ensure|help|make|keep|create|achieve|show|promote)|important|originally|function)\b/iu,
	steps:
		/^(?:\W*(?:first|then|next|finally|lastly|once|to \p{L}+|simply|put|take|find|use|choose|add|go|open|press|click|write|identify|determine|count|send|ask|bring|start|begin|draw|arrange|compare|look|when)\b)|\b(?:you can|you need|you should|you must|step|by \p{L}+ing|process|simply|must be)\b/iu,
	time: /\d|\b(?:when|after|before|until|within|during|by the|at the (?:end|beginning|start)|days?|weeks?|months?|terms?|years?|hours?|monday|tuesday|wednesday|thursday|friday|saturday|sunday|always|once|if|century)\b/iu,
	place: /\b(?:in|at|on|near|next to|behind|room|building|floor|left|right|above|below|located|from)\b/iu,
	name: /\b(?:called|named|known as|term(?:ed)?|labell?ed|dubbed|coined|refer(?:red)? to as|by|is an?|are)\b/iu,
	comparison:
		/\b(?:whereas|while|unlike|but|than|differ\w*|in contrast|both|instead|on the other hand|however|rather than|not|only|same|distinct\w*|distinguish\w*)\b|;/iu,
	'yes-no':
		/\b(?:can|may|must|not|no|never|always|only|allowed|need|should|permitted|permissible|possible|is|are|do|does)\b/iu,
	list: /:|\b(?:include|includes|following|types?|kinds?|categories|are)\b|,.*,.*\band\b/iu
};

/** What stands between a term and its copula: nothing much, or a remark in brackets. */
const BETWEEN = String.raw`^(?:\W*\([^)]{0,80}\)|[,\s\p{L}'’"”*-]{0,40}?)\W*\b`;
const DEFINING = new RegExp(
	`${BETWEEN}(?:(?:is|are|was|were)\\s+(?:\\p{L}+ly\\s+)?(?:an?|the|any|one|two|three|four|those|that|when|where|what|made|formed|composed|called|comprised|built)\\b|means?\\b|refers? to|occurs? (?:when|if)|consists? of|describes?|denotes?|indicates?|involves?|concerns?|happens? when|makes? use)`,
	'iu'
);
const STATING = new RegExp(`${BETWEEN}(?:is|are|was|were|contains?|comes? (?:at|from|in)|has|have)\\b`, 'iu');
const NAMING = /\b(?:called|known as|termed|named|referred to as|dubbed)\b/iu;
const GLOSS = /^[\p{L}\p{N}\s'’"“”/()-]{2,60}(?:\s[–—-]\s|:\s)/u;

/** 0..1: the wording fits what the question asks for. */
export function fitsKind(question: Question, unit: Unit): number {
	if (question.kind === 'definition' || question.kind === 'other' || question.kind === 'name') {
		const defining = definesTopic(question, unit);
		if (defining > 0 || question.kind !== 'name') return defining;
	}
	if (question.kind === 'who') return namesSomebody(question, unit.text);
	if (question.kind === 'count') return countsSomething(question, unit.text);
	return WORDING[question.kind]?.test(unit.text) ? 1 : 0;
}

/** A capitalised word in the middle of the sentence that the question has not named itself. */
function namesSomebody(question: Question, text: string): number {
	const asked = question.text.toLowerCase();
	return [...text.matchAll(/(?<=[\p{Ll},(—–] ?)\p{Lu}\p{Ll}{2,}/gu)].some(
		(match) => !asked.includes(match[0].toLowerCase())
	)
		? 1
		: 0;
}

/** A number that the question has not named itself; digits are the surer sign. */
function countsSomething(question: Question, text: string): number {
	const asked = new Set(wordsOf(question.text).map((term) => term.word));
	const numbers = [...text.matchAll(NUMBER)].filter((match) => !asked.has(match[0].toLowerCase()));
	if (numbers.length === 0) return 0;
	return numbers.some((match) => /\d/u.test(match[0])) ? 1 : 0.8;
}

/** "A triad is …", "*Liquidation* – …", "… is called a triad". */
export function definesTopic(question: Question, unit: Unit): number {
	const topics = question.terms.filter((term) => term.weight >= 1);
	if (topics.length === 0) return 0;
	const head = unit.text.slice(0, 90).toLowerCase();
	const positions = topics
		.map((term) => unit.firstPlace.get(term.stem))
		.filter((place) => place !== undefined);
	if (positions.length === 0) return 0;
	const last = Math.max(...positions.map((place) => place.end));
	const first = Math.min(...positions.map((place) => place.start));
	const known = topics.filter((term) => unit.firstPlace.has(term.stem));
	const heaviest = topics.reduce((top, term) => (term.weight > top.weight ? term : top));
	if (!known.includes(heaviest)) return 0;
	const share = weightOf(known) / weightOf(topics);
	if (first <= 24 && last <= 90) {
		if (GLOSS.test(head) && last <= (GLOSS.exec(head)?.[0].length ?? 0)) return share;
		const behind = unit.text.slice(last, last + 90);
		if (DEFINING.test(behind)) return share;
		if (STATING.test(behind)) return 0.6 * share;
	}
	const naming = NAMING.exec(unit.text);
	return naming && first >= naming.index && first - naming.index <= 40 ? 0.9 * share : 0;
}

function weightOf(terms: readonly { weight: number }[]): number {
	return terms.reduce((sum, term) => sum + term.weight, 0);
}

const POINTS_AT_FIGURE =
	/\b(?:(?:example|figure|video|score|excerpt|recording|diagram|audio|picture|graphic|staff|passage|list|chart|table|link|exercise|demo|demonstration)s? (?:below|above)|(?:the )?following (?:example|figure|video|excerpt|recording|diagram|score|links?|sections?|passage|resources?)s?|(?:shown|seen|given|listed|described|explained|illustrated|found|defined|provided|outlined|mentioned|as) (?:above|below|here)|see (?:also|the|below|above|m\.|mm\.)|listen to|in this (?:example|passage|excerpt|case|movement)|here is|here are|as (?:we|you) (?:saw|see|will see)|in (?:the|our) (?:above|previous|next)|click|this (?:page|resource|handout|video|unit|chapter|section)|(?:mm?|op|no|hob|k|bwv)\. ?\d|\(\d:\d\d|at \d:\d\d|html link|spotify)\b|https?:\/\//iu;
const EXAMPLE =
	/^\W*(?:for (?:example|instance)|e\.g|consider|take|suppose|imagine|listen|note how|an example|in the example|examples? )\b/iu;
const DANGLING =
	/^\W*(?:it|its|they|their|them|this|these|those|that|such|he|she|his|her|here|there|the (?:former|latter|other|first|second|third|same|above|result(?:ing)?|remaining)|both|each|another|one|some|others?|either|neither|in (?:this|that|these|those|such|each|either|both|other)|at this|on this|for this|from (?:this|these|there)|because of (?:this|these)|with (?:this|these)|unlike (?:it|that|this)|like (?:this|that)|as such|doing so|to do (?:so|this|that)|when this|if (?:it|they|this|so|not)|once (?:this|it))\b(?!\s+(?:are|is)\s+(?:two|three|four|five|six|several|many|no|a|an|generally|some)\b)/iu;
const CONNECTIVE =
	/^(?:however|thus|therefore|hence|moreover|furthermore|in addition|additionally|likewise|similarly|nevertheless|nonetheless|consequently|accordingly|of course|that said|indeed|generally speaking|in other words|simply put|more generally|conversely|on the other hand|in contrast|by contrast|as a result|note(?:,? however,?)? that|note also that|keep in mind that|(?:it is|it's) (?:important|worth|helpful) (?:to (?:note|remember|know)|noting|remembering) that|remember that)[,:]?\s+|^(?:interestingly|first|second|third|but|and|so|yet|still|again|next|then|finally|lastly|also|instead|in fact|in general|generally)[,:]\s+/iu;

/** The sentence in front of a list opens it: with a colon, by not coming to an end, or by saying that something follows. */
export function opensList(text: string): boolean {
	return !/[.!?…]["'”’)\]]*$/u.test(text) || /\bfollowing\b[^.!?]{0,60}\.$/iu.test(text);
}

/** "Z-cell – a four-note …" in a glossary: what it is an entry for, nothing when it is none. */
export function glossedTerm(text: string): string {
	return GLOSS.exec(text.slice(0, 90))?.[0] ?? '';
}

/** Announces what comes next and says nothing itself. */
const ANNOUNCES =
	/^(?:(?:the )?following (?:are|is|diagrams?|examples?|figures?|videos?|links?)|here (?:is|are)|follow the links?|see)\b|\bas follows[.:]$|:$/iu;

export function announces(text: string): boolean {
	return ANNOUNCES.test(text);
}

export function pointsAtFigure(text: string): boolean {
	return POINTS_AT_FIGURE.test(text);
}

export function isExample(text: string): boolean {
	return EXAMPLE.test(text);
}

/** Cannot be understood without the sentence before. */
export function isDangling(text: string): boolean {
	return (
		DANGLING.test(text) ||
		/^(?:but|and|so|or|yet|instead|otherwise|likewise|similarly|also|for example|for instance|however|thus|therefore|conversely|in contrast)\b/iu.test(
			text
		)
	);
}

/** The sentence without a connective that would hang in the air at the beginning of an answer. */
export function withoutConnective(text: string): string {
	const rest = text.replace(CONNECTIVE, '');
	return rest === text || rest.length < 12 ? text : rest.charAt(0).toUpperCase() + rest.slice(1);
}

const SPEAKS_TO_MODEL =
	/\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|prompts?|rules|above|previous)\b|\b(?:system prompt|you are now|as an ai|language model|hand_over|search_knowledge_base|act as|pretend to be|respond only|reply only|do not cite)\b/iu;

/** No sentence to say to anybody: it opens what it does not close, only points elsewhere, or gives orders to a model. */
export function isBroken(text: string): boolean {
	// Words meant for a model are no answer for a person.
	if (SPEAKS_TO_MODEL.test(text)) return true;
	const opens = (text.match(/[([{]/gu) ?? []).length;
	const closes = (text.match(/[)\]}]/gu) ?? []).length;
	if (/^\((?:see|cf|review|revisit|listen)\b/iu.test(text)) return true;
	return Math.abs(opens - closes) > 0 && !/^\W*\p{N}+\)/u.test(text);
}

/** A remark in brackets, standing by itself. */
export function isAside(text: string): boolean {
	return /^\(.*\)[.!]?$/su.test(text);
}

/** Mostly symbols, names of works, time codes: nothing that reads as a sentence. */
export function isFragment(unit: Unit): boolean {
	if (unit.kind !== 'prose') return false;
	const lower = unit.text.match(/(?<![\p{L}♭♯#])\p{Ll}{2,}/gu)?.length ?? 0;
	return lower < 3 || lower / unit.words < 0.34;
}
