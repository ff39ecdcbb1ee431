// Finds personal data in a text: addresses of mail, telephone numbers, IBANs, cards, postal addresses, and names: those the school knows
// the person by, and those somebody says they have. Rather too much than too little; what it cannot know (a nickname, a pupil's name said in
// passing) it does not find. Every pattern is bounded, so that no text takes long.
export type PersonalKind = 'email' | 'phone' | 'iban' | 'card' | 'address' | 'name';

/** UTF-16 offsets [start, end). */
export interface PersonalSpan {
	kind: PersonalKind;
	start: number;
	end: number;
}

const EMAIL =
	/[\p{L}\p{N}._%+-]{1,64}(?:@|\s?[[(]\s?at\s?[\])]\s?)[\p{L}\p{N}-]{1,63}(?:(?:\.|\s?[[(]\s?dot\s?[\])]\s?)[\p{L}\p{N}-]{1,63}){1,5}/giu;
const IBAN = /(?<![\p{L}\p{N}])[a-z]{2}\d{2}(?:[ -]?[a-z0-9]){11,30}(?![\p{L}\p{N}])/giu;
/** Digits as numbers are written down; not within a longer word, a decimal or an id. */
const NUMBER = /(?<![\p{L}\p{N}#.,_-])(?:\+\s?)?\(?\d(?:[\s./()-]{0,2}\d){6,18}(?![\p{L}\p{N}_-])/gu;
const DATE =
	/^\(?(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\s?\d{1,2}[-./]\s?\d{4}|(?:19|20)\d\d\s?[-/]\s?(?:19|20)\d\d)$/u;
const AMOUNT = /^\d{1,3}(?:\.\d{3})+$/u;
/** A date before a number, in one stretch of digits. */
const LEADING_DATE = /^(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{4})[\s]+/u;

const UPPER = String.raw`\p{Lu}[\p{L}'’.-]{0,30}`;
const ADDRESSES = [
	// Lange Straße 5, Hauptstr. 12a, Kerkstraat 3
	/(?<![\p{L}\p{N}])(?:[\p{L}.-]{1,30}\s){0,2}[\p{L}-]{0,30}(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|ufer|damm|straat|laan|plein)\s{1,3}\d{1,4}(?:\s?[a-f](?![\p{L}]))?/giu,
	// 12 Oak Street
	/(?<![\p{L}\p{N}])\d{1,5}[a-f]?,?\s(?:(?!(?:on|in|at|the|of|a|per|for|to|lessons?|hours?|minutes?|weeks?)\s)[\p{L}'’.-]{1,30}\s){1,3}(?:street|road|avenue|lane|drive|court|square|terrace|crescent|boulevard|rd|ave|blvd)(?![\p{L}])/giu,
	// 3 rue de la Paix, Via Roma 12, Calle Mayor, 8
	new RegExp(
		String.raw`(?<![\p{L}\p{N}])(?:\d{1,4},?\s)(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Pp]lace|[Cc]hemin)\s(?:(?:de|du|des|la|le|l['’]|d['’])\s?){0,2}${UPPER}(?:\s${UPPER}){0,3}`,
		'gu'
	),
	new RegExp(
		String.raw`(?<![\p{L}\p{N}])(?:[Vv]ia|[Vv]iale|[Pp]iazza|[Cc]orso|[Cc]alle|[Aa]venida|[Pp]laza|[Rr]ua)\s(?:(?:de|del|della|dei|da|do|la|las|los)\s){0,2}${UPPER}(?:\s${UPPER}){0,3},?\s(?:n[.º°]{0,2}\s?)?\d{1,4}`,
		'gu'
	),
	// 10115 Berlin, and the postal codes of Britain and the United States
	new RegExp(String.raw`(?<![\p{L}\p{N}.,-])(?:[A-Z]-)?\d{5}\s${UPPER}`, 'gu'),
	/(?<![\p{L}\p{N}])[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}(?![\p{L}\p{N}])/gu,
	/(?<![\p{L}\p{N}])[A-Z]{2}\s\d{5}(?:-\d{4})?(?![\p{L}\p{N}])/gu
];
const OWN_NAME =
	/(?:my name is|my name['’]s|i am called|ich hei(?:ß|ss)e|mein name ist|je m['’]appelle|me llamo|mi chiamo|ik heet|meu nome (?:é|e))\s{1,3}/giu;
const SAID_NAME = /^(?:\p{Lu}[\p{L}'’-]{0,40}(?:\s\p{Lu}[\p{L}'’-]{0,40}){0,2}|[\p{L}'’-]{2,40})/u;

/** `names`: what the school knows the person by: names, and addresses of mail. */
export function findPersonal(text: string, names: readonly string[]): PersonalSpan[] {
	const spans: PersonalSpan[] = [];
	const add = (kind: PersonalKind, start: number, end: number) => {
		// What was found first stays: a later pattern never takes characters an earlier one has taken.
		if (end > start && spans.every((span) => span.end <= start || span.start >= end))
			spans.push({ kind, start, end });
	};
	for (const { 0: found, index } of text.matchAll(EMAIL)) add('email', index, index + found.length);
	for (const { 0: found, index } of text.matchAll(IBAN))
		if (isIban(found) || /iban\W{0,3}$/iu.test(text.slice(Math.max(0, index - 8), index)))
			add('iban', index, index + found.length);
	for (const { 0: found, index } of text.matchAll(NUMBER)) {
		const skipped = LEADING_DATE.exec(found)?.[0].length ?? 0;
		const kind = kindOfNumber(found.slice(skipped));
		if (kind !== undefined) add(kind, index + skipped, index + found.length);
	}
	for (const pattern of ADDRESSES)
		for (const { 0: found, index } of text.matchAll(pattern)) add('address', index, index + found.length);
	for (const { 0: said, index } of text.matchAll(OWN_NAME)) {
		const start = index + said.length;
		add('name', start, start + (SAID_NAME.exec(text.slice(start, start + 130))?.[0].length ?? 0));
	}
	for (const pattern of patternsOf(names))
		for (const { 0: found, index } of text.matchAll(pattern)) add('name', index, index + found.length);
	return spans.sort((a, b) => a.start - b.start);
}

function kindOfNumber(found: string): PersonalKind | undefined {
	const digits = found.replace(/\D/g, '');
	if (digits.length < 7 || DATE.test(found.trim()) || AMOUNT.test(found)) return undefined;
	if (digits.length >= 13 && passesLuhn(digits)) return 'card';
	if (/^\d{4}([ -])\d{4}\1\d{4}\1\d{4}$/.test(found)) return 'card';
	return digits.length <= 15 ? 'phone' : undefined;
}

function passesLuhn(digits: string): boolean {
	let sum = 0;
	for (let at = 0; at < digits.length; at++) {
		const digit = Number(digits[digits.length - 1 - at]);
		const doubled = at % 2 === 1 ? digit * 2 : digit;
		sum += doubled > 9 ? doubled - 9 : doubled;
	}
	return sum % 10 === 0;
}

/** ISO 13616: the check digits, modulo 97. */
function isIban(found: string): boolean {
	const sign = found.replace(/[ -]/g, '').toUpperCase();
	let rest = 0;
	for (const letter of sign.slice(4) + sign.slice(0, 4)) {
		const value = /\d/.test(letter) ? Number(letter) : letter.charCodeAt(0) - 55;
		rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
	}
	return rest === 1;
}

/** Names that are words too: only as they are written. */
const WORDS = new Set(
	'april art august bill drew faith grace grant guy hope joy june mark may miles pat pearl rob rose ruby summer sue will'.split(
		' '
	)
);

/** Whole, and each part of it. */
function patternsOf(names: readonly string[]): RegExp[] {
	const parts = new Set<string>();
	for (const name of names) {
		const [whole = '', domain] = name.normalize('NFC').trim().split('@');
		if (domain === undefined) {
			if (whole.length >= 2) parts.add(whole);
			for (const part of whole.split(/[\s._+-]+/u)) if (part.length >= 3) parts.add(part);
		}
		// Of an address what nobody says but for themselves: "piano" in piano@example.org is a word like any other.
		else if (/[\d._+-]/.test(whole)) parts.add(whole);
	}
	return [...parts]
		.sort((a, b) => b.length - a.length)
		.slice(0, 20)
		.map((part) => {
			const plain = part.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
			return new RegExp(
				String.raw`(?<![\p{L}\p{N}])${plain}(?:['’]s)?(?![\p{L}\p{N}])`,
				WORDS.has(part.toLowerCase()) ? 'gu' : 'giu'
			);
		});
}
