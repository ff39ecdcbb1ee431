// How well recordings are measured, on data that nothing was fitted on: ratings in cross-validation over the data set's folds and with a
// whole work left out, clean and as a phone would have it; onsets on rendered MIDI and, with --audio, on real sound beside its MIDI.
// Prints one JSON object as its last line. Usage: npm run -s eval:recordings -- PERCEPIANO_DIR --render TOOL [--audio DIR] [--cache DIR]
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DIMENSIONS } from '../src/lib/shared/recordings/dimensions.ts';
import { hear } from '../src/lib/shared/recordings/measures/passage.ts';
import { FRAME_RATE } from '../src/lib/shared/recordings/take/take.ts';
import { readTake } from '../src/lib/server/recordings/decoding/read-take.ts';
import { readDataset } from './recordings/dataset.mjs';
import { agreements, crossValidated, SETTINGS } from './recordings/fit.mjs';
import { noteOns } from './recordings/midi.mjs';
import { chordOnsets, onsetScore } from './recordings/onset-score.mjs';
import { readOptions } from './recordings/options.mjs';
import { rowsOf } from './recordings/rows.mjs';
import { inMemory, takeOf } from './recordings/takes.mjs';

const { folder, audioFolder, sources } = readOptions();
const performances = readDataset(folder);
const { rows } = await rowsOf(performances, sources);
const both = /** @type {const} */ (['clean', 'room']);
const byFold = crossValidated(rows, ({ fold }) => fold, SETTINGS, both);
const cleanOnly = crossValidated(rows, ({ fold }) => fold, SETTINGS, ['clean']);
const byWork = crossValidated(rows, ({ work }) => work, SETTINGS, both);
const [clean, phone] = [agreements(byFold, 'clean'), agreements(byFold, 'phone')];
const works = [...new Set(performances.map(({ work }) => work))].sort();
const workLeftOut = works.map(
	(work) => /** @type {const} */ ([work, agreements(byWork, 'clean', (row) => row.performance.work === work)])
);
console.log(
	JSON.stringify({
		settings: SETTINGS,
		ratings: {
			clean: summary(clean),
			phone: summary(phone),
			learnedFromCleanOnly: {
				clean: summary(agreements(cleanOnly, 'clean')),
				phone: summary(agreements(cleanOnly, 'phone'))
			},
			// Within each work, and then the mean: between works a guess of each one's level would count.
			workLeftOut: {
				...Object.fromEntries(workLeftOut.map(([work, found]) => [work, summary(found)])),
				mean: summary({
					rows: workLeftOut.length,
					r: workLeftOut.reduce((sum, [, { r }]) => sum + r / workLeftOut.length, 0),
					r2: workLeftOut.reduce((sum, [, { r2 }]) => sum + r2 / workLeftOut.length, 0)
				})
			}
		},
		byDimension: Object.fromEntries(
			DIMENSIONS.map((name, at) => [
				name,
				{
					r: digits(clean.each[at]?.r),
					r2: digits(clean.each[at]?.r2),
					phoneR: digits(phone.each[at]?.r),
					phoneR2: digits(phone.each[at]?.r2)
				}
			])
		),
		onsets: {
			rendered: await renderedOnsets(),
			real: audioFolder === undefined ? null : await realOnsets(audioFolder)
		}
	})
);

/** @param {{ rows: number, r: number, r2: number }} found */
function summary({ rows: takes, r, r2 }) {
	return { takes, r: digits(r), r2: digits(r2) };
}

/** @param {number | undefined} value */
function digits(value) {
	return Number((value ?? 0).toFixed(3));
}

/** @param {import('../src/lib/shared/recordings/take/take.ts').Take} take */
function found(take) {
	return (hear(take)?.onsets ?? []).map(({ frame }) => take.startSeconds + frame / FRAME_RATE);
}

/** @param {string} file */
function truth(file) {
	return chordOnsets(noteOns(readFileSync(file)).map(({ seconds }) => seconds));
}

async function renderedOnsets() {
	const total = { hits: 0, found: 0, truth: 0 };
	for (const { name } of new Set(
		rows.filter(({ variant }) => variant === 'clean').map(({ performance }) => performance)
	)) {
		const score = onsetScore(
			found(await takeOf(sources, name, 'clean')),
			truth(path.join(sources.midiFolder, `${name}.mid`))
		);
		total.hits += score.hits;
		total.found += score.found;
		total.truth += score.truth;
	}
	return onsetSummary(total);
}

/** @param {string} audio a folder of WAV files, each beside its MIDI */
async function realOnsets(audio) {
	const total = { hits: 0, found: 0, truth: 0 };
	for (const name of readdirSync(audio).filter((file) => file.endsWith('.wav'))) {
		const { take } = await readTake(inMemory(readFileSync(path.join(audio, name))));
		const score = onsetScore(found(take), truth(path.join(audio, name.replace(/wav$/, 'mid'))));
		total.hits += score.hits;
		total.found += score.found;
		total.truth += score.truth;
	}
	return onsetSummary(total);
}

/** @param {{ hits: number, found: number, truth: number }} total */
function onsetSummary({ hits, found: all, truth: true_ }) {
	return {
		f1: digits((2 * hits) / Math.max(1, all + true_)),
		precision: digits(hits / Math.max(1, all)),
		recall: digits(hits / Math.max(1, true_))
	};
}
