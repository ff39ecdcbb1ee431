// Reads what a person wants done with a ticket out of their words: what a new one is to say, and what is to change in one that is there.
// By patterns, in English and the commonest words of the other languages. What it cannot tell it leaves open, to be asked for.
import { splitSentences } from '#lib/shared/text/sentences.ts';
import { understand } from '../understanding/index.ts';
import { topicWordsOf } from './words.ts';

/** As the tickets have it. */
export type TicketChange = { comment?: string; status?: 'open' | 'solved'; priority?: string };
export type NewTicketWords = { subject: string; description: string };

const MOST_READ = 4_000;
const MOST_OF_A_SUBJECT = 80;

const NOUN = String.raw`(?:support |help ?desk )?(?:tickets?|ti[ck]k?[ei]ts?|tikcets?|request|case|issue|fault|incident|bug report|support ?anfrage|anfrage|incidencia|caso|chamado|demande(?: d['’]assistance)?|requ[eê]te|richiesta|segnalazione|melding|solicitud)`;
const VERB = String.raw`(?:open|create|raise|file|log|submit|make|start|put in|register|write|add|need|want|(?:er)?[oö]ffne[nt]?|erstelle?n?|lege?n?|mach(?:e|en|st)?|aufmachen|ouvr\p{L}*|cr[eé]\p{L}*|faire|abr\p{L}+|crea\p{L}*|apr\p{L}+|maak|aanmaken|openen|criar|abra|brauche?n?|m[oö]chte\p{L}*|h[aä]tte gerne?|necesito|quiero|preciso|j['’]ai besoin d['’]|veux|voudrais|vorrei|mi serve|quero)`;
const POLITE = String.raw`(?:please|pls|kindly|ok(?:ay)?|yes|so|then|and|just|also|hi|hello|bitte|svp|por favor)[\s,]+`;
const ASKING = String.raw`(?:(?:can|could|would|will) (?:you|u|i|we)(?: (?:please|pls|be so kind as to))?|i(?:['’]d| would)? (?:like|want|need)(?: you)?(?: to)?|let['’]?s|may i|kannst du|k[oö]nnen sie|ich m[oö]chte|pouvez-vous|peux-tu|je (?:veux|voudrais)|puedes?|quiero|puoi|vorrei|kun je|ik wil|pode|quero)\s+`;
const CONNECTIVE = String.raw`(?:about|for|saying|that says|that|regarding|because|with|on|re|wegen|zu|dass|pour|sur|sobre|por|per|su|over|com)`;

/** "Can you open a new ticket for me about …": all of it, with the word that leads on to what it is about. */
const REQUEST = new RegExp(
	String.raw`(?:${POLITE})*(?:${ASKING})?(?:${POLITE})*(?:have |get )?${VERB}\s+(?:(?:this|that|it)\s+(?:as|into|in)\s+)?(?:me\s+|us\s+|mir\s+|moi\s+)?(?:an?\s+|one\s+|the\s+|new\s+|another\s+|ein(?:e|en)?\s+|neue?s?\s+|une?\s+|una?\s+|um\s+|een\s+)*${NOUN}(?:\s+(?:opened|up|auf|an|aan|please|pls|for me|for us|now|then|bitte|svp|s['’]il vous pla[iî]t|por favor))*(?:\s*[:,–-]\s*|\s+${CONNECTIVE}\s+|(?=[.!?]|$|\s))`,
	'iu'
);
const SHORT_REQUEST = new RegExp(
	String.raw`^\W*(?:${POLITE})*(?:(?:an?|eine?n?|une?|una?|um|een)\s+)?(?:new |another |neues |nouveau |nuevo |nuovo |nieuw |novo )?(?:ti[ck]k?et|support request|support case)(?:\s+(?:please|pls|bitte|aufmachen|er[oö]ffnen|anlegen|erstellen))*(?:\s*[:,–-]\s*|\s+${CONNECTIVE}\s+|\W*$)`,
	'iu'
);
/** "ein neues Ticket bitte erstellen": the verb comes last. */
const REQUEST_LAST = new RegExp(
	String.raw`(?:${POLITE})*(?:${ASKING})?(?:(?:eine?n?|neues?|dazu|mal|een|nieuw)\s+)*${NOUN}\s+(?:bitte\s+)?(?:anlegen|er[oö]ffnen|erstellen|aufmachen|machen|haben|aanmaken|openen|maken)(?:\s*[:,–-]\s*|\s+${CONNECTIVE}\s+|(?=[.!?]|$|\s))`,
	'iu'
);
const REPORT = new RegExp(
	String.raw`(?:${POLITE})*(?:${ASKING})?(?:report|melden|signaler|reportar|segnalare|registrar)\s+(?:an?\s+|the\s+|ein(?:e|en)?\s+|une?\s+|una?\s+|um\s+)?(problem\p{L}*|probl[eè]me|bug|issue|fault|error|it|this|that|dass|que)(?:\s+${CONNECTIVE}\s+|\s*:\s*|(?=[.!?]|$|\s))`,
	'iu'
);
/** Tickets one buys. */
const ADMISSION =
	/\b(?:sell|buy|sold|pick up)\b.{0,30}\btickets?\b|\b(?:concert|recital|performance|train|bus|parking|season|opera)[ -]tickets?\b|\bbox office\b|\btickets? (?:for|to) (?:the|a|your|our|this) (?:\p{L}+ )?(?:concert|recital|show|performance|opera|play)|\b(?:tickets?|billets?|entradas?|biglietti?|bilhetes?|kaartjes?)\b.{1,12}\b(?:konzert|vorspiel|oper|concert|concierto|recital|concerto|opéra|ópera)/iu;

const NAMES_TICKET = new RegExp(
	String.raw`(?<![\p{L}]|\bin )(?:${NOUN}|tickt|issues|cases|requests|anfragen|meldung|reclamo)(?![\p{L}])`,
	'iu'
);

/** Speaks of a ticket, by whatever name, or of reporting something. */
export function namesTicket(message: string): boolean {
	const read = message.slice(0, MOST_READ);
	return (NAMES_TICKET.test(read) && !ADMISSION.test(read)) || REPORT.test(read);
}

/** "Did you open a ticket for me?", "I have opened a ticket": it is there already. */
const SAYS_IT_IS =
	/^\W*(?:please )?(?:list|show)\b|^\W*(?:which|what|all|any|my)(?: \w+){0,3} tickets\b|(?:^|[.!?]\s)\W*(?:did|do|have|has|had|was|were)(?: (?:you|i|we|somebody|someone|anybody|anyone))?\b[^.!?]*\bti[ck]k?et|\b(?:i|we|you)(?: have|['’]ve)? (?:already )?(?:opened|raised|filed|made|created)\b[^.!?]*\bti[ck]k?et/iu;

/** Says in so many words that a ticket shall be opened. */
export function ordersTicket(message: string): boolean {
	const read = message.slice(0, MOST_READ);
	const order = [REQUEST_LAST, REQUEST, SHORT_REQUEST].find((pattern) => pattern.test(read));
	return (
		(order !== undefined &&
			/\bti[ck]k?[ei]t/iu.test(read) &&
			!ADMISSION.test(read) &&
			!SAYS_IT_IS.test(read)) ||
		/^\W*/u.exec(read)?.[0].length === REPORT.exec(read)?.index
	);
}

/** Words that only point at what was said before. */
const POINTING = new Set(
	`this that it me us my here please pls now then about for with problem issue one yes ok so ça cela dazu das dafür mal esto eso questo isso
	bitte svp`.split(/\s+/u)
);

const LEADS_ON = /^(?:that|dass|que|it|this)$/iu;

/** What a new ticket is to say, by this message alone. Undefined when it only says that there shall be one. */
export function readNewTicket(message: string): NewTicketWords | undefined {
	const read = withoutQuestionsApart(message.slice(0, MOST_READ));
	const matter = [REQUEST_LAST, REQUEST, SHORT_REQUEST]
		.reduce((rest, pattern) => rest.replace(pattern, ' '), read)
		.replace(REPORT, (_, what: string) => (LEADS_ON.test(what) ? ' ' : ` ${what} `));
	const plain = tidy(matter);
	if (topicWordsOf(plain).filter(({ word }) => !POINTING.has(word)).length < 2) return undefined;
	return ticketOf(plain);
}

/** A ticket of a message that says what is the matter. */
export function ticketOf(matter: string): NewTicketWords {
	const description = matter.slice(0, MOST_READ).trim();
	const [firstLine = description] = description.split('\n');
	const first = splitSentences(firstLine)[0];
	const opening = first === undefined ? firstLine : firstLine.slice(first.start, first.end);
	const line = opening
		.replace(/\s+/gu, ' ')
		.replace(/[\s.!?,;:]+$/u, '')
		.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
	return { subject: shorten(line), description };
}

/** Sentences that ask something else beside: they are looked up in the same turn. */
export function questionsApart(message: string): string {
	const read = message.slice(0, MOST_READ);
	return splitSentences(read)
		.map(({ start, end }) => read.slice(start, end))
		.filter(asksSomethingElse)
		.join(' ');
}

function withoutQuestionsApart(message: string): string {
	const sentences = splitSentences(message).map(({ start, end }) => message.slice(start, end));
	return sentences.filter((sentence) => !asksSomethingElse(sentence)).join(' ');
}

const APART: ReadonlySet<string> = new Set(['question', 'pricing', 'scheduling', 'recording']);

function asksSomethingElse(sentence: string): boolean {
	if (!/[?？]\s*$/u.test(sentence) || sentence.split(/\s+/u).length < 3) return false;
	const { intent, intentConfidence } = understand(sentence);
	return APART.has(intent) && intentConfidence >= 0.4;
}

const REFERENCE = new RegExp(
	String.raw`(?:\s*\b(?:to|on|at|in|for|about|of|with|zu|bei|au|sur|al|a|aan|ao|no)\s+)?(?:\b(?:the|my|this|das|le|mon|mi|mijn|meu|il mio|el|o)\s+)?(?:\b${NOUN}(?:\s+(?:no\.?|number|nr\.?))?\s*:?\s*(?:#|t-)?\d*|#\d+|\bt-\d+)(?![\p{L}\d])`,
	'giu'
);
const REOPEN =
	/\bre-?open|\bopen (?:it |this |that )?again|(?<!\p{L})öffne[nt]?\b.*\bwieder|\bnot (?:yet )?(?:solved|fixed|resolved|done)|\bstill (?:broken|happening|failing)|\bwieder (?:auf|öffnen|aufmachen)|\brouvr|\bréouvr|\breabr|\briapr|\bheropen/iu;
const SETTLE =
	/\bclos(?:e|ed|ing)\b|\b(?:is|as|been|it['’]?s|got) (?:solved|resolved|fixed|done|settled)\b|\b(?:solved|resolved)\b|\bschlie(?:ss|ß)|\berledigt|\bkann zu\b|\bferme|\bcl[oô]tur|\br[eé]solu|\bcierr|\bcerrar|\bresuelt|\barreglad|\bchiud|\bsluit|\bopgelost|\bfech/iu;
const WITHDRAW =
	/\b(?:withdraw|cancel|delete|remove|drop|forget|nvm|never ?mind|zurückziehen|löschen|annul|supprim|borra|elimina)\p{L}*/iu;
const PRIORITIES: [RegExp, string][] = [
	[/\burgent|\bescalat|\bdringend|\bemergency|\burgen/iu, 'urgent'],
	[/\bhigh\b|\bhoch\b|\bhohe|\bhaute|\balta\b|\bhoge?\b|\bsube\b/iu, 'high'],
	[/\blow\b|\bniedrig|\bbasse|\bbaja\b|\bbassa\b|\blaag|\bbaixa/iu, 'low'],
	[/\bnormal/iu, 'normal']
];
const ABOUT_PRIORITY =
	/\bprio\p{L}*|\burgent\b|\bescalat\p{L}*|\bdringend|^\W*(?:please )?(?:make|set|mark)\b/iu;
const LEAD = new RegExp(
	String.raw`^\W*(?:${POLITE}|${ASKING})*(?:(?:add|append|note|mention|write|comment|attach|include|put|tell them|let them know|reply|update|change|edit|modify|[aä]ndern?|modifie[rz]?|cambia|modifica|wijzig|altere|erg[aä]nzen?|erg[aä]nze|schreib\p{L}*|ajoute[rz]?|a[nñ]ad\p{L}*|agreg\p{L}*|aggiung\p{L}*|voeg|adicion\p{L}*)\b\s*)(?:(?:a |the |this |one )?(?:comment|note|info|information)\b\s*)?(?:(?:to|on) (?:it|this|that)\b\s*)?(?:dazu\b\s*|toe\b\s*)?`,
	'iu'
);
const ADDS = new RegExp(
	String.raw`\b(?:add|append|note|mention|comment|attach|tell them|let them know|reply|more info|also happens|erg[aä]nz\p{L}*|dazu|ajout\p{L}*|a[nñ]ad\p{L}*|agreg\p{L}*|aggiung\p{L}*|voeg|adicion\p{L}*)`,
	'iu'
);
const TAIL =
	/[\s,]*(?:and )?(?:please )?(?:add|put|write|note|append) (?:that|this|it)(?: please| too| as well)*\W*$/iu;

/** "Close it", "add that …", "tell them …": an order that names no ticket, behind a reply that named one. */
const ORDER_ON_SPOKEN = new RegExp(
	String.raw`^\W*(?:${POLITE}|${ASKING}|you (?:can|may) )*(?:(?:close|re-?open|update|change|mark|make|set|withdraw|cancel) (?:it|that(?: one)?|this(?: one)?)(?!\p{L})|(?:add|note|mention|append)(?: (?:to it|there))?,? (?:that|dass|:)|(?:add|note|mention|append|write)(?: (?:it|this|that))? (?:to|in|on) (?:it|that one|the ticket)(?!\p{L})|(?:please )?tell them|let them know|schlie(?:ss|ß)e? (?:es|das|ihn)|ergänze?,? dass|ferme[zr]?[- ]le|ajoute[zr]? (?:y )?que|ciérral[oa]|añade que|chiudilo|aggiungi che|sluit (?:hem|het|die)|voeg toe dat|feche-o|adicione que)`,
	'iu'
);

export function changesWhatWasSpokenOf(message: string): boolean {
	return ORDER_ON_SPOKEN.test(message.slice(0, MOST_READ));
}

/** What is to become of a ticket. Empty when the message does not say. */
export function readTicketChange(message: string): TicketChange {
	const read = message.slice(0, MOST_READ).trim();
	const change: TicketChange = {};
	if (REOPEN.test(read)) change.status = 'open';
	else if (SETTLE.test(read)) change.status = 'solved';
	const priority = ABOUT_PRIORITY.test(read)
		? PRIORITIES.find(([pattern]) => pattern.test(read))?.[1]
		: undefined;
	if (priority !== undefined) change.priority = priority;
	if (WITHDRAW.test(read) && change.status === undefined) {
		// Nobody can unmake a ticket: it is settled, and the school reads why.
		return { ...change, status: 'solved', comment: read };
	}
	const comment = commentIn(read);
	const isPlainCommand = !ADDS.test(read) && (change.status !== undefined || change.priority !== undefined);
	if (comment !== '' && !isPlainCommand) change.comment = comment;
	else if (isPlainCommand && saysWhy(comment)) change.comment = read;
	return change;
}

/** "Ticket 12 is not solved, it failed again this morning": more than the command. */
function saysWhy(rest: string): boolean {
	const [, ...others] = rest.split(/[,;.!?:–]\s|\bbecause\b/u);
	return topicWordsOf(others.join(' ')).length >= 3;
}

function commentIn(message: string): string {
	const bare = message.replace(TAIL, ' ').replace(REFERENCE, ' ');
	const rest = tidy(bare.replace(LEAD, ' ').replace(/^\W*(?:that|saying|dass|que|che|dat)\b/iu, ' '));
	return topicWordsOf(rest).length < 1 || /^\W*(?:something|a comment|a note|it|this)?\W*$/iu.test(rest)
		? ''
		: rest.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
}

function tidy(text: string): string {
	return text
		.replace(/\s+/gu, ' ')
		.replace(/[\s,;:–-]+([.!?])/gu, '$1')
		.replace(/\s+([,;:])/gu, '$1')
		.replace(/^[\s,.;:!?–-]+|[\s,;:–-]+$/gu, '');
}

function shorten(line: string): string {
	if (line.length <= MOST_OF_A_SUBJECT) return line;
	const cut = line.slice(0, MOST_OF_A_SUBJECT);
	const atWord = cut.lastIndexOf(' ');
	return `${cut.slice(0, atWord > MOST_OF_A_SUBJECT / 2 ? atWord : MOST_OF_A_SUBJECT).toWellFormed()}…`;
}
