// Finds what a message names: contact details, times, money, instruments, keys. Offsets are UTF-16 into the message.
export type EntityKind =
	| 'email'
	| 'phone'
	| 'money'
	| 'date'
	| 'time'
	| 'duration'
	| 'age'
	| 'instrument'
	| 'musical-key'
	| 'reference';
export type MessageEntity = { kind: EntityKind; text: string; start: number; end: number };

const MONTH = String.raw`(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|may)`;
const DAY = String.raw`(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)`;

/** In order of precedence: a later pattern never takes characters an earlier one has taken. */
const PATTERNS: [EntityKind, RegExp][] = [
	['email', /\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}\b/giu],
	[
		'money',
		/(?:[£$€]\s?\d[\d,]*(?:\.\d{1,2})?|\b\d[\d,]*(?:\.\d{1,2})?\s?(?:pounds?|dollars?|euros?|quid|gbp|usd|eur|chf)\b)/giu
	],
	[
		'date',
		new RegExp(
			String.raw`\b(?:\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?${MONTH}(?:\s+\d{4})?|${MONTH}\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?|(?:next |this |last )?${DAY}s?|today|tomorrow|yesterday|tonight|(?:next|this|last) (?:week|month|term|year|weekend))\b`,
			'giu'
		)
	],
	[
		'time',
		/\b(?:[01]?\d|2[0-3])[:.][0-5]\d(?:\s?[ap]\.?m\b)?|\b(?:1[0-2]|[1-9])\s?[ap]\.?m\b|\bnoon\b|\bmidnight\b/giu
	],
	['age', /\b\d{1,3}[- ]years?[- ]olds?\b|\baged? \d{1,3}\b/giu],
	[
		'duration',
		/\b\d+(?:\.\d+)?[- ]?(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|terms?|years?)\b/giu
	],
	['phone', /(?<![\w.])\+?\d(?:[\s().-]?\d){7,14}(?!\w)/gu],
	['reference', /\b[A-Z]{2,5}-\d{2,8}\b/gu],
	[
		'musical-key',
		/\b[A-G](?:\s?(?:♭|♯|#|-?flat|-?sharp))?[\s-](?:major|minor|dorian|phrygian|lydian|mixolydian|aeolian|locrian)\b/gu
	],
	[
		'instrument',
		/\b(?:grand piano|piano|keyboard|organ|harpsichord|(?:electric |acoustic |bass |classical )?guitar|ukulele|violin|viola|cello|double bass|harp|flute|piccolo|clarinet|oboe|bassoon|saxophone|sax|trumpet|trombone|french horn|tuba|recorder|drum(?:s| kit| set)?|percussion|xylophone|accordion|banjo|mandolin)s?\b/giu
	]
];
const MAX_READ = 4_000;
const MAX_ENTITIES = 30;

export function findEntities(text: string): MessageEntity[] {
	const read = text.slice(0, MAX_READ);
	const found: MessageEntity[] = [];
	for (const [kind, pattern] of PATTERNS) {
		for (const match of read.matchAll(pattern)) {
			const start = match.index;
			const end = start + match[0].length;
			if (found.some((other) => start < other.end && other.start < end)) continue;
			found.push({ kind, text: match[0], start, end });
			if (found.length >= MAX_ENTITIES) return found.sort((a, b) => a.start - b.start);
		}
	}
	return found.sort((a, b) => a.start - b.start);
}
