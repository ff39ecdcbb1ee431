// From scores to cards: mean responses, whether each dimension follows what belongs to it, what else moves it, and its noise floor.
import { DIMENSIONS } from '../../src/lib/shared/recordings/dimensions.ts';
import { OWN, PERTURBATIONS } from './perturbations.mjs';

/** @typedef {import('./measure.mjs').Measured} Measured */
/** @typedef {import('../../src/lib/shared/recordings/dimensions.ts').Dimension} Dimension */

/** @typedef {{ dose: number, response: number | null }[]} Curve mean change against the neutral dose, null where most takes are not scored */
/**
 * @typedef {object} Card
 * @property {'follows' | 'not-measurable' | 'ratings-only'} status
 * @property {{ perturbation: string, side: 1 | -1, spearman: number | null, reach: number, follows: boolean }[]} own
 * @property {Record<string, Curve>} curves
 * @property {number} noiseFloor standard deviation over recordings of the same playing
 * @property {number} told share of the takes recorded again that it was scored in
 */

export const LEAST_SPEARMAN = 0.9;
/** In noise floors: what moves a score by less, from its least dose to its most, cannot be told from another recording. */
export const LEAST_REACH = 2;
/** Fewer doses than this with a response are no curve. */
const FEWEST_DOSES = 5;

/** @param {Measured} measured @returns {Record<Dimension, Card>} */
export function makeCards(measured) {
	return /** @type {Record<Dimension, Card>} */ (
		Object.fromEntries(DIMENSIONS.map((name, at) => [name, makeCard(measured, name, at)]))
	);
}

/** @param {Measured} measured @param {Dimension} name @param {number} at @returns {Card} */
function makeCard(measured, name, at) {
	const curves = Object.fromEntries(
		Object.entries(measured.responses).map(([perturbation, doses]) => [
			perturbation,
			curveOf(doses, PERTURBATIONS[perturbation]?.neutral ?? 0, at)
		])
	);
	const { noiseFloor, told } = floorOf(measured, at);
	const own = (OWN[name] ?? []).map(([perturbation, side]) => {
		const curve = curves[perturbation] ?? [];
		const [spearman, reach] = [spearmanOf(curve), reachOf(curve)];
		const isMonotone = spearman !== null && spearman * side >= LEAST_SPEARMAN;
		return { perturbation, side, spearman, reach, follows: isMonotone && reach >= LEAST_REACH * noiseFloor };
	});
	const status =
		own.length === 0 ? 'ratings-only' : own.every(({ follows }) => follows) ? 'follows' : 'not-measurable';
	return { status, own, curves, noiseFloor, told };
}

/** @param {Measured['responses'][string]} doses @param {number} neutral @param {number} at @returns {Curve} */
function curveOf(doses, neutral, at) {
	const before = doses.find(({ dose }) => dose === neutral)?.scores ?? [];
	return doses.map(({ dose, scores }) => {
		const changes = scores.flatMap((all, piece) => {
			const [now, was] = [all?.[at] ?? null, before[piece]?.[at] ?? null];
			return now === null || was === null ? [] : [now - was];
		});
		return { dose, response: changes.length * 2 < scores.length ? null : rounded(mean(changes)) };
	});
}

/** Rank correlation of dose and response. @param {Curve} curve @returns {number | null} */
export function spearmanOf(curve) {
	const known = curve.flatMap(({ dose, response }) => (response === null ? [] : [{ dose, response }]));
	if (known.length < FEWEST_DOSES) return null;
	const doses = ranksOf(known.map(({ dose }) => dose));
	const responses = ranksOf(known.map(({ response }) => response));
	const [a, b] = [mean(doses), mean(responses)];
	let [both, first, second] = [0, 0, 0];
	for (let at = 0; at < doses.length; at++) {
		const [x, y] = [(doses[at] ?? 0) - a, (responses[at] ?? 0) - b];
		both += x * y;
		first += x * x;
		second += y * y;
	}
	return first === 0 || second === 0 ? 0 : rounded(both / Math.sqrt(first * second));
}

/** Equal ones share the mean of their ranks. @param {number[]} values */
function ranksOf(values) {
	return values.map((value) => {
		const below = values.filter((other) => other < value).length;
		const equal = values.filter((other) => other === value).length;
		return below + (equal + 1) / 2;
	});
}

/** @param {Measured} measured @param {number} at */
function floorOf({ plain, again }, at) {
	/** @type {number[]} */
	const variances = [];
	let [told, asked] = [0, 0];
	for (const [piece, first] of plain.entries()) {
		const takes = [first, ...Object.values(again).map((list) => list[piece] ?? null)].filter(
			(scores) => scores !== null
		);
		const scores = takes.flatMap((all) => (all[at] === null || all[at] === undefined ? [] : [all[at]]));
		asked += takes.length;
		told += scores.length;
		if (scores.length < 3) continue;
		const middle = mean(scores);
		variances.push(scores.reduce((sum, score) => sum + (score - middle) ** 2, 0) / (scores.length - 1));
	}
	return { noiseFloor: rounded(Math.sqrt(mean(variances))), told: rounded(told / Math.max(1, asked)) };
}

/** From the lowest response to the highest. @param {Curve} curve */
function reachOf(curve) {
	const known = curve.flatMap(({ response }) => (response === null ? [] : [response]));
	return known.length === 0 ? 0 : rounded(Math.max(...known) - Math.min(...known));
}

/** The furthest that a curve goes from where it began. @param {Curve} curve */
export const furthest = (curve) =>
	rounded(Math.max(0, ...curve.map(({ response }) => Math.abs(response ?? 0))));

/** @param {number[]} list */
const mean = (list) => (list.length === 0 ? 0 : list.reduce((sum, value) => sum + value, 0) / list.length);

/** @param {number} value */
const rounded = (value) => Math.round(value * 1_000) / 1_000;
