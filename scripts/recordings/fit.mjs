// The fit itself: which rows are learned from, how they are mapped, and what comes out on rows that were not.
import { strangenessOf } from '../../src/lib/shared/recordings/model/model.ts';
import { directionsOf, mapped, standardised } from '../../src/lib/shared/recordings/model/feature-map.ts';
import { agreement, fitRidge, predict } from './ridge.ts';

/**
 * Chosen by cross-validation over the given folds. `pace` and `penalty` as in feature-map.ts and ridge.ts; `plainWeight` squared is what
 * the linear part counts for beside the cosines.
 */
export const SETTINGS = { cosines: 2048, pace: 0.84, plainWeight: 0.22, penalty: 0.0002, seed: 20_261_121 };
/** @typedef {typeof SETTINGS} Settings */

/**
 * @typedef {object} Row
 * @property {import('./dataset.mjs').Performance} performance
 * @property {import('./takes.mjs').Variant} variant
 * @property {number[][]} views features of the whole, of its beginning and of its end
 */

/** @param {readonly Row[]} rows @param {Settings} settings @returns {import('../../src/lib/shared/recordings/model/feature-map.ts').FeatureMap} */
function mapFor(rows, { cosines, pace, plainWeight, seed }) {
	const list = rows.flatMap(({ views }) => views);
	const width = list[0]?.length ?? 0;
	const means = new Float32Array(width);
	const spreads = new Float32Array(width);
	for (let at = 0; at < width; at++) {
		const values = list.map((features) => features[at] ?? 0);
		const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
		const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
		means[at] = mean;
		spreads[at] = Math.max(1e-6, Math.sqrt(square));
	}
	const map = {
		means,
		spreads,
		importance: new Float32Array(width).fill(1),
		cosines,
		pace,
		plainWeight,
		seed
	};
	return { ...map, importance: importanceOf(rows, map) };
}

/** The strongest correlation of each feature with any dimension's ratings, as a share of the features' root mean square. */
function importanceOf(
	/** @type {readonly Row[]} */ rows,
	/** @type {import('../../src/lib/shared/recordings/model/feature-map.ts').FeatureMap} */ map
) {
	const pairs = rows.flatMap(({ views, performance }) =>
		views.map((features) => ({ standard: standardised(map, features), ratings: performance.ratings }))
	);
	const strongest = Float64Array.from(map.means, (_, feature) => {
		const values = pairs.map(({ standard }) => standard[feature] ?? 0);
		const ratings = pairs[0]?.ratings ?? [];
		return Math.max(
			0.02,
			...ratings.map((_rating, at) =>
				Math.abs(
					agreement(
						pairs.map((pair) => pair.ratings[at] ?? 0),
						values
					).r
				)
			)
		);
	});
	const square = strongest.reduce((sum, value) => sum + value * value, 0) / strongest.length;
	return Float32Array.from(strongest, (value) => value / Math.sqrt(square));
}

/** @param {readonly Row[]} rows @param {Settings} settings */
export function fit(rows, settings) {
	const map = mapFor(rows, settings);
	const directions = directionsOf(map);
	const pairs = rows.flatMap(({ views, performance }) =>
		views.map((features) => ({ standard: standardised(map, features), ratings: performance.ratings }))
	);
	const model = fitRidge(
		pairs.map(({ standard }) => mapped(map, directions, standard)),
		pairs.map(({ ratings }) => ratings),
		settings.penalty
	);
	const strange = pairs.map(({ standard }) => strangenessOf(standard)).sort((a, b) => a - b);
	return {
		map,
		directions,
		strangenessOfTraining: strange[Math.floor(strange.length * 0.99)] ?? 1,
		model
	};
}

/** @param {ReturnType<typeof fit>} fitted @param {Row} row */
function guess({ map, directions, model }, { views }) {
	const each = views.map((features) => predict(model, mapped(map, directions, standardised(map, features))));
	return (each[0] ?? []).map((_, at) =>
		Math.max(0, Math.min(1, each.reduce((sum, values) => sum + (values[at] ?? 0), 0) / each.length))
	);
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
