// Finds what a message names: tickets, people's roles, composers, pieces, contact details, times, money, instruments, keys. Offsets are
// UTF-16 into the message. Words of time, money and people are known in English, German, French, Spanish, Italian, Dutch and Portuguese.
// Pieces are known by a list of often played ones and by their catalogue numbers: a title that is not in it is not found.
import { NUMBER_WORDS, numberOfWords } from './number-words.ts';
import { COMPOSERS, PIECES } from './repertoire.ts';

export type EntityKind =
	| 'ticket'
	| 'email'
	| 'phone'
	| 'money'
	| 'date'
	| 'time'
	| 'duration'
	| 'age'
	| 'role'
	| 'composer'
	| 'piece'
	| 'instrument'
	| 'musical-key'
	| 'reference';
export type MessageEntity = { kind: EntityKind; text: string; start: number; end: number };

const MONTH = String.raw`(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|may|januar|februar|m[aä]rz|mai|juni|juli|oktober|dezember|janvier|f[eé]vrier|mars|avril|juin|juillet|ao[uû]t|octobre|novembre|d[eé]cembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|januari|februari|maart|mei|augustus|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|dezembro)`;
const DAY = String.raw`(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo|luned[iì]|marted[iì]|mercoled[iì]|gioved[iì]|venerd[iì]|sabato|domenica|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|segunda-feira|ter[cç]a-feira|quarta-feira|quinta-feira|sexta-feira)`;
const NEAR_DAY = String.raw`(?:today|tomorrow|tmrw|tmw|yesterday|tonight|heute|gestern|übermorgen|(?<!\bguten )morgen|aujourd['’]hui|demain|hier|hoy|ayer|mañana|anoche|oggi|domani|ieri|vandaag|gisteren|vanavond|hoje|amanhã|ontem)`;
const RELATIVE = String.raw`(?:(?:next|this|last|coming|spring|summer|autumn|winter|fall) (?:week|month|term|year|weekend|semester)|(?:n[äa]chste[nrs]?|letzte[nrs]?|diese[nrs]?|kommende[nrs]?) (?:woche|monat|jahr|semester|wochenende)|(?:semaine|mois|ann[eé]e) (?:prochaine?|derni[eè]re?)|(?:semana|mes|año) (?:que viene|pasad[oa]|próxim[oa])|(?:volgende|vorige) (?:week|maand)|(?:settimana|mese) (?:prossim[oa]|scors[oa])|bank holiday ${DAY})`;
const COUNT = String.raw`(?:\d+(?:[.,]\d+)?|one|two|three|four|five|six|eight|ten|twelve|zwei|drei|vier|fünf|sechs|zehn|deux|trois|quatre|dos|tres|cuatro|due|tre|twee|drie|dois|duas|três)`;
const START = String.raw`(?<![\p{L}\p{N}_])`;
const END = String.raw`(?![\p{L}\p{N}_])`;
const word = (pattern: string) => new RegExp(`${START}(?:${pattern})${END}`, 'giu');

const TICKET = new RegExp(
	String.raw`${START}(?:(?:ticket|(?<!in )case|request|fall|caso|incidencia|chamado|demande|solicitud|richiesta|melding|anfrage|tick\p{L}{1,3})s?\s+(?:no\.?|number|nr\.?|nummer|num[eé]ro|n[uú]mero|id)?\s*:?\s*(?:#|t-)?(\d{1,9})|(t-\d{1,9})|(?=#)(?:#(\d{1,9})))${END}`,
	'giu'
);

/** "Ticket twelve", "case number seven": other nouns only with the word number, for "I request one lesson". */
const TICKET_IN_WORDS = new RegExp(
	String.raw`${START}(?:tickets?\s+(?:(?:no\.?|number|nr\.?|nummer|num[eé]ro|n[uú]mero)\s+)?(?!(?:one|un|una|uno|ein|een|um)\s+(?!hundred))|(?:case|request|caso|incidencia|chamado|anfrage|melding)\s+(?:number|nummer|num[eé]ro|n[uú]mero)\s+)(?:${NUMBER_WORDS})${END}`,
	'giu'
);

const ROLE = word(
	String.raw`head of (?:strings|wind|brass|piano|voice|theory|school)|teachers?|tutors?|receptionists?|director|manager|head teacher|principal|coach|lehrer(?:in(?:nen)?)?|schulleiter(?:in)?|professeure?s?|profs?|directeur|directrice|profesor(?:a|es|as)?|recepcionista|directora?|insegnanti?|maestr[oa]|direttor[ei]|docenten?|leraar|juf|professor(?:a|es)?`
);

const INSTRUMENT = word(
	String.raw`(?:grand piano|piano|keyboard|organ|harpsichord|(?:electric |acoustic |bass |classical )?guitar|ukulele|violin|viola|cello|double bass|harp|flute|piccolo|clarinet|oboe|bassoon|saxophone|sax|trumpet|trombone|french horn|tuba|recorder|drum(?: kit| set)?|percussion|xylophone|accordion|banjo|mandolin)s?|klavier|geige|bratsche|querflöte|flöte|gitarre|schlagzeug|harfe|trompete|posaune|klarinette|orgel|akkordeon|violon|violoncelle|guitare|fl[uû]te|clarinette|trompette|batterie|harpe|orgue|accord[eé]on|guitarra|viol[ií]n|violonchelo|flauta|clarinete|trompeta|bater[ií]a|acorde[oó]n|pianoforte|chitarra|violino|violoncello|flauto|clarinetto|tromba|gitaar|viool|dwarsfluit|viol[aã]o|saxofone`
);

const COMPOUND =
	/(?<![\p{L}])(?:klavier|geigen|gitarren|oboen|flöten|cello|trompeten|harfen|schlagzeug)(?=unterricht|lehrer|stunde|kurs)/giu;

/** In order of precedence: a later pattern never takes characters an earlier one has taken. */
const PATTERNS: [EntityKind, RegExp][] = [
	['email', /\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}\b/giu],
	[
		'money',
		/(?:[£$€]\s?\d[\d,]*(?:\.\d{1,2})?|\b\d+(?:[.,]\d+)*\s?(?:€|(?:pounds?|dollars?|euros?|quid|gbp|usd|eur|chf|francs?|franken)\b))/giu
	],
	[
		'date',
		word(
			String.raw`\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{1,2}(?:st|nd|rd|th|er|\.)?\s+(?:of\s+|de\s+)?${MONTH}(?:\s+\d{4})?|${MONTH}\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?|(?<=\b(?:in|since|from|by|until|for|im|seit|en|in)\s)${MONTH}|${RELATIVE}|(?:next |this |last )?${DAY}s?|${NEAR_DAY}`
		)
	],
	[
		'time',
		/\b(?:[01]?\d|2[0-3])[:.][0-5]\d(?:\s?[ap]\.?m\b)?|\b(?:1[0-2]|[1-9])\s?[ap]\.?m\b|\b(?:[01]?\d|2[0-3])\s?(?:uhr\b|h[0-5]\d\b)|\bnoon\b|\bmidnight\b/giu
	],
	[
		'age',
		/\b\d{1,3}[- ]years?(?:[- ]olds?)\b|\b\d{1,3} (?:jahre alt|ans|años|anni|jaar|anos)\b|\baged? \d{1,3}\b|\b\d{1,3} years(?= who\b)/giu
	],
	[
		'duration',
		word(
			String.raw`${COUNT}[- ]?(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|terms?|years?|sekunden|minuten|stunden|tage|wochen|monate|jahre|minuti|minutos|horas|heures|jours|semaines|mois|semanas|meses|settimane|mesi|dagen|weken|maanden)`
		)
	],
	['ticket', TICKET],
	['ticket', TICKET_IN_WORDS],
	['phone', /(?<![\w.])\+?\d(?:[\s().-]?\d){7,14}(?!\w)/gu],
	['reference', /\b[A-Z]{2,5}-\d{2,8}\b/gu],
	['piece', PIECES],
	['composer', COMPOSERS],
	['role', ROLE],
	[
		'musical-key',
		/\b[A-G](?:\s?(?:♭|♯|#|-?flat|-?sharp))?[\s-](?:major|minor|dorian|phrygian|lydian|mixolydian|aeolian|locrian)\b/gu
	],
	['instrument', INSTRUMENT],
	// "Klavierunterricht" names the piano.
	['instrument', COMPOUND]
];
const MAX_READ = 4_000;
const MAX_ENTITIES = 30;

/** Overlaps are settled by precedence, and a name is taken as the person wrote it. */
export function findEntities(text: string): MessageEntity[] {
	const read = text.slice(0, MAX_READ);
	const found: MessageEntity[] = [];
	for (const [kind, pattern] of PATTERNS) {
		for (const match of read.matchAll(pattern)) {
			const { start, end } = placeOf(kind, match);
			if (found.some((other) => start < other.end && other.start < end)) continue;
			found.push({ kind, text: read.slice(start, end), start, end });
			if (found.length >= MAX_ENTITIES) return found.sort((a, b) => a.start - b.start);
		}
	}
	return found.sort((a, b) => a.start - b.start);
}

/** Of "ticket 12" only the number is the name. */
function placeOf(kind: EntityKind, match: RegExpExecArray): { start: number; end: number } {
	const end = match.index + match[0].length;
	if (kind !== 'ticket') return { start: match.index, end };
	const number = /(?:#|t-)?\d+$/iu.exec(match[0]) ?? NUMBER_AT_END.exec(match[0]);
	return { start: end - (number?.[0].length ?? 0), end };
}

const NUMBER_AT_END = new RegExp(String.raw`(?<=\s)${NUMBER_WORDS}$`, 'iu');

/** The number in a ticket's name: 12 of "#12", "T-12" and "twelve". */
export function ticketNumberOf({ text }: Pick<MessageEntity, 'text'>): number {
	return Number(/\d+$/u.exec(text)?.[0] ?? numberOfWords(text));
}
