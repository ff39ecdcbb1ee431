// node … bench/analyse/make-sound.mjs FOLDER: three minutes of synthesised playing as three.wav and three.mp3, and 29:45 of it as long.mp3 of
// 50 MB; without lame no MP3. Prints the names of the files that there are.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { toWav } from '../../scripts/recordings/degrade.mjs';
import { makePieces } from '../../scripts/sensitivity/pieces.mjs';
import { canRender, render } from '../../scripts/sensitivity/render.mjs';

const RATE = 22_050;
const THREE_MINUTES = 180;
const LONG = 29 * 60 + 45;

if (!canRender())
	throw new Error('fluidsynth and the FluidR3 soundfont are needed (Debian: fluid-soundfont-gm)');
const folder = process.argv[2] ?? '.';
const parts = [];
for (const piece of makePieces()) parts.push(await render(piece));
write('three', THREE_MINUTES);
const isEncoded = encode('three', 44.1, 128);
if (isEncoded) {
	write('long', LONG);
	encode('long', 44.1, 224);
}
console.log(JSON.stringify(isEncoded ? ['three.wav', 'three.mp3', 'long.mp3'] : ['three.wav']));

/** The pieces one after the other, over and over. @param {string} name @param {number} seconds */
function write(name, seconds) {
	const samples = new Float32Array(seconds * RATE);
	for (let at = 0, part = 0; at < samples.length; part++) {
		const piece = (parts[part % parts.length] ?? new Float32Array(1)).subarray(0, samples.length - at);
		samples.set(piece, at);
		at += piece.length;
	}
	writeFileSync(path.join(folder, `${name}.wav`), toWav(samples));
}

/** @param {string} name @param {number} kilohertz @param {number} kilobits */
function encode(name, kilohertz, kilobits) {
	const [wav, mp3] = ['wav', 'mp3'].map((kind) => path.join(folder, `${name}.${kind}`));
	try {
		const options = ['--quiet', '-b', String(kilobits), '--resample', String(kilohertz)];
		execFileSync('lame', [...options, String(wav), String(mp3)], { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}
