// Every piece at every dose, and recorded again in every way, scored as the product scores.
import { readTake } from '../../src/lib/server/recordings/decoding/read-take.ts';
import { analyse } from '../../src/lib/shared/recordings/analysis.ts';
import { DIMENSIONS } from '../../src/lib/shared/recordings/dimensions.ts';
import { DECODERS } from '../recordings/decoders.ts';
import { toWav } from '../recordings/degrade.mjs';
import { inMemory } from '../recordings/takes.mjs';
import { PERTURBATIONS, RECORDED_AGAIN } from './perturbations.mjs';
import { render } from './render.mjs';

/** @typedef {import('./pieces.mjs').Playing} Playing */
/** Scores in the order of DIMENSIONS; null for each that was not told. @typedef {(number | null)[]} Scores */
/**
 * @typedef {object} Measured
 * @property {Record<string, { dose: number, scores: (Scores | null)[] }[]>} responses by perturbation and dose, one for each piece; null
 * where the machine could not do it
 * @property {Record<string, (Scores | null)[]>} again by the way of recording again, one for each piece
 * @property {Scores[]} plain of each piece as it is
 */

/** @param {Playing[]} pieces @returns {Promise<Measured>} */
export async function measure(pieces) {
	/** @type {Measured} */
	const measured = { responses: {}, again: {}, plain: [] };
	for (const [name, { doses }] of Object.entries(PERTURBATIONS))
		measured.responses[name] = doses.map((dose) => ({ dose, scores: [] }));
	for (const name of Object.keys(RECORDED_AGAIN)) measured.again[name] = [];
	for (const piece of pieces) {
		const since = performance.now();
		await measurePiece(piece, measured);
		console.error(`${piece.name}: ${((performance.now() - since) / 1000).toFixed(1)} s`);
	}
	return measured;
}

/** @param {Playing} piece @param {Measured} measured */
async function measurePiece(piece, measured) {
	const sound = await render(piece);
	const plain = await scoresOf(sound);
	measured.plain.push(plain);
	for (const [name, { neutral, play, hear }] of Object.entries(PERTURBATIONS))
		for (const { dose, scores } of measured.responses[name] ?? []) {
			// The pedal's dose of none is not the piece as it is.
			if (dose === neutral && name !== 'pedal') scores.push(plain);
			else if (play !== undefined) scores.push(await scoresOf(await render(play(piece, dose))));
			else scores.push(await heardScores(hear?.(sound, dose, piece.name) ?? null));
		}
	for (const [name, hear] of Object.entries(RECORDED_AGAIN))
		measured.again[name]?.push(await heardScores(hear(sound, piece.name)));
}

/** @param {Float32Array | Uint8Array | null} heard */
async function heardScores(heard) {
	return heard === null ? null : scoresOf(heard);
}

/** @param {Float32Array | Uint8Array} sound samples, or a file @returns {Promise<Scores>} */
async function scoresOf(sound) {
	const { take, clippedShare, isCutShort } = await readTake(
		inMemory(sound instanceof Float32Array ? toWav(sound) : sound),
		DECODERS
	);
	const { dimensions } = analyse(take, { clippedShare, isCutShort });
	return DIMENSIONS.map((name) => dimensions[name].score);
}
