// The fit itself: which rows are learned from, how they are mapped, and what comes out on rows that were not.
import { strangenessOf } from '../../src/lib/shared/recordings/model/model.ts';
import { likeness, placeOf, standardised } from '../../src/lib/shared/recordings/model/feature-map.ts';
import { power } from '../../src/lib/shared/recordings/signal/exact-math.ts';
import { agreement } from './agreement.ts';
import { fitKernel } from './kernel-regression.ts';
import { principalAxes } from './principal-axes.ts';
import { fromSteps, inSteps } from './whole-steps.ts';

/**
 * `axes` that places lie along; `evening`, the power by which long axes are shortened; `pace` at which likeness falls with distance
 * (1 / pace is the root mean square of a feature's spreads over which it falls to 1/e); `penalty` as in kernel-regression.ts; of the
 * takes in simulated rooms one in `roomsPerKnown` is kept as a known place, of the clean ones all. docs/measurements.md says how
 * they were chosen and how much hangs on each.
 */
export const SETTINGS = { axes: 128, evening: 0.25, pace: 0.3, penalty: 0.1, roomsPerKnown: 2 };
/** @typedef {typeof SETTINGS} Settings */

/**
 * @typedef {object} Row
 * @property {import('./dataset.mjs').Performance} performance
 * @property {import('./takes.mjs').Variant} variant
 * @property {number[]} features
 */

/** A feature counts for at least this correlation, if for little. */
const LEAST_IMPORTANCE = 0.02;
const MOST_AXIS_STEPS = 32_767;
const MOST_PLACE_STEPS = 127;

/** Means and spreads of features. @param {readonly Row[]} rows */
function scaleOf(rows) {
	const width = rows[0]?.features.length ?? 0;
	const means = new Float32Array(width);
	const spreads = new Float32Array(width);
	for (let at = 0; at < width; at++) {
		const values = rows.map(({ features }) => features[at] ?? 0);
		const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
		const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
		means[at] = mean;
		spreads[at] = Math.max(1e-6, Math.sqrt(square));
	}
	return { means, spreads };
}

/**
 * The strongest correlation of each feature with any dimension's ratings, as a share of the features' root mean square.
 * @param {readonly Row[]} rows @param {readonly Float64Array[]} standards
 */
function importanceOf(rows, standards) {
	const ratings = (rows[0]?.performance.ratings ?? []).map((_, at) =>
		rows.map(({ performance }) => performance.ratings[at] ?? 0)
	);
	const strongest = Float64Array.from(standards[0] ?? [], (_, feature) => {
		const values = standards.map((standard) => standard[feature] ?? 0);
		return Math.max(LEAST_IMPORTANCE, ...ratings.map((truth) => Math.abs(agreement(truth, values).r)));
	});
	const square = strongest.reduce((sum, value) => sum + value * value, 0) / strongest.length;
	return strongest.map((value) => value / Math.sqrt(square));
}

/**
 * Axes as the model has them: importance, evening and pace are in their numbers, which are whole steps.
 * @param {Float64Array} importance @param {readonly Float64Array[]} standards @param {Settings} settings
 */
function axesOf(importance, standards, { axes: count, evening, pace }) {
	const width = importance.length;
	const axes = principalAxes(
		standards.map((standard) => standard.map((value, at) => value * (importance[at] ?? 0)))
	).slice(0, count);
	const longest = axes[0]?.variance ?? 1;
	const scales = axes.map(({ variance }) => power(Math.max(variance, 1e-12) / longest, -evening / 2));
	// Evening must not move places further apart on the whole.
	const before = axes.reduce((sum, { variance }) => sum + variance, 0);
	const after = axes.reduce((sum, { variance }, at) => sum + variance * (scales[at] ?? 0) ** 2, 0);
	const scale = (pace / Math.sqrt(width)) * Math.sqrt(before / after);
	const numbers = axes.flatMap(({ direction }, at) =>
		Array.from(direction, (value, feature) => value * (importance[feature] ?? 0) * scale * (scales[at] ?? 0))
	);
	return inSteps(numbers, axes.length, (at) => Math.floor(at / width), MOST_AXIS_STEPS);
}

/** @param {readonly Row[]} rows @param {Settings} settings */
export function fit(rows, settings) {
	const scale = scaleOf(rows);
	const standards = rows.map(({ features }) => standardised(scale, features));
	const importance = importanceOf(rows, standards);
	const axes = axesOf(importance, standards, settings);
	const map = { ...scale, axes: fromSteps(axes, (at) => Math.floor(at / importance.length)) };
	const places = standards.map((standard) => placeOf(map, standard));
	const width = places[0]?.length ?? 1;
	const rooms = rows.filter(({ variant }) => variant !== 'clean');
	const kept = places.filter((_, at) => {
		const row = rows[at];
		return (
			row !== undefined && (row.variant === 'clean' || rooms.indexOf(row) % settings.roomsPerKnown === 0)
		);
	});
	const knownSteps = inSteps(
		kept.flatMap((place) => [...place]),
		width,
		(at) => at % width,
		MOST_PLACE_STEPS
	);
	const known = fromSteps(knownSteps, (at) => at % width);
	const strange = standards.map((standard) => strangenessOf(standard)).sort((a, b) => a - b);
	return {
		map,
		axes,
		knownSteps,
		known,
		strangenessOfTraining: strange[Math.floor(strange.length * 0.99)] ?? 1,
		model: fitKernel(
			places,
			rows.map(({ performance }) => performance.ratings),
			known,
			settings.penalty
		)
	};
}

/** @param {ReturnType<typeof fit>} fitted @param {Row} row */
function guess({ map, known, model: { weights, offsets } }, { features }) {
	const place = placeOf(map, standardised(map, features));
	const sums = Float64Array.from(offsets);
	for (let index = 0; index < known.length / place.length; index++) {
		const near = likeness(place, known, index);
		for (let at = 0; at < sums.length; at++)
			sums[at] = (sums[at] ?? 0) + near * (weights[index * sums.length + at] ?? 0);
	}
	return Array.from(sums, (value) => Math.max(0, Math.min(1, value)));
}

/**
 * Guesses for every performance by a model that has seen nothing of its group, neither clean nor degraded.
 * @param {readonly Row[]} rows @param {(performance: import('./dataset.mjs').Performance) => string} groupOf
 * @param {Settings} settings @param {readonly import('./takes.mjs').Variant[]} learned
 */
export function crossValidated(rows, groupOf, settings, learned) {
	/** @type {Map<Row, number[]>} */
	const guesses = new Map();
	for (const group of [...new Set(rows.map(({ performance }) => groupOf(performance)))].sort()) {
		const training = rows.filter(
			({ performance, variant }) => groupOf(performance) !== group && learned.includes(variant)
		);
		const fitted = fit(training, settings);
		for (const row of rows) if (groupOf(row.performance) === group) guesses.set(row, guess(fitted, row));
	}
	return guesses;
}

/** @param {ReadonlyMap<Row, number[]>} guesses @param {import('./takes.mjs').Variant} variant @param {(row: Row) => boolean} [isTaken] */
export function agreements(guesses, variant, isTaken = () => true) {
	const rows = [...guesses].filter(([row]) => row.variant === variant && isTaken(row));
	const count = rows[0]?.[0].performance.ratings.length ?? 0;
	const each = Array.from({ length: count }, (_, at) =>
		agreement(
			rows.map(([row]) => row.performance.ratings[at] ?? 0),
			rows.map(([, values]) => values[at] ?? 0)
		)
	);
	const mean = (/** @type {'r' | 'r2'} */ key) =>
		each.reduce((sum, value) => sum + value[key], 0) / Math.max(1, count);
	return { rows: rows.length, r: mean('r'), r2: mean('r2'), each };
}
