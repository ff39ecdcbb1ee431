// Words that say where something moves or stands, and of what they can be said. A sentence may hold any of them only when one of its
// references bears it out. The embedded sentences are read by the same list as a remote model's.
import { DIMENSIONS, type Dimension } from '#lib/shared/recordings/dimensions.ts';
import type { Side } from '#lib/shared/recordings/feedback/standing.ts';
import { POLES } from './poles.ts';

type Measure = Dimension | 'tempo' | 'loudness';
export interface Meaning {
	measure: Measure;
	side: Side;
}

const WORDS: Record<Measure, readonly [left: string, right: string]> = {
	timing_stable_unstable: [
		'steadier|steady|stabler|more stable|stable timing',
		'unsteadier|unsteady|more unstable|unstable|wavering|wavers'
	],
	articulation_short_long: [
		'shorter|short notes|detached|more detached|staccato',
		'longer|long notes|joined|legato|more legato'
	],
	articulation_soft_hard: ['gentler|gentle|softer|soft touch', 'harder|hard touch|firmer'],
	pedal_sparse_saturated: [
		'sparser|sparse|drier|dry pedal',
		'fuller in pedal|more saturated|saturated|more pedal'
	],
	pedal_clean_blurred: [
		'cleaner|cleanly pedalled|clearer pedal',
		'more blurred|blurred|blurrier|muddier|muddy'
	],
	timbre_even_colorful: ['more even|more uniform', 'more varied|more colourful|colourful|colorful'],
	timbre_shallow_rich: ['shallower|shallow|thinner|thin', 'richer|rich tone|fuller tone'],
	timbre_bright_dark: ['brighter|bright', 'darker|dark'],
	timbre_soft_loud: ['quieter|softer|quiet', 'louder|loud'],
	dynamic_sophisticated_raw: [
		'finer|more refined|refined|more sophisticated',
		'rawer|raw|cruder|rougher|abrupt'
	],
	dynamic_range_little_large: ['narrower|narrow|smaller range', 'wider|wide|larger range'],
	music_making_fast_slow: ['faster|fast|quicker|hurried', 'slower|slow'],
	music_making_flat_spacious: ['flatter|flat phrasing', 'more spacious|spacious|roomier'],
	music_making_disproportioned_balanced: [
		'more out of proportion|out of proportion|disproportioned',
		'better balanced|more balanced|balanced'
	],
	music_making_pure_dramatic: ['plainer|plain|purer|pure', 'more dramatic|dramatic'],
	interpretation_unsatisfactory_convincing: [
		'weaker in conviction|unconvincing',
		'more convincing|convincing'
	],
	tempo: ['slower', 'faster|quicker'],
	loudness: ['quieter|softer', 'louder']
};

const MEANINGS = new Map<string, Meaning[]>();
for (const [measure, sides] of Object.entries(WORDS) as [Measure, readonly [string, string]][])
	for (const [at, side] of (['left', 'right'] as const).entries())
		for (const phrase of (sides[at] ?? '').split('|'))
			MEANINGS.set(phrase, [...(MEANINGS.get(phrase) ?? []), { measure, side }]);

const DEGREES = {
	slight: ['a little', 'a bit', 'slightly', 'somewhat'],
	clear: ['clearly', 'noticeably', 'markedly'],
	strong: ['far', 'much', 'very', 'strongly', 'extremely']
} as const;
const DEGREE_OF = new Map(
	Object.entries(DEGREES).flatMap(([degree, words]) =>
		words.map((word): [string, keyof typeof DEGREES] => [word, degree as keyof typeof DEGREES])
	)
);

/** Longest first: "better balanced" is one phrase, and "more even" is not "even". */
const longestFirst = (words: Iterable<string>) => [...words].sort((a, b) => b.length - a.length).join('|');
const DIRECTIONS = new RegExp(
	`(?:\\b(${longestFirst(DEGREE_OF.keys())})\\s+)?\\b(${longestFirst(MEANINGS.keys())})\\b`,
	'giu'
);
const LOOSE_DEGREES = new RegExp(`\\b(?:${longestFirst(DEGREE_OF.keys())})\\b`, 'iu');

export interface Direction {
	degree: keyof typeof DEGREES | undefined;
	meanings: readonly Meaning[];
}

/** Every direction a text speaks of, and whether a word of degree stands anywhere else. */
export function readDirections(text: string): { directions: Direction[]; hasLooseDegree: boolean } {
	const directions = [...text.matchAll(DIRECTIONS)].map(([, degree, phrase = '']) => ({
		degree: degree === undefined ? undefined : DEGREE_OF.get(degree.toLowerCase()),
		meanings: MEANINGS.get(phrase.toLowerCase()) ?? []
	}));
	return { directions, hasLooseDegree: LOOSE_DEGREES.test(text.replace(DIRECTIONS, ' ')) };
}

/** The dimensions that a text calls by their names. */
export function namedIn(text: string): Dimension[] {
	const lower = text.toLowerCase();
	return DIMENSIONS.filter((dimension) => new RegExp(`\\b${POLES[dimension].name()}\\b`, 'iu').test(lower));
}
