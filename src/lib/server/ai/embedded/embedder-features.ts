// What a text is made of, for the embedded embedder: stems of its content words, pairs of neighbouring ones, pieces of words (so that
// a misspelling stays near), and words of like meaning. Depends on the text alone, never on a corpus.
import { isFunctionWord, isStopWord, readTerms } from '#lib/shared/text/terms.ts';
import { isEverydayWord } from './everyday-words.ts';
import { similarStems } from './lexicon.ts';

export interface FeatureWeights {
	pair: number;
	/** Of all pieces of one word together. */
	pieces: number;
	synonym: number;
	common: number;
	stop: number;
}

export const FEATURE_WEIGHTS: FeatureWeights = {
	pair: 0.3,
	pieces: 0.35,
	synonym: 0.35,
	common: 0.55,
	stop: 0.15
};

/** Only the beginning of a text is read: an embedding of more says less. */
const TERM_LIMIT = 600;
const PIECE_LENGTH = 4;

/** Feature → weight. Repetition counts, damped. */
export function readFeatures(text: string, weights: FeatureWeights = FEATURE_WEIGHTS): Map<string, number> {
	const counts = new Map<string, { word: string; count: number }>();
	const features = new Map<string, number>();
	const add = (feature: string, weight: number) =>
		features.set(feature, (features.get(feature) ?? 0) + weight);
	let previous = '';
	for (const { stem, word } of readTerms(text.slice(0, 20_000)).slice(0, TERM_LIMIT)) {
		if (isFunctionWord(word)) continue;
		const known = counts.get(stem);
		if (known) known.count++;
		else counts.set(stem, { word, count: 1 });
		if (previous !== '') add(`2 ${previous} ${stem}`, weights.pair);
		previous = stem;
	}
	for (const [stem, { word, count }] of counts) {
		const rarity = isStopWord(word) ? weights.stop : isEverydayWord(stem) ? weights.common : 1;
		const weight = rarity * (1 + Math.log(count));
		add(`1 ${stem}`, weight);
		for (const other of similarStems(stem))
			add(`1 ${other}`, (weight * weights.synonym) / Math.sqrt(similarStems(stem).size));
		if (word.length < PIECE_LENGTH) continue;
		const marked = `^${word}$`;
		const pieces = marked.length - PIECE_LENGTH + 1;
		for (let at = 0; at < pieces; at++)
			add(`4 ${marked.slice(at, at + PIECE_LENGTH)}`, (weight * weights.pieces) / Math.sqrt(pieces));
	}
	return features;
}
