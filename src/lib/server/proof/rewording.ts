// What one writes in several ways without saying anything else, brought to one wording before anything is compared: contractions,
// abbreviations, and turns of phrase whose denial denies nothing ("no later than", "free of charge").

import { PHRASAL_VERBS } from './phrasal-verbs.ts';

/** "One student in three" is a third of them. */
const SHARES = [
	['(?:three|3)', 'third'],
	['(?:four|4)', 'fourth'],
	['(?:five|5)', 'fifth'],
	['(?:ten|10)', 'tenth']
];
const HOURS = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');
/** "Quarter to four"; as it is where no hour stands there. */
function clock(named: string, minutes: number): string {
	const hour = /^\d+$/u.test(named) ? Number(named) : HOURS.indexOf(named.toLowerCase()) + 1;
	if (hour < 1 || hour > 24) return `${minutes} minutes ${named}`;
	const total = (hour * 60 + minutes + 24 * 60) % (24 * 60);
	return `${Math.floor(total / 60)}:${String(total % 60).padStart(2, '0')}`;
}

const REWRITTEN: [RegExp, string | ((found: string, part: string) => string)][] = [
	[/[‘’ʼ]/gu, "'"],
	[/[“”]/gu, '"'],
	[/[‐‑‒–—−]/gu, '-'],
	// Notes and references as a model writes them: no numbers of the sentence.
	[
		/\[\^?\d{1,3}(?:\s*[,;]\s*\d{1,3})?\](?=[\s.,;:!?)]|$)(?<=[\p{L}\p{N}.,;:!?)"'] ?\[\^?[\d\s,;]+\])/gu,
		' '
	],
	[/\bcannot\b/giu, 'can not'],
	[/\bcan't\b/giu, 'can not'],
	[/\bwon't\b/giu, 'will not'],
	[/\bshan't\b/giu, 'shall not'],
	[/n't\b/giu, ' not'],
	[/\b(it|that|there|he|she|what|here|who)'s\b/giu, '$1 is'],
	[/'re\b/giu, ' are'],
	[/'ve\b/giu, ' have'],
	[/'ll\b/giu, ' will'],
	[/\b(i|you|we|they|he|she|it|who)'d\b/giu, '$1 would'],
	[/\be\.\s?g\.,?/giu, 'for example'],
	[/\bi\.\s?e\.,?/giu, 'that is'],
	[/\betc\.?/giu, 'and so on'],
	[/\bapprox\.?(?![\p{L}])/giu, 'about'],
	[/\bvs\.?(?![\p{L}])/giu, 'versus'],
	[/\bw\/o\b/giu, 'without'],
	[/\bno\.\s?(?=\d|of\b)/giu, 'number '],
	[/&/gu, ' and '],
	[/\bincl\.?(?![\p{L}])/giu, 'including'],
	[/\bmax\.?(?![\p{L}])/giu, 'maximum'],
	[/\binfo\b/giu, 'information'],
	[/\bno one\b/giu, 'nobody'],
	[/\bnon-(?=\p{L}+ed\b)/giu, 'not '],
	[/\b(?:no|not) later than\b/giu, 'within'],
	[/\b(?:no|not) (?:shorter|smaller|fewer|less|lower|younger|earlier) than\b/giu, 'at least'],
	[/\b(?:no|not) (?:longer|larger|higher|older|more|greater|bigger) than\b/giu, 'at most'],
	[/\b(\p{L}+)-free\b/giu, 'without $1'],
	[/\bafter (?:which|that)\b/giu, 'then'],
	[/\b(?:switch|turn)(?:es|ed|ing|s)? (on|off)\b/giu, 'switch$1'],
	[/\bat no (extra|additional|further) (?:cost|charge|fee)s?\b/giu, 'without $1 cost'],
	[
		/\b(?:free of (?:any )?charge|at no (?:cost|charge)|for free|for nothing|without (?:any )?(?:cost|charge|payment)|without paying(?: anything)?|costs? (?:(?:you|them|us) )?nothing|(?:(?:do|does|will|need) not (?:have to )?(?:cost|pay|charge)(?: you| them)? anything))\b/giu,
		'free'
	],
	[/\b(?:rather than|as opposed to|in place of)\b/giu, 'instead of'],
	[/\bin (?:the )?case of\b/giu, 'for'],
	[/\bin order to\b/giu, 'to'],
	[/\bas well as\b/giu, 'and'],
	[/\bout loud\b/giu, 'aloud'],
	[/\b(?:in advance|ahead of time|beforehand)\b/giu, 'before'],
	[/\b(?:in|during) term[- ]?time\b/giu, 'during term'],
	[/\b(?:a|one) couple of\b/giu, 'two'],
	[/\ba dozen\b/giu, 'twelve'],
	[/\ba fortnight\b/giu, 'two weeks'],
	[/(?<=\d)\+(?=\s|$)/gu, ' or more'],
	[/\bcan not (\p{L}+ly )?do without\b/giu, 'need'],
	[/\b(?:a|one) quarter of (?=the|all|our|its|every)/giu, 'a fourth of '],
	...SHARES.map(([count, share]): [RegExp, string] => [
		new RegExp(`\\bone(?: (\\p{L}+))? (?:in|out of)(?: every)? ${count}\\b`, 'giu'),
		`a ${share} of $1`
	]),
	[/\bthree[- ]quarters of an hour\b/giu, '45 minutes'],
	[/\bhalf past (\p{L}+|\d+)\b/giu, (_, hour: string) => clock(hour, 30)],
	[/\b(?:a )?quarter past (\p{L}+|\d+)\b/giu, (_, hour: string) => clock(hour, 15)],
	[/\b(?:a )?quarter to (\p{L}+|\d+)\b/giu, (_, hour: string) => clock(hour, -15)],
	[/\bnext to\b/giu, 'beside'],
	[/\bon (?:your|their|his|her) feet\b/giu, 'standing'],
	[/\bon (?:your|their|his|her|the \p{L}+'s) behalf\b/giu, ''],
	[/\bas a (?:general )?rule(?: of thumb)?\b/giu, 'usually'],
	[
		/\b(?:what is more|on the other hand|by the way|in other words|to be honest|if you like|of course|in this case|in that case|for your part|so to speak|to start with)\b/giu,
		''
	],
	[/\b(\d+|two|three|four|five|six|ten) (office|working|full|whole|clear) (hours|minutes)\b/giu, '$1 $3 $2'],
	[/\bgrown-?ups?\b/giu, 'adults'],
	[/\bin which case\b/giu, 'then'],
	[/\bof no use\b/giu, 'not useful'],
	[/\bat the (?:very )?same (?:time|moment)\b/giu, 'together'],
	[/\b(?:face[- ]to[- ]face|on site|on-site)\b/giu, 'in person'],
	[/\b(?:little ones|youngsters|kids)\b/giu, 'children'],
	[/\b(?:a|one) quarter of an hour\b/giu, '15 minutes'],
	[/\b(?:on|by) (?:your|their|his|her|its) own\b/giu, 'alone']
];

export function reworded(text: string): string {
	let plain = text;
	for (const [pattern, instead] of [...REWRITTEN, ...PHRASAL_VERBS])
		plain = typeof instead === 'string' ? plain.replace(pattern, instead) : plain.replace(pattern, instead);
	return plain;
}
