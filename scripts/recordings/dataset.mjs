// PercePiano as it lies beside the repository: performances, their ratings in the product's dimensions, folds, works.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DIMENSIONS } from '../../src/lib/shared/recordings/dimensions.ts';

/**
 * @typedef {object} Performance
 * @property {string} name
 * @property {number[]} ratings in the order of DIMENSIONS
 * @property {string} fold
 * @property {string} work composer and opus
 */

/** @param {string} folder @returns {Performance[]} in order of name */
export function readDataset(folder) {
	const data = JSON.parse(readFileSync(path.join(folder, 'train.json'), 'utf8'));
	const columns = DIMENSIONS.map((name) => data.dimensions.indexOf(name));
	if (columns.includes(-1)) throw new Error('train.json does not rate every dimension');
	/** @type {Map<string, string>} */
	const foldOf = new Map();
	for (const [fold, names] of Object.entries(data.folds)) for (const name of names) foldOf.set(name, fold);
	return Object.keys(data.labels)
		.sort()
		.map((name) => ({
			name,
			ratings: columns.map((column) => data.labels[name][column]),
			fold: foldOf.get(name) ?? '',
			work: name.split('_').slice(0, 2).join('_')
		}));
}
