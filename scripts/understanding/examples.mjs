// A labelled message as an example of the fit, with the features that the product itself reads.
import { findEntities } from '../../src/lib/server/ai/embedded/understanding/entities.ts';
import { readFeatures } from '../../src/lib/server/ai/embedded/understanding/features.ts';

export const SENTIMENTS = /** @type {const} */ ([-1, 0, 1]);
/** Chosen by five-fold cross-validation on the development part. */
export const SETTINGS = { penalty: 2e-4, balance: 0.5 };

/** @param {{ text: string }} message @param {number} label index of its class */
export function exampleOf({ text }, label) {
	const named = findEntities(text).map(({ kind }) => kind);
	return { vector: readFeatures(text, named), label };
}
