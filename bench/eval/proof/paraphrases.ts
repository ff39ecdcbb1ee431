// Says a sentence otherwise and means the same, by rules that were written without a look at the verifier's lists. Each rule gives undefined
// where it does not apply.
import { escaped, inCaseOf, lowerFirst, pick, upperFirst, type Chance } from './choice.ts';

export type Rule = (sentence: string, chance: Chance) => string | undefined;

/** Words a writer may take for each other in an explanation, form by form. */
const SYNONYMS: [string, string][] = `
begins|starts
begin|start
beginning|start
usually|typically
typically|generally
often|frequently
commonly|often
generally|usually
contains|includes
contain|include
containing|including
shows|displays
show|demonstrate
shown|presented
uses|employs
use|employ
used|employed
using|employing
large|big
small|little
begins with|opens with
different|distinct
important|significant
several|a number of
many|numerous
various|several
however|nevertheless
therefore|thus
thus|hence
called|known as
refers to|denotes
also|additionally
helps|aids
help|aid
occurs|happens
occur|happen
appears|occurs
appear|occur
makes|renders
creates|produces
create|produce
created|produced
creating|producing
forms|constitutes
consists of|is made up of
consist of|are made up of
provides|offers
provide|offer
requires|needs
require|need
similar to|much like
additional|further
particular|specific
main|principal
basic|fundamental
entire|whole
complete|full
whole|entire
clear|evident
clearly|plainly
easy|simple
ends|finishes
end|finish
begin with|open with
almost|nearly
nearly|almost
remain|stay
remains|stays
move|go
moves|goes
moving|going
move to|go to
results in|leads to
result in|lead to
because|since
although|though
when|whenever
while|whereas
in order to|to
in addition|moreover
for instance|for example
tends to|is inclined to
tend to|are inclined to
identify|recognise
determine|work out
describes|explains
describe|explain
indicates|signals
indicate|signal
allows|lets
example|instance
examples|instances
type|kind
types|kinds
way|manner
ways|manners
common|usual
occasionally|at times
sometimes|now and then
rarely|seldom
located|found
found|located
choose|select
chosen|selected
each|every
always|invariably
must|has to
entirely|wholly
final|closing
immediately|at once
gives|lends
build|construct
built|constructed
write|notate
followed by|succeeded by
`
	.trim()
	.split('\n')
	.map((line) => line.split('|') as [string, string]);

const NUMBERS = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
const SPELLED: [string, string][] = [
	['do not', "don't"],
	['does not', "doesn't"],
	['did not', "didn't"],
	['is not', "isn't"],
	['are not', "aren't"],
	['was not', "wasn't"],
	['cannot', "can't"],
	['can not', 'cannot'],
	['will not', "won't"],
	['should not', "shouldn't"],
	['it is', "it's"],
	['that is', "that's"],
	['you will', "you'll"],
	['they are', "they're"],
	['there is', "there's"]
];
const SHORT: [string, string][] = [
	['for example', 'e.g.'],
	['that is', 'i.e.'],
	['and so on', 'etc.'],
	['perfect authentic cadence', 'PAC'],
	['imperfect authentic cadence', 'IAC'],
	['half cadence', 'HC'],
	['approximately', 'approx.'],
	['versus', 'vs.'],
	['and', '&'],
	['percent', '%']
];
/** Third person, participle. */
const VERBS: [string, string][] = [
	['follows', 'followed'],
	['contains', 'contained'],
	['precedes', 'preceded'],
	['replaces', 'replaced'],
	['supports', 'supported'],
	['establishes', 'established'],
	['uses', 'used'],
	['marks', 'marked'],
	['forms', 'formed'],
	['creates', 'created'],
	['introduces', 'introduced'],
	['determines', 'determined'],
	['repeats', 'repeated'],
	['doubles', 'doubled'],
	['governs', 'governed'],
	['describes', 'described'],
	['controls', 'controlled'],
	['ends', 'ended'],
	['outlines', 'outlined']
];
const OPENINGS = [
	'In short, ',
	'In other words, ',
	'Put simply, ',
	'Yes, ',
	'According to the material, ',
	'To answer your question, '
];
const CONNECTIVE =
	/^(?:However|That is|Thus|Therefore|Also|In addition|Then|So|Moreover|For example|First|Finally|Note that|And|But),? /u;

export const PARAPHRASES: Record<string, Rule> = {
	verbatim: (sentence) => sentence,
	synonyms(sentence, chance) {
		const fitting = SYNONYMS.filter(([word]) => new RegExp(`\\b${word}\\b`, 'iu').test(sentence));
		let text = sentence;
		for (let count = 1 + Math.floor(chance() * 2); count > 0; count--) {
			const pair = pick(chance, fitting);
			if (pair) text = swapped(text, pair[0], pair[1]) ?? text;
		}
		return changed(sentence, text);
	},
	clauses(sentence) {
		const lead =
			/^(If|When|Because|Although|While|Since|Whenever|Though|After|Before|Unlike|Like|In|For|Within) ([^,;:()]{6,140}), ([^;:]{10,260})\.$/u.exec(
				sentence
			);
		if (lead) return `${upperFirst(lead[3] ?? '')}, ${lowerFirst(lead[1] ?? '')} ${lead[2] ?? ''}.`;
		const trail =
			/^([^;:()]{10,220}?),? (if|when|because|although|while|whenever|since) ([^;:()]{10,160})\.$/u.exec(
				sentence
			);
		if (trail) return `${upperFirst(trail[2] ?? '')} ${trail[3] ?? ''}, ${lowerFirst(trail[1] ?? '')}.`;
		const pair = /^([^,;:()]{15,120}), and ([^,;:()]{15,120})\.$/u.exec(sentence);
		return pair ? `${upperFirst(pair[2] ?? '')}, and ${lowerFirst(pair[1] ?? '')}.` : undefined;
	},
	/** "X is followed by Y" as "Y follows X", in a clause of its own. */
	voice(sentence) {
		const passive =
			/(?<=^|, (?:and |but |while )?)(\p{L}[^,;:()]{2,80}?) (?:is|are) (?:\p{L}+ly )?(\p{L}+ed) by ([^,;:()]{3,80}?)(?=[,.])/u.exec(
				sentence
			);
		if (passive) {
			const verb = VERBS.find(([, participle]) => participle === passive[2])?.[0];
			if (verb === undefined) return undefined;
			const turned = `${lowerFirst(passive[3] ?? '')} ${verb} ${lowerFirst(passive[1] ?? '')}`;
			return upperFirst(
				sentence.slice(0, passive.index) + turned + sentence.slice(passive.index + passive[0].length)
			);
		}
		for (const [verb, participle] of VERBS) {
			const active = new RegExp(
				`(?<=^|, (?:and |but |while )?)(\\p{L}[^,;:()]{2,80}?) ${verb} ((?:a|an|the|two|three|four|one|its|both|each) [^,;:()]{3,90}?)(?=[,.])`,
				'u'
			).exec(sentence);
			if (active === null || /\b(?:that|which|who|when|if)\b/u.test(active[0])) continue;
			const turned = `${active[2] ?? ''} is ${participle} by ${lowerFirst(active[1] ?? '')}`;
			return upperFirst(
				sentence.slice(0, active.index) + turned + sentence.slice(active.index + active[0].length)
			);
		}
		return undefined;
	},
	numbers(sentence, chance) {
		const found = [
			...sentence.matchAll(
				/(?<![\p{L}\d.,:/^♭♯-])(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?![\p{L}\d/:^♭♯-]|[.,]\d)/giu
			)
		];
		const one = pick(chance, found);
		if (one === undefined) return undefined;
		const spelled = NUMBERS.indexOf(one[0].toLowerCase());
		const word = spelled === -1 ? NUMBERS[Number(one[0])] : pick(chance, [String(spelled), `${spelled}.0`]);
		return word === undefined
			? undefined
			: sentence.slice(0, one.index) + inCaseOf(one[0], word) + sentence.slice(one.index + one[0].length);
	},
	contractions: (sentence, chance) => eitherWay(sentence, SPELLED, chance),
	abbreviations: (sentence, chance) => eitherWay(sentence, SHORT, chance),
	openings(sentence, chance) {
		if (OPENINGS.some((opening) => sentence.startsWith(opening))) return undefined;
		const bare = upperFirst(sentence.replace(CONNECTIVE, ''));
		return chance() < 0.5 && bare !== sentence ? bare : `${pick(chance, OPENINGS) ?? ''}${lowerFirst(bare)}`;
	}
};

/** Two rules, one after the other. */
export function combined(sentence: string, chance: Chance): string | undefined {
	const rules = Object.entries(PARAPHRASES).filter(([name]) => name !== 'verbatim');
	let text = sentence;
	let steps = 0;
	for (let tries = 0; tries < 12 && steps < 2; tries++) {
		const next = pick(chance, rules)?.[1](text, chance);
		if (next === undefined || next === text) continue;
		text = next;
		steps++;
	}
	return steps === 2 ? text : undefined;
}

function swapped(sentence: string, from: string, to: string): string | undefined {
	const found = new RegExp(`(?<![\\p{L}\\p{N}'-])${escaped(from)}(?![\\p{L}\\p{N}'-])`, 'iu').exec(sentence);
	if (found === null) return undefined;
	return (
		sentence.slice(0, found.index) + inCaseOf(found[0], to) + sentence.slice(found.index + found[0].length)
	);
}

function eitherWay(sentence: string, pairs: readonly [string, string][], chance: Chance): string | undefined {
	const results = pairs.flatMap(([long, short]) => [
		swapped(sentence, long, short),
		swapped(sentence, short, long)
	]);
	return pick(
		chance,
		results.filter((text) => text !== undefined && text !== sentence)
	);
}

const changed = (before: string, after: string): string | undefined => (before === after ? undefined : after);
