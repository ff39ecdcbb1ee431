// Words that say nearly the same in a question and in its answer: the search's lexicon, and beside it words that are near only when
// one asks and the other tells ("how long" and "duration", "most" and "maximum"). A synonym counts for less than the word itself.
import { stem } from '#lib/shared/text/terms.ts';
import { similarStems } from '../lexicon.ts';

const GROUPS = [
	'long length last duration lengthy',
	'wide range span width',
	'two both pair double twice 2',
	'three triple third triplet 3',
	'four quadruple 4',
	'label notate mark denote symbol sign indicate notation written',
	'allow permit may allowed permitted permissible acceptable fine ok can must',
	'usual typical common usually typically commonly normally often frequently most',
	'invent coin coined invented introduce originate develop',
	'origin originate come derive history emerged',
	'borrow borrowed loan lend',
	'move motion movement progress resolve go lead',
	'make build create construct form compose made',
	'contain include consist comprise made comprised composed',
	'prefer preferable better best nicer recommended',
	'maximum most limit max upto',
	'minimum least min',
	'steal stolen theft stole lost',
	'late delay delayed',
	'split divide division grouping subdivide',
	'remain stay keep retain kept',
	'online video remote',
	'certificate note letter document',
	'find determine identify calculate figure',
	'raise raised sharpen sharp sharpened increase',
	'lowered lower flatten flat flattened decrease'
].map((words) => [...new Set(words.split(' ').map(stem))]);

const OWN = new Map<string, Set<string>>();
for (const group of GROUPS) {
	for (const word of group) {
		const known = OWN.get(word) ?? new Set();
		for (const other of group) if (other !== word) known.add(other);
		OWN.set(word, known);
	}
}

/** Whether one of the stems may stand for this one. */
export function holdsSynonym(wordStem: string, stems: ReadonlySet<string>): boolean {
	for (const known of [OWN.get(wordStem), similarStems(wordStem)]) {
		for (const synonym of known ?? []) if (stems.has(synonym)) return true;
	}
	return false;
}
