// What kind of detail a question wants (a sum of money, a length of time, an age, a day or an hour, a way to reach somebody) and whether
// a sentence holds one that the question has not named itself. Wording alone; nothing about one school.
export type AnswerType = 'money' | 'duration' | 'age' | 'moment' | 'contact' | 'person';

const NUMBER = String.raw`(?:\d[\d.,]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|half)`;

/** In order: the first that matches decides. */
const ASKS: [AnswerType, RegExp][] = [
	[
		'age',
		/\bhow old\b|\b(?:what|which|at what|from what|minimum|starting) age\b|\bage limit\b|\b(?:too|old enough|young enough) (?:old|young|to start)\b/iu
	],
	[
		'duration',
		/\bhow (?:long|soon|quickly|often|early|late|far (?:ahead|in advance))\b|\bhow much (?:time|notice|longer|practi[cs]\w*)\b|\bhow many (?:minutes|hours|days|weeks|months|years|times|bars|measures)\b/iu
	],
	[
		'money',
		/\bhow much\b(?!\s+(?:of|space|room|music|memory|sound|faster|slower|higher|lower)\b)|\b(?:costs?|prices?|fees?|priced|expensive|charged?|quid|pounds|deposit)\b/iu
	],
	[
		'moment',
		/\b(?:when|what time|what day|which day|which evening|what evening|what date|which date|by when|until when|deadline|opening (?:hours|times)|dates?)\b/iu
	],
	[
		'contact',
		/\b(?:whom? (?:do|can|should|must) (?:i|we) (?:call|ring|phone|write|reach)|phone number|e-?mail address|get in touch|contact details)\b/iu
	],
	['person', /\b(?:who|whom|whose name)\b/iu]
];

const HOLDS: Record<AnswerType, RegExp> = {
	money:
		/[£$€]\s?\d[\d,.]*|\b\d[\d,.]* ?(?:pounds|euros|dollars|percent|%)|\b(?:free of charge|is free|are free|at no (?:extra )?(?:cost|charge)|costs? nothing|the same (?:fee|price|as))\b/giu,
	duration: new RegExp(
		String.raw`\b${NUMBER}(?:[ -](?:to|or|and a half|half|working|teaching|full) ?${NUMBER}?)*[ -]?(?:seconds?|minutes?|hours?|days?|weeks?|months?|terms?|years?|times|bars|measures)\b|\b(?:once|twice|daily|weekly|monthly|at once|immediately)\b`,
		'giu'
	),
	age: /\b(?:aged?|ages|under|over|from the age of|from|at) \d{1,2}\b|\b\d{1,2} (?:to \d{1,2}|years?|and over|or over)\b|\bage limit\b/giu,
	moment:
		/\b\d{1,2}[:.]\d{2}\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b\d{0,2} ?(?:january|february|march|april|june|july|august|september|october|november|december)\b|\b(?:first|last|second|third) (?:day|week)\b|\b(?:before|after|within|until) \P{N}{0,12}\d+ ?\w+/giu,
	contact: /\d[\d ]{6,}\d|[\w.]+@[\w.]+/gu,
	person:
		/(?<=[\p{Ll},(—–] ?)\p{Lu}\p{Ll}{2,}(?: \p{Lu}\p{Ll}+)?|\b(?:teachers?|parents?|guardians?|office|head|lead|adults?|students?|anyone|everybody|nobody)\b/gu
};

export function answerTypeOf(question: string): AnswerType | undefined {
	return ASKS.find(([, pattern]) => pattern.test(question))?.[0];
}

/** Whether the text holds a detail of the type that is not in the question already. */
export function holdsType(type: AnswerType, text: string, question: string): boolean {
	const asked = question.toLowerCase();
	return [...text.matchAll(HOLDS[type])].some(([found]) => !asked.includes(found.toLowerCase()));
}
