// The rows of a fit: features of performances as they are and, for some of them, as a phone would have them.
import { featuresOfViews } from '../../src/lib/shared/recordings/measures/features.ts';
import { hear } from '../../src/lib/shared/recordings/measures/passage.ts';
import { seeded } from './degrade.mjs';
import { takeOf, VARIANTS } from './takes.mjs';

/**
 * @typedef {object} Sources
 * @property {string} midiFolder @property {string} cacheFolder @property {string} renderTool
 * @property {Record<import('./takes.mjs').Variant, number>} counts how many performances of each kind, the same ones in each
 */

/** @param {readonly import('./dataset.mjs').Performance[]} performances @param {Sources} sources */
export async function rowsOf(performances, sources) {
	/** @type {import('./fit.mjs').Row[]} */
	const rows = [];
	/** @type {string[]} */
	let featureNames = [];
	for (const variant of VARIANTS)
		for (const performance of shuffled(performances).slice(0, sources.counts[variant])) {
			const heard = hear(await takeOf(sources, performance.name, variant));
			if (heard === null) throw new Error(`${performance.name} is silent`);
			const features = featuresOfViews(heard, heard.from, heard.to);
			featureNames = [...features.keys()];
			rows.push({ performance, variant, features: [...features.values()] });
			if (rows.length % 100 === 0) console.error(`${rows.length} takes, the last one ${variant}`);
		}
	return { rows, featureNames };
}

/** An order that mixes works and players, and is the same each time. @param {readonly import('./dataset.mjs').Performance[]} performances */
function shuffled(performances) {
	return performances
		.map((performance) => ({ performance, place: seeded(`order ${performance.name}`)() }))
		.sort((a, b) => a.place - b.place)
		.map(({ performance }) => performance);
}
