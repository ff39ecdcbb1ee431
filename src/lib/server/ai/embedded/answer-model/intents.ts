// Recognises what a message is for, before any search. Small talk counts only when it is the whole message, so that
// "hi, when is the recital?" is a question. Whether a question is out of scope is known only after the search.

export const INTENTS = [
	'empty',
	'greeting',
	'thanks',
	'decline',
	'goodbye',
	'about-assistant',
	'person',
	'complaint',
	'question',
	'follow-up',
	'multi-question',
	'out-of-scope'
] as const;
export type Intent = (typeof INTENTS)[number];

const POLITE = String.raw`(?:\s*(?:there|all|everyone|segue|again|so much|very much|a lot|a bunch|for (?:your|the|that|all your|all the) help|for that|for your time|please|then|now|bye|thanks|thank you|mate))*`;

const whole = (pattern: string) => new RegExp(`^\\W*(?:${pattern})${POLITE}\\W*$`, 'iu');

const GREETING = whole(
	String.raw`(?:hi+|hey+|hello+|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|day)|hallo|salut|hola|ciao|how are you(?: doing)?(?: today)?|how's it going|what's up|sup)(?:\W+(?:how are you(?: doing)?(?: today)?|good (?:morning|afternoon|evening)))?`
);
/** A message made of these words alone is thanks, if one of them thanks or approves. */
const THANKING = new Set(
	'thanks thank thx ty cheers merci danke gracias appreciated helpful helps helped'.split(' ')
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
	String.raw`(?:(?:ok(?:ay)?|thanks|thank you|great)\W+)?(?:bye(?:[- ]bye)?|goodbye|good bye|see (?:you|ya)(?: later| soon| tomorrow)?|good ?night|have a (?:nice|good|great) (?:day|one|evening|weekend|night)|take care|farewell|cu|later|that(?:'s| is) all(?: for now)?|i(?:'m| am) done)`
);
const DECLINE = whole(
	String.raw`(?:no|nope|nah|not now|no need|never ?mind|no thanks|no thank you|i(?:'m| am) (?:fine|good)|all good|that(?:'s| is) (?:ok|okay|fine|it))`
);
const AGREE = whole(
	String.raw`(?:yes|yeah|yep|yup|sure|ok(?:ay)?|please do|yes please|please|go ahead|do it|that would be (?:great|good|nice|lovely|helpful)|i(?:'d| would) (?:like|love) that)(?:\W+(?:please|do|go ahead|that would be (?:great|good|nice|lovely)|i(?:'d| would) (?:like|love) that))?`
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
	/\b(?:call|phone|ring)\s+me\s+back\b/iu
];

const COMPLAINTS =
	/\b(?:useless|terrible|awful|horrible|ridiculous|unacceptable|disgrace(?:ful)?|rip[- ]?off|scam|worst|fed up|furious|angry|outrag(?:ed|eous)|disappointed|disappointing|complain|complaint|appalling|rude|wasted? (?:of )?(?:my )?time|doesn'?t (?:work|help)|not (?:helpful|working|good enough)|stupid|pathetic|annoy(?:ed|ing))\b/iu;

const INTERROGATIVE = /\?|\b(?:who|what|when|where|which|why|how|can i|could i|do i|explain|tell me)\b/iu;

export function isAgreement(text: string): boolean {
	return AGREE.test(text);
}

/** Small talk and requests that need no search; undefined when the message asks for knowledge. */
export function recogniseSmallTalk(text: string): Intent | undefined {
	// Long messages are never small talk, and the patterns must not be run over 100 KB.
	const message = text.trim();
	if (message === '') return 'empty';
	if (message.length > 2000) return undefined;
	if (asksForPerson(message)) return 'person';
	if (message.length > 160) return complaintIn(message);
	if (!/[\p{L}\p{N}]/u.test(message)) return 'empty';
	if (GREETING.test(message)) return 'greeting';
	if (DECLINE.test(message)) return 'decline';
	if (GOODBYE.test(message)) return 'goodbye';
	if (isThanks(message)) return 'thanks';
	if (ABOUT.test(message)) return 'about-assistant';
	return complaintIn(message);
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

function asksForPerson(message: string): boolean {
	return PERSON_REQUESTS.some((pattern) => pattern.test(message));
}

function complaintIn(message: string): Intent | undefined {
	return COMPLAINTS.test(message) && !INTERROGATIVE.test(message) ? 'complaint' : undefined;
}
