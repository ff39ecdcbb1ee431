// Small talk counts only when it is the whole message, so that "hi, when is the recital?" is a question. Here exactness counts, and the
// fitted model is not asked: which of the fixed replies fits, what is a yes, and what asks for a person in so many words.

export type SmallTalk = 'empty' | 'greeting' | 'thanks' | 'decline' | 'goodbye' | 'about-assistant';

const POLITE = String.raw`(?:\s*(?:there|all|everyone|segue|again|so much|very much|a lot|a bunch|for (?:your|the|that|all your|all the) help|for that|for your time|please|then|now|bye|thanks|thank you|mate))*`;

const whole = (pattern: string) => new RegExp(`^\\W*(?:${pattern})${POLITE}\\W*$`, 'iu');

const GREETING = whole(
	String.raw`(?:hi+|hey+|hello+|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|day)|hallo|guten (?:tag|morgen|abend)|moin|salut|bonjour|bonsoir|hola|buenos d[ií]as|buenas (?:tardes|noches)|ciao|buongiorno|hoi|goede(?:morgen|middag)|ol[aá]|how are you(?: doing)?(?: today)?|how's it going|what's up|sup)(?:\W+(?:how are you(?: doing)?(?: today)?|good (?:morning|afternoon|evening)))?`
);
/** A message made of these words alone is thanks, if one of them thanks or approves. */
const THANKING = new Set(
	'thanks thank thx ty cheers merci danke gracias grazie bedankt obrigado obrigada appreciated helpful helps helped'.split(
		' '
	)
);
const APPROVING = new Set(
	'great perfect awesome cool nice super lovely brilliant excellent wonderful ok okay good fine clear understood'.split(
		' '
	)
);
const AROUND_THANKS = new Set(
	`you u so very much many a lot bunch ton for your the that this all help time answer info information quick was is really it its
	i see got makes sense have been just what needed wanted to know again there everyone segue now then and oh ah wow yes alright well`.split(
		/\s+/u
	)
);

const GOODBYE = whole(
	String.raw`(?:(?:ok(?:ay)?|thanks|thank you|great)\W+)?(?:bye(?:[- ]bye)?|goodbye|good bye|see (?:you|ya)(?: later| soon| tomorrow)?|good ?night|have a (?:nice|good|great) (?:day|one|evening|weekend|night)|take care|farewell|cu|later|tsch[uü]ss|auf wiedersehen|au revoir|adi[oó]s|arrivederci|doei|tchau|that(?:'s| is) all(?: for now)?|i(?:'m| am) done)`
);
const DECLINE = whole(
	String.raw`(?:(?:no|nein|non|nee|n[aã]o)\W+)?(?:(?:please )?(?:forget (?:it|that|about it)|drop it|leave it|scrap that|cancel that|don['’]?t (?:bother|do (?:it|that)))|vergiss (?:es|das)|lass (?:es|mal|gut sein|nur)|laisse(?:z)? tomber|d[eé]jal[oa]|olv[ií]dalo|lascia (?:stare|perdere)|laat maar|deixa(?: pra l[aá]| estar)?|esquece)|(?:no|nope|nah|not now|no need|never ?mind|no thanks|no thank you|nein(?: danke)?|non(?: merci)?|no gracias|no grazie|nee(?: dank je)?|n[aã]o(?: obrigad[oa])?|i(?:'m| am) (?:fine|good)|all good|that(?:'s| is) (?:ok|okay|fine|it))`
);
const AGREE = whole(
	String.raw`(?:yes|yeah|yep|yup|sure|ok(?:ay)?|ja(?: bitte| gerne| graag)?|gerne|oui(?: (?:merci|s['’]il (?:te|vous) pla[iî]t))?|d['’]accord|s[ií](?: por favor| claro)?|claro|s[iì](?: per favore| grazie)?|sim(?: por favor)?|graag|please do|yes please|please|go ahead|do it|that would be (?:great|good|nice|lovely|helpful)|i(?:'d| would) (?:like|love) that)(?:\W+(?:please|do|go ahead|that would be (?:great|good|nice|lovely)|i(?:'d| would) (?:like|love) that))?`
);
const ABOUT = whole(
	String.raw`(?:so\W+)?(?:who|what) (?:are|r) (?:you|u)|are you (?:a |an )?(?:real|human|person|bot|robot|ai|machine|computer|chatbot|program|real person)(?: or (?:a |an )?(?:human|person|bot|robot|ai|machine))?|(?:what|how) can (?:you|u) (?:do|help)(?: (?:for |with )?(?:me|us))?|what do you (?:do|know)|how do you work|what can i ask(?: you)?|am i (?:talking|speaking) to (?:a |an )?(?:real )?(?:human|person|bot|robot)|help(?: me)?`
);

const SOMEBODY = String.raw`(?:an? |the |some |any )?(?:real |actual |live |human |other |another )*(?:person|human(?: being)?|people|someone|somebody|agent|advis[eo]r|staff(?: member)?|member of (?:the )?staff|representative|rep|operator|manager|receptionist|reception|office|front desk|support(?: team)?|customer service|administrator|admin|teacher|tutor|director)`;
const PERSON_REQUESTS = [
	new RegExp(
		String.raw`\b(?:i(?:'d| would| want| need|'ll| will)?(?: really| just)?(?: like| love| prefer| want| need| have)?(?: to)?|can i|could i|may i|can you|could you|would you|let me|please|want to|need to|like to|id like to|wanna|gotta)\s+(?:please )?(?:just )?(?:talk|speak|chat|write|get through|be (?:connected|transferred|put through)|get in touch|connect me|transfer me|put me through|pass me(?: on| over)?|hand me (?:over|on)|forward me)\s+(?:to|with)\s+${SOMEBODY}\b`,
		'iu'
	),
	new RegExp(
		String.raw`\b(?:connect|transfer|forward|pass|hand|put|switch)\s+(?:me|us|this|it)(?: over| on| through| along)?\s+(?:to|with)\s+${SOMEBODY}\b`,
		'iu'
	),
	new RegExp(String.raw`^\W*(?:talk|speak|chat)\s+(?:to|with)\s+${SOMEBODY}\W*(?:please)?\W*$`, 'iu'),
	new RegExp(
		String.raw`^\W*(?:get me |i want |i need |give me |is there )?(?:an? )?(?:real |actual |live )*(?:human|person|agent|operator|representative|human being|someone real)(?: here| please| now| available)*\W*$`,
		'iu'
	),
	/\b(?:have|ask|get|let)\s+(?:someone|somebody|a person|a human|an? (?:agent|adviser|advisor))\s+(?:to\s+)?(?:call|contact|phone|ring|write|e-?mail|get back|help)\b/iu,
	/\b(?:can|could|would|will)\s+(?:someone|somebody|a person|a human)\s+(?:please\s+)?(?:call|contact|phone|ring|get back to|help)\s+(?:me|us)\b/iu,
	/\b(?:call|phone|ring)\s+me\s+back\b/iu,
	new RegExp(
		String.raw`\b(?:get|give|find) me (?:an? )?(?:real |actual |live |human )*(?:person|human(?: being)?|agent|operator|representative)\b`,
		'iu'
	),
	/(?<!\p{L})mit (?:einem|einer|jemandem|jemand|dem|der|irgendjemandem?) ?(?:echten |richtigen |anderen )?(?:menschen|person|mitarbeiter(?:in)?|berater(?:in)?|sekretariat|büro|leitung)?[^.?!]{0,25}(?:sprechen|reden|schreiben|telefonieren|verbinden)|\bverbinde?n? (?:sie )?mich\b|\bruf\p{L}* (?:sie )?mich\b[^.?!]{0,20}\b(?:an|zurück)\b|\bkann mich (?:bitte |mal )*(?:jemand|wer)\b[^.?!]{0,20}(?:anrufen|zurückrufen)/iu,
	/(?<!\p{L})parler (?:à|a|avec) (?:quelqu['’]un|une? (?:vraie? )?(?:personne|humain|conseill\p{L}+|agent|employ\p{L}+|responsable))|passe[zr]?[- ]moi (?:une?|quelqu|le|la)|mettez-moi en relation|(?:rappele[zr]|appele[zr])[- ]moi/iu,
	/(?<!\p{L})hablar con (?:alguien|una? (?:persona|humano|agente|asesor\p{L}*|empleado|responsable|operador\p{L}*))|p[aá](?:same|seme|sarme) con|(?:ll[aá]m[ae](?:n)?me|que me llamen)/iu,
	/(?<!\p{L})parlare con (?:qualcuno|una? ?(?:persona|umano|operat\p{L}+|addett\p{L}+|responsabile))|mi (?:passi|passa|richiami|richiamate)(?!\p{L})/iu,
	/(?<!\p{L})(?:iemand|een (?:mens|medewerker|persoon|collega)) (?:te )?(?:spreken|aan de lijn)|(?:spreken|praten) met (?:iemand|een (?:mens|medewerker|persoon|echt))|met (?:iemand|een (?:mens|medewerker|persoon)) (?:spreken|praten)|bel(?:t u)? me\b/iu,
	/(?<!\p{L})falar com (?:algu[eé]m|uma? (?:pessoa|humano|atendente|agente|funcion[aá]ri\p{L}+))|me (?:liguem|ligue)(?!\p{L})/iu
];

const MOST_OF_SMALL_TALK = 160;
const MOST_OF_A_REQUEST = 2_000;

export function isAgreement(text: string): boolean {
	return text.length <= MOST_OF_SMALL_TALK && AGREE.test(text.trim());
}

/** Undefined when the message says more than that. */
export function smallTalkOf(text: string): SmallTalk | undefined {
	const message = text.trim();
	if (message === '') return 'empty';
	// Long messages are never small talk, and the patterns must not be run over 100 KB.
	if (message.length > MOST_OF_SMALL_TALK) return undefined;
	if (!/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(message)) return 'empty';
	if (GREETING.test(message)) return 'greeting';
	if (DECLINE.test(message)) return 'decline';
	if (GOODBYE.test(message)) return 'goodbye';
	if (isThanks(message)) return 'thanks';
	if (ABOUT.test(message)) return 'about-assistant';
	return undefined;
}

/** Asks for a human in words that mean nothing else. */
export function asksForPerson(text: string): boolean {
	return text.length <= MOST_OF_A_REQUEST && PERSON_REQUESTS.some((pattern) => pattern.test(text.trim()));
}

function isThanks(message: string): boolean {
	const words =
		message
			.toLowerCase()
			.replace(/['’]/gu, '')
			.match(/[\p{L}]+/gu) ?? [];
	const known = (word: string) => THANKING.has(word) || APPROVING.has(word) || AROUND_THANKS.has(word);
	if (message.includes('?') || !words.every(known)) return false;
	return (
		words.some((word) => THANKING.has(word) || APPROVING.has(word)) ||
		/\b(?:got it|makes sense)\b/iu.test(message)
	);
}
