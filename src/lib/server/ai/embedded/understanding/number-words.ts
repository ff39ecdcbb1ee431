// Numbers in words, as people say a ticket's: "twelve", "one hundred and four", "einundzwanzig", "trente et un". Below a thousand in English, below
// a hundred elsewhere; what it does not know is no number.
const UNITS = new Map<string, number>();
const TENS = new Map<string, number>();

/** Languages side by side: en, de, fr, es, it, nl, pt. */
const UNIT_WORDS = [
	'one eins ein un une uno una een um',
	'two zwei deux dos due twee dois duas',
	'three drei trois tres tre drie três',
	'four vier quatre cuatro quattro quatro',
	'five fünf cinq cinco cinque vijf',
	'six sechs seis sei zes',
	'seven sieben sept siete sette zeven sete',
	'eight acht huit ocho otto oito',
	'nine neun neuf nueve nove negen',
	'ten zehn dix diez dieci tien dez',
	'eleven elf onze once undici',
	'twelve zwölf douze doce dodici twaalf doze',
	'thirteen dreizehn treize trece tredici dertien treze',
	'fourteen vierzehn quatorze catorce quattordici veertien catorze',
	'fifteen fünfzehn quinze quince quindici vijftien',
	'sixteen sechzehn seize dieciséis sedici zestien dezesseis',
	'seventeen siebzehn dix-sept diecisiete diciassette zeventien dezessete',
	'eighteen achtzehn dix-huit dieciocho diciotto achttien dezoito',
	'nineteen neunzehn dix-neuf diecinueve diciannove negentien dezenove'
];
const TENS_WORDS = [
	'twenty zwanzig vingt veinte venti twintig vinte',
	'thirty dreissig dreißig trente treinta trenta dertig trinta',
	'forty vierzig quarante cuarenta quaranta veertig quarenta',
	'fifty fünfzig cinquante cincuenta cinquanta vijftig cinquenta',
	'sixty sechzig soixante sesenta sessanta zestig sessenta',
	'seventy siebzig septante setenta settanta zeventig',
	'eighty achtzig quatre-vingts ochenta ottanta tachtig oitenta',
	'ninety neunzig nonante noventa novanta negentig'
];
UNIT_WORDS.forEach((words, at) => words.split(' ').forEach((word) => UNITS.set(word, at + 1)));
TENS_WORDS.forEach((words, at) => words.split(' ').forEach((word) => TENS.set(word, 10 * (at + 2))));

const either = (words: Iterable<string>) =>
	[...words].sort((one, other) => other.length - one.length).join('|');
const UNIT = either(UNITS.keys());
const TEN = either(TENS.keys());
/** "einundzwanzig", "eenentwintig": the unit comes first and all is one word. */
const UNIT_FIRST = String.raw`(?:${UNIT})(?:und|en|ën)(?:${TEN})`;
const BELOW_HUNDRED = String.raw`(?:${UNIT_FIRST}|(?:${TEN})(?:[\s-]*(?:et|y|e)?[\s-]+(?:${UNIT}))?|(?:${UNIT}))`;

/** A number in words; to be framed by whoever looks for it. */
export const NUMBER_WORDS = String.raw`(?:(?:(?:${UNIT}|a)\s+)?hundred(?:\s+(?:and\s+)?${BELOW_HUNDRED})?|${BELOW_HUNDRED})`;

const WHOLE = new RegExp(String.raw`^${NUMBER_WORDS}$`, 'iu');

/** 12 of "twelve", 104 of "one hundred and four". NaN of what is none. */
export function numberOfWords(words: string): number {
	const said = words.toLowerCase().trim();
	if (!WHOLE.test(said)) return Number.NaN;
	const at = said.indexOf('hundred');
	if (at < 0) return belowHundred(said);
	const rest = said.slice(at + 'hundred'.length).replace(/^\s*and\b/u, '');
	return 100 * (UNITS.get(said.slice(0, at).trim()) ?? 1) + belowHundred(rest.trim());
}

function belowHundred(said: string): number {
	const known = UNITS.get(said) ?? TENS.get(said);
	if (said === '' || known !== undefined) return known ?? 0;
	const joined = new RegExp(String.raw`^(${UNIT})(?:und|en|ën)(${TEN})$`, 'u').exec(said);
	if (joined !== null) return (UNITS.get(joined[1] ?? '') ?? 0) + (TENS.get(joined[2] ?? '') ?? 0);
	const ten = new RegExp(String.raw`^(${TEN})[\s-]*(?:et|y|e)?[\s-]+(${UNIT})$`, 'u').exec(said);
	return (TENS.get(ten?.[1] ?? '') ?? 0) + (UNITS.get(ten?.[2] ?? '') ?? 0);
}
