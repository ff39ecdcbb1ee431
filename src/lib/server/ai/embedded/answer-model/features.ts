// The signals a unit is scored by, each roughly 0..1, in the order of FEATURES. What each is worth is in answer-weights.ts.
import {
	announces,
	fitsKind,
	isBroken,
	isAside,
	opensList,
	isDangling,
	isExample,
	isFragment,
	pointsAtFigure,
	definesTopic
} from './answer-signals.ts';
import { holdsType } from './answer-type.ts';
import type { Question } from './question.ts';
import { holdsSynonym } from './synonyms.ts';
import type { Unit } from './units.ts';

export const FEATURES = [
	'own',
	'near',
	'heading',
	'passage',
	'pairs',
	'relevance',
	'rank',
	'kind',
	'typed',
	'defines',
	'opensSection',
	'rarest',
	'focus',
	'item',
	'row',
	'figure',
	'example',
	'dangling',
	'aside',
	'broken',
	'asks',
	'short',
	'long',
	'hollow'
] as const;
export type FeatureName = (typeof FEATURES)[number];

const SYNONYM_SHARE = 0.5;

export type Measured = {
	unit: Unit;
	features: Record<FeatureName, number>;
	/** Stems of the question the unit itself holds, synonyms included. */
	covered: ReadonlySet<string>;
	/** Share of the question the unit covers, its headings and the sentence before included. */
	coverage: number;
};

export function measure(question: Question, units: Unit[]): Measured[] {
	const topRelevance = Math.max(0.01, ...units.map((unit) => unit.passage.relevance));
	const stemsOfPassage = new Map<number, Set<string>>();
	for (const unit of units) {
		const stems = stemsOfPassage.get(unit.n) ?? new Set(unit.headingStems);
		for (const stem of unit.stems) stems.add(stem);
		stemsOfPassage.set(unit.n, stems);
	}
	const introduces = new Set(units.map((unit) => unit.leadIn));
	const known = question.terms.filter((term) => term.documentFrequency > 0);
	const rarest = known.reduce((best, term) => (term.weight > (best?.weight ?? 0) ? term : best), known[0]);
	return units.map((unit, at) => {
		const before = units[at - 1];
		const previous = before?.n === unit.n && before.block === unit.block ? before : unit.leadIn;
		const covered = new Set<string>();
		let own = 0;
		let near = 0;
		let heading = 0;
		let passage = 0;
		for (const term of question.terms) {
			const share = shareIn(term.stem, unit.stems);
			if (share > 0) covered.add(term.stem);
			own += term.weight * share;
			const left = 1 - share;
			const nearby = previous ? left * shareIn(term.stem, previous.stems) : 0;
			near += term.weight * nearby;
			const above = unit.headingStems.has(term.stem) ? left - nearby : 0;
			heading += term.weight * Math.max(0, above);
			passage += term.weight * (stemsOfPassage.get(unit.n)?.has(term.stem) ? 1 : 0);
		}
		const total = question.totalWeight;
		const pairs = [...question.pairs].filter((pair) => unit.pairs.has(pair)).length;
		return {
			unit,
			covered,
			coverage: (own + 0.8 * near + 0.8 * heading) / total,
			features: {
				own: own / total,
				near: near / total,
				heading: heading / total,
				passage: passage / total,
				pairs: question.pairs.size === 0 ? 0 : pairs / question.pairs.size,
				relevance: unit.passage.relevance / topRelevance,
				rank: 1 / (1 + unit.rank),
				kind: fitsKind(question, unit),
				typed: question.type !== undefined && holdsType(question.type, unit.text, question.text) ? 1 : 0,
				defines: definesTopic(question, unit),
				opensSection: unit.opensSection ? 1 : 0,
				rarest: rarest && (unit.stems.has(rarest.stem) || unit.headingStems.has(rarest.stem)) ? 1 : 0,
				focus: question.focus.size === 0 ? 0 : shareOfFocus(question, unit),
				item: unit.kind === 'prose' ? 0 : 1,
				row: unit.kind === 'row' ? 1 : 0,
				figure: pointsAtFigure(unit.text) ? 1 : 0,
				example: isExample(unit.text) ? 1 : 0,
				dangling: unit.kind === 'prose' && isDangling(unit.text) ? 1 : 0,
				aside: isAside(unit.text) ? 1 : 0,
				broken: isBroken(unit.text) || isFragment(unit) ? 1 : 0,
				asks: unit.text.endsWith('?') ? 1 : 0,
				short: unit.kind === 'prose' && unit.words < 6 ? 1 : 0,
				long: Math.min(1, Math.max(0, unit.words - 35) / 30),
				hollow: announces(unit.text) && !(opensList(unit.text) && introduces.has(unit)) ? 1 : 0
			}
		};
	});
}

/** 1 for the word itself, a half for a word that may stand for it, 0 for neither. */
export function shareIn(stem: string, stems: ReadonlySet<string>): number {
	if (stems.has(stem)) return 1;
	return holdsSynonym(stem, stems) ? SYNONYM_SHARE : 0;
}

function shareOfFocus(question: Question, unit: Unit): number {
	const stems = [...question.focus];
	return stems.filter((stem) => unit.stems.has(stem) || unit.headingStems.has(stem)).length / stems.length;
}
