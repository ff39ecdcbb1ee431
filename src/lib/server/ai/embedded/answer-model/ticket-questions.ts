// Tells a question about tickets as such ("how long do tickets take?", "how do I close a ticket?") from one about a ticket of this person ("has
// anybody replied to my ticket?"), and both from an order. By the form of the sentence, in the seven languages that are understood.
import { splitSentences } from '#lib/shared/text/sentences.ts';
import { namesTicket } from './ticket-words.ts';

const START = String.raw`^[^\p{L}]*(?:(?:and|but|so|ok|hi|hello|please|also|und|aber|hallo|et|mais|bonjour|y|pero|hola|e|ma|ciao|en|maar)[\s,!]+)*`;
const at = (words: string) => new RegExp(`${START}(?:${words})(?![\\p{L}])`, 'iu');

/** Of this person, or one that was spoken of. */
const OWN =
	/(?<!\p{L})(?:my|our|mine|ours|(?:this|that|dieses?|ce|este|questo|dit) (?:ticket|request|case|chamado)|mein\p{L}*|unser\p{L}*|mon|ma|mes|notre|nos|mis?|nuestr\p{L}*|mi[oae]i?|miei|nostr\p{L}*|mijn|onze?|meus?|minhas?|noss\p{L}*)(?!\p{L})|(?<!\p{L})the (?:\p{L}+ )?(?:ticket|request|case)(?!\p{L})(?!s)|\b(?:i|we) (?:\p{L}+ )?(?:opened|sent|raised|filed|wrote|reported|submitted|have(?! to)|made)\b|\b(?:do|did|have|had) (?:i|we)\b(?! (?:need|have to|get|write|open|close|create|see|find))|(?<!\p{L})(?:habe ich|ich habe|j['’]ai|he (?:abierto|enviado)|ho (?:aperto|inviato)|ik heb|heb ik)(?!\p{L})/iu;

/** Asks what something is, how it is done, how long it takes. */
const ASKS = at(
	String.raw`who|what|when|where|which|why|how|wer|was|wann|wo|wie|warum|welche\p{L}*|wieviel|qui|que|qu['’]est-ce\p{L}*|quand|où|comment|pourquoi|combien(?: de)?|quel\p{L}*|quién|qué|cuándo|dónde|cómo|cuánto\p{L}*|cuál\p{L}*|chi|che|quando|dove|come|quanto|quale|wat|wanneer|waar|hoe|welke|waarom|quem|onde|como|qual|o que`
);
/** "Do I need …", "are tickets …", "can parents …": not "can you …", "can I open …". */
const ASKS_WHETHER = at(
	String.raw`(?:do|does|is|are|should|must|will|would|has|have|am|did)\s+(?!you)\p{L}+|can (?!you|u\b|i |we |someone|somebody)\p{L}+|(?:kann man|können (?!sie)\p{L}+|muss|müssen|darf|sind|ist|gibt es|braucht)|(?:faut-il|est-ce que|peut-on|y a-t-il|est-il)|(?:hay que|se puede|es posible|son|es)|(?:si può|bisogna|è)|(?:kan men|moet|zijn)|(?:pode-se|é|precisa)`
);
/** How a thing is done by oneself. */
const HOW_TO = at(
	String.raw`how (?:do|can|could|to|would|should|does|must)(?: (?:i|we|one|you|people|parents|students|somebody|someone|it))?(?! (?:my|our))|how to|(?:where|when) (?:can|do|could|should) (?:i|we|one)|what happens (?:if|when|after|once)|wie (?:kann|schreib\p{L}*|mache?|eröffne?|schließe|funktionier\p{L}*)|wo (?:kann|finde|sehe)|comment (?:puis|peut|fait|faire|ouvrir|écrire|fonctionne\p{L}*|créer)|où (?:puis|peut|trouver)|cómo (?:puedo|se|abro|creo|escribo|funciona\p{L}*)|dónde (?:puedo|se)|come (?:posso|si|faccio|funziona\p{L}*|apro)|dove (?:posso|si)|hoe (?:kan|maak|moet|werkt|open)|como (?:posso|se|faço|funciona\p{L}*|abro)|onde (?:posso|se)`
);
/** How it stands, in so many words. */
const STANDS =
	/(?<!\p{L})(?:status|news|updates?|progress|any\s?(?:body|one|thing)|some(?:body|one)|happen\p{L}*|repl(?:y|ied)|answer\p{L}*|looked|look (?:at|into)|check|heard|stand\p{L}*|going|doing|done|worked|working|solved|fixed|open|closed|decided|stand|neues|antwort\p{L}*|geworden|nouvelles?|avance\p{L}*|répond\p{L}*|en est|novedad\p{L}*|noticias|va|pasó|pasa|respond\p{L}*|novità|punto|fine|risposto|nieuws|staat|situação|novidade\p{L}*|andamento)(?!\p{L})/iu;

/** Every sentence that names a ticket asks about tickets as such: nothing for the tools. `hasNumber`: a ticket's number is in the message. */
export function asksAboutTicketsAsSuch(message: string, hasNumber: boolean): boolean {
	const sentences = sentencesOf(message).filter(namesTicket);
	return sentences.length > 0 && sentences.every((sentence) => isAsSuch(sentence, hasNumber));
}

/** Asks how a ticket of this person stands. */
export function asksHowATicketStands(message: string, hasNumber: boolean): boolean {
	const sentences = sentencesOf(message).filter(
		(sentence) => !namesTicket(sentence) || !isAsSuch(sentence, hasNumber)
	);
	const asks = sentences.some(
		(sentence) => (isQuestion(sentence) || COULD_YOU_LOOK.test(sentence)) && STANDS.test(sentence)
	);
	return asks && (hasNumber || sentences.some((sentence) => namesTicket(sentence) && OWN.test(sentence)));
}

const COULD_YOU_LOOK =
	/^\W*(?:please\s+)?(?:(?:can|could|would|will) (?:you|u) )?(?:please )?(?:check|look (?:up|at|into)|tell me about|show me|see)\b/iu;

function isAsSuch(sentence: string, hasNumber: boolean): boolean {
	if (HOW_TO.test(sentence)) return true;
	if (hasNumber) return false;
	return (ASKS.test(sentence) || ASKS_WHETHER.test(sentence)) && !OWN.test(sentence);
}

const ASKS_YOU = at(
	String.raw`(?:have|did|do|are|were) you|hast du|haben sie|habt ihr|avez-vous|as-tu|han|habéis|avete|hebben jullie`
);

const isQuestion = (sentence: string): boolean =>
	/[?？]\s*$/u.test(sentence) || [ASKS, ASKS_WHETHER, ASKS_YOU].some((pattern) => pattern.test(sentence));

function sentencesOf(message: string): string[] {
	const read = message.slice(0, 4_000);
	return splitSentences(read).map(({ start, end }) => read.slice(start, end));
}
