// Makes a sentence say something that its source does not: another number, the opposite, another thing, a clause more, another degree.
// Whether the source happens to bear the change out elsewhere nobody checks: the figures are that much too low.
import { isStopWord, readTerms, stem } from '#lib/shared/text/terms.ts';
import { escaped, inCaseOf, lowerFirst, pick, type Chance } from './choice.ts';
import type { Material, Original } from './material.ts';

export type Mutation = (original: Original, material: Material, chance: Chance) => string | undefined;

const NUMBERS = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
const ORDINALS = 'first second third fourth fifth sixth seventh eighth'.split(' ');
const NUMBER =
	/(?<![\p{L}\d.,:/^♭♯-])(?:\d{1,4}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|second|third|fourth|fifth|sixth|seventh)(?![\p{L}\d/:^♭♯]|[.,]\d)/giu;
/** Not the syllable "do", nor where it is denied already. */
const AUXILIARY =
	/(?<![,:–—-] ?)\b(?:is|are|was|were|can|may|will|should|must|could|might|does|do|has|have)\b(?= \p{L})(?! (?:\p{L}+ ){0,2}(?:not|no|never)\b| or (?:may|can) not\b)(?<!\bor may)(?<!\bnot \p{L}+)/giu;
const DENIAL = /\b(?:(?:do|does|did) not |not (?!only)|never |doesn't |don't )/iu;
const DEGREES: [RegExp, string[]][] = [
	[/\bmust\b/iu, ['may', 'might', 'can']],
	[/\bshould\b/iu, ['must', 'may']],
	[/\b(?:may|might)\b/iu, ['must', 'should']],
	[/\b(?:can|could)\b/iu, ['must', 'should']],
	[/\balways\b/iu, ['sometimes', 'rarely', 'often']],
	[/\b(?:often|usually|typically|generally|commonly|tend to)\b/iu, ['always', 'rarely', 'only']],
	[/\b(?:sometimes|occasionally)\b/iu, ['always', 'usually']],
	[/\b(?:is|are)\b/iu, ['must be', 'is always', 'is only', 'should be']]
];
const INVENTED = [
	'and it must be approved by the {a} beforehand',
	'which was first described in {year} by a student of {name}',
	'because the {a} always needs the {b}',
	'although most teachers prefer the {a}',
	'and it costs {n} euros extra',
	'which makes it harder to hear the {a} than the {b}',
	'and this is why it was forbidden in the church until {year}',
	'so every beginner should learn it before the {a}',
	'unless the {a} is played on the organ',
	'as {name} showed in his letters'
];
const NAMES = ['Bruckner', 'Hummel', 'Fanny Hensel', 'Telemann', 'Dr Weber', 'Salieri', 'Nadia Boulanger'];

export const MUTATIONS: Record<string, Mutation> = {
	number({ sentence }, _material, chance) {
		const one = pick(chance, [...sentence.matchAll(NUMBER)]);
		if (one === undefined) return undefined;
		const word = one[0].toLowerCase();
		const list = [NUMBERS, ORDINALS].find((names) => names.includes(word));
		const other =
			list === undefined
				? String(Number(word) + (pick(chance, [1, 2, 3, 5, 7, 10]) ?? 1))
				: pick(
						chance,
						list.slice(list === NUMBERS ? 2 : 0).filter((name) => name !== word)
					);
		return put(sentence, one.index, one[0], inCaseOf(one[0], other ?? ''));
	},
	negation({ sentence }, _material, chance) {
		const denied = DENIAL.exec(sentence);
		if (denied && chance() < 0.7) return put(sentence, denied.index, denied[0], '');
		const one = pick(chance, [...sentence.matchAll(AUXILIARY)]);
		return one && put(sentence, one.index, one[0], `${one[0]} ${chance() < 0.8 ? 'not' : 'never'}`);
	},
	entity({ sentence }, { terms }, chance) {
		const present = terms.filter((term) => wordAt(sentence, term) !== null);
		const own = new Set(readTerms(sentence).map((word) => word.stem));
		const strange = terms.filter((term) => readTerms(term).every((word) => !own.has(word.stem)));
		const [from, to] = [pick(chance, present), pick(chance, strange)];
		const found = from === undefined ? null : wordAt(sentence, from);
		return found && to !== undefined
			? put(sentence, found.index, found[0], inCaseOf(found[0], to))
			: undefined;
	},
	clause({ sentence, file }, { terms, sentences }, chance) {
		const bare = sentence.replace(/[.!)]+$/u, '');
		if (chance() < 0.5) {
			const other = pick(
				chance,
				sentences.filter((one) => one.file !== file)
			);
			return other && `${bare}, and ${lowerFirst(other.text)}`;
		}
		const fill: Record<string, string> = {
			a: pick(chance, terms) ?? '',
			b: pick(chance, terms) ?? '',
			name: pick(chance, NAMES) ?? '',
			year: String(1500 + Math.floor(chance() * 500)),
			n: String(5 + Math.floor(chance() * 90))
		};
		return `${bare}, ${(pick(chance, INVENTED) ?? '').replace(/\{(\w+)\}/gu, (_, key: string) => fill[key] ?? '')}.`;
	},
	degree({ sentence }, _material, chance) {
		const fitting = DEGREES.filter(([shape]) => shape.test(sentence));
		const [shape, others] = pick(chance, fitting.length > 1 ? fitting.slice(0, -1) : fitting) ?? [];
		const found = shape?.exec(sentence);
		return found && others ? put(sentence, found.index, found[0], pick(chance, others) ?? '') : undefined;
	}
};

function wordAt(sentence: string, term: string): RegExpExecArray | null {
	return new RegExp(`(?<![\\p{L}\\p{N}'-])${escaped(term)}(?![\\p{L}\\p{N}'-])`, 'iu').exec(sentence);
}

function put(sentence: string, at: number, old: string, instead: string): string | undefined {
	const text = sentence.slice(0, at) + instead + sentence.slice(at + old.length);
	return stems(text) === stems(sentence) ? undefined : text;
}

/** A change that only other forms of the same words make is none. */
function stems(text: string): string {
	return readTerms(text)
		.map(({ word }) => (isStopWord(word) ? word : stem(word)))
		.join(' ');
}
