// Which sentences of an answer state something. Greetings, thanks, offers, questions, and words about the assistant itself ("I could not
// find …", "I have passed it on") need no source, as long as they bring no number or date with them; neither do headings, code and rules.
// What follows a "but" behind such a beginning is judged by itself. English; a sentence of another language always counts as a claim
// unless it asks.
import { splitSentences } from '#lib/shared/text/sentences.ts';
import { readTerms } from '#lib/shared/text/terms.ts';
import { plainText } from './plain-statement.ts';

const TALK: RegExp[] = [
	/^(?:hello|hi|hey|good (?:morning|afternoon|evening)|welcome|dear|goodbye|bye|see you|take care)\b/iu,
	/^(?:thanks?|thank you|you are welcome|my pleasure|no problem|glad|happy|great|sure|of course|certainly|all right|okay|ok|yes|no|sorry|apologies|unfortunately)[\s,.!]*$/iu,
	/^(?:thanks?|thank you|you are welcome|i am (?:sorry|afraid|glad|happy|here)|sorry|my apologies|enjoy|good luck|have (?:a|fun))\b/iu,
	/^(?:if (?:you|that|this|it)\b.{0,80}?,\s*)?(?:i|we) (?:can|could|will|would|may|might) (?:also |gladly |happily |be happy to |be glad to )?(?:help|pass|hand|connect|look|search|open|create|forward|tell|show|explain|try|record|ask|put|offer|answer|find|note)\b/iu,
	/^(?:would|could|can|shall|should|may|do|does|did|is|are|have|has|what|which|when|where|who|how|why)\b.*\?["')\]*_\s]*$/isu,
	/^(?:please )?(?:let me know|tell me|feel free|just ask|ask me|ask again|try again|please (?:ask|try|tell|let|contact|say|give|wait|confirm))\b/iu,
	/^(?:(?:unfortunately|sorry|i am sorry|i am afraid|however),? )?(?:but )?i (?:do|could|can|did|have|am|was|would|will) (?:not|only|just|unable)\b/iu,
	/^i (?:found|find|searched|looked|see|saw|understand|have|recorded|noted|passed|am|was|only|would rather|received|cannot)\b(?!.*\bthat\b.*\b(?:is|are|costs?|must|will)\b)/iu,
	/^(?:(?:unfortunately|sorry|however),? )?(?:the|these|this|my|our) (?:school's |schools )?(?:passages?|articles?|documents?|sources?|knowledge|material|information|search|text)\b(?: \p{L}+){0,5}? (?:does|do|did|is|are|says?|holds?|contains?|seems?|gives?|has|have) (?:not|nothing|no)\b/iu,
	/^(?:there is|i have) no(?:thing| information| passage| article)\b.{0,40}\b(?:about|on|in|for)\b/iu,
	/^(?:nobody|no one) has joined\b/iu,
	/^(?:your|the) (?:request|question|wish) (?:has been|was|is) (?:recorded|noted|passed|forwarded)\b/iu,
	/^(?:here (?:is|are)|this is|these are|in short|to sum up|the following)\b.{0,80}:\s*$/isu,
	/^(?:the )?nearest topics?\b/iu,
	/^that is all\b/iu
];
const TURN = /(?:,|;|\s-)\s*(?:but|however|yet|although|though|still|and|as|since|because)\s+|[;:]\s+/iu;
const ASKS = /[?？؟]["'”’»)\]*_\s]*$/u;
const LEAST_CLAIM_WORDS = 2;

/** Say how what follows is meant, and nothing of it. */
const OPENING =
	/^(?:in short|in brief|in other words|in general|in summary|in fact|in practice|put simply|simply put|to put it simply|to sum up|to answer (?:your|the) question|to be (?:clear|precise|exact)|briefly|overall|basically|essentially|generally speaking|according to [^,.]{1,60}|as (?:stated|mentioned|noted|described|explained)[^,.]{0,40}|as you may know|note that|please note that|remember that|keep in mind that|yes|indeed|of course|also|additionally|in addition|moreover|furthermore|however|therefore|thus|hence|so|then|finally|for example|for instance|that is|specifically|namely|similarly|likewise|on the other hand|by contrast|in contrast|meanwhile|and|but)(?:,\s*|:\s*|(?<=that)\s+)/iu;

export interface Claim {
	/** What is to be borne out: the whole sentence, or what stands behind its plain beginning. */
	text: string;
	/** Nothing but what numbers and dates it holds needs a source. */
	isTalk: boolean;
}

export function claimOf(sentence: string): Claim {
	const kind = splitSentences(sentence)[0]?.kind;
	if (kind === 'heading' || kind === 'code' || kind === undefined) return { text: sentence, isTalk: true };
	const plain = plainText(sentence).trim();
	if (ASKS.test(plain)) return { text: plain, isTalk: true };
	if (readTerms(plain).length < LEAST_CLAIM_WORDS) return { text: plain, isTalk: !/\d/u.test(plain) };
	if (!TALK.some((shape) => shape.test(plain))) return { text: withoutOpening(plain), isTalk: false };
	const turn = TURN.exec(plain);
	if (turn === null) return { text: plain, isTalk: true };
	const rest = plain.slice(turn.index + turn[0].length);
	const isMore = readTerms(rest).length > LEAST_CLAIM_WORDS && !TALK.some((shape) => shape.test(rest));
	return { text: isMore ? rest : plain, isTalk: !isMore };
}

function withoutOpening(plain: string): string {
	const rest = plain.replace(OPENING, '').replace(OPENING, '');
	return rest.charAt(0).toUpperCase() + rest.slice(1);
}
