// npm run -s sensitivity: renders pieces made by rule, changes them in doses, scores them as the product scores, and writes docs/sensitivity/
// and src/lib/shared/recordings/sensitivity.ts. To be run again whenever the model's coefficients change.
// Needs fluidsynth and the FluidR3 soundfont (Debian: fluidsynth, fluid-soundfont-gm); lame for what goes through MP3.
import { toMp3, toWav } from './recordings/degrade.mjs';
import { makeCards } from './sensitivity/cards.mjs';
import { measure } from './sensitivity/measure.mjs';
import { makePieces } from './sensitivity/pieces.mjs';
import { canRender } from './sensitivity/render.mjs';
import { writeCards } from './sensitivity/write.mjs';

if (!canRender()) {
	console.error('fluidsynth and its soundfont are needed: apt-get install fluidsynth fluid-soundfont-gm');
	process.exit(1);
}
const pieces = makePieces();
const left = toMp3(toWav(new Float32Array(4_096)), 128) === null ? ['MP3 (lame is not installed)'] : [];
const cards = makeCards(await measure(pieces));
await writeCards(cards, { pieces: pieces.map(({ name }) => name), left });
for (const [name, { status, own, noiseFloor }] of Object.entries(cards))
	console.log(
		JSON.stringify({ dimension: name, status, noiseFloor, spearman: own.map(({ spearman }) => spearman) })
	);
