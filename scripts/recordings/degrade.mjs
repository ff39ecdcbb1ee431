// What a phone in a practice room does to a recording, from a seed: a room's echoes (velvet noise, Karjalainen and Järveläinen 2007), a
// narrow band, noise, another gain, and MP3 where an encoder is at hand. The same seed gives the same samples on every machine,
// except for the encoder's.
import { execFileSync } from 'node:child_process';
import {
	exp,
	power,
	sineOfTurns,
	cosineOfTurns,
	ln
} from '../../src/lib/shared/recordings/signal/exact-math.ts';
import { createRandom } from '../../src/lib/shared/seeded-random.ts';
import { SAMPLE_RATE } from '../../src/lib/shared/recordings/signal/resampler.ts';

/** @param {string} text @returns {() => number} numbers in 0..1 that depend on the text alone */
export function seeded(text) {
	let state = 2166136261;
	for (let at = 0; at < text.length; at++) state = Math.imul(state ^ text.charCodeAt(at), 16777619);
	return createRandom(state);
}

/**
 * @typedef {object} Degradation
 * @property {number} reverbSeconds time in which the room falls by 60 dB
 * @property {number} wet echoes relative to the direct sound, decibels
 * @property {number} lowHertz @property {number} highHertz the band that is left
 * @property {number} noise decibels below the sound
 * @property {number} gain decibels
 */

/** @param {() => number} random @returns {Degradation} */
export function drawDegradation(random) {
	const between = (/** @type {number} */ low, /** @type {number} */ high) => low + (high - low) * random();
	return {
		reverbSeconds: between(0.25, 0.9),
		wet: between(-12, -3),
		lowHertz: between(70, 250),
		highHertz: between(3_000, 8_000),
		noise: between(22, 42),
		gain: between(-12, 6)
	};
}

/** @param {Float32Array} samples @param {Degradation} how @param {() => number} random @returns {Float32Array} */
export function degrade(samples, how, random) {
	let sound = addRoom(samples, how, random);
	sound = filter(sound, highPass(how.lowHertz));
	sound = filter(filter(sound, lowPass(how.highHertz)), lowPass(how.highHertz));
	const level = Math.sqrt(sound.reduce((sum, value) => sum + value * value, 0) / sound.length);
	const noise = level * power(10, -how.noise / 20);
	const gain = power(10, how.gain / 20);
	let hum = 0;
	for (let at = 0; at < sound.length; at++) {
		const white = gaussian(random);
		// Rooms are loudest below: white noise and its own smoothing in equal parts.
		hum += 0.03 * (white - hum);
		const value = ((sound[at] ?? 0) + noise * (0.7 * white + 5.7 * hum)) * gain;
		sound[at] = Math.max(-1, Math.min(1, value));
	}
	return sound;
}

/** @param {() => number} random */
function gaussian(random) {
	return Math.sqrt(-2 * ln(1 - random())) * cosineOfTurns(random());
}

/** Echoes a second: few enough to be quick, enough for notes. */
const ECHOES = 500;

/** @param {Float32Array} samples @param {Degradation} how @param {() => number} random */
function addRoom(samples, { reverbSeconds, wet }, random) {
	const count = Math.floor(ECHOES * reverbSeconds);
	const spacing = SAMPLE_RATE / ECHOES;
	/** @type {{ delay: number, gain: number }[]} */
	const echoes = [];
	let energy = 0;
	for (let at = 0; at < count; at++) {
		const delay = Math.floor(at * spacing + 100 + random() * (spacing - 1));
		const gain = exp((-6.9 * delay) / (reverbSeconds * SAMPLE_RATE)) * (random() < 0.5 ? -1 : 1);
		energy += gain * gain;
		echoes.push({ delay, gain });
	}
	const scale = power(10, wet / 20) / Math.sqrt(energy);
	const result = Float32Array.from(samples);
	for (const { delay, gain } of echoes) {
		const weight = gain * scale;
		for (let at = delay; at < result.length; at++)
			result[at] = (result[at] ?? 0) + weight * (samples[at - delay] ?? 0);
	}
	return result;
}

/** Second-order Butterworth sections (the "cookbook" of Bristow-Johnson). @typedef {[number, number, number, number, number]} Section */

/** @param {number} hertz @returns {Section} */
export function lowPass(hertz) {
	const { cosine, alpha } = turn(hertz);
	return normalised((1 - cosine) / 2, 1 - cosine, (1 - cosine) / 2, 1 + alpha, -2 * cosine, 1 - alpha);
}

/** @param {number} hertz @returns {Section} */
function highPass(hertz) {
	const { cosine, alpha } = turn(hertz);
	return normalised((1 + cosine) / 2, -1 - cosine, (1 + cosine) / 2, 1 + alpha, -2 * cosine, 1 - alpha);
}

/** @param {number} hertz */
function turn(hertz) {
	const turns = hertz / SAMPLE_RATE;
	return { cosine: cosineOfTurns(turns), alpha: sineOfTurns(turns) * Math.SQRT1_2 };
}

/** @param {number} b0 @param {number} b1 @param {number} b2 @param {number} a0 @param {number} a1 @param {number} a2 @returns {Section} */
function normalised(b0, b1, b2, a0, a1, a2) {
	return [b0 / a0, b1 / a0, b2 / a0, a1 / a0, a2 / a0];
}

/** @param {Float32Array} samples @param {Section} section */
export function filter(samples, [b0, b1, b2, a1, a2]) {
	const result = new Float32Array(samples.length);
	let [x1, x2, y1, y2] = [0, 0, 0, 0];
	for (let at = 0; at < samples.length; at++) {
		const x = samples[at] ?? 0;
		const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
		[x2, x1, y2, y1] = [x1, x, y1, y];
		result[at] = y;
	}
	return result;
}

/** @param {Float32Array} samples @returns {Uint8Array} a WAV file of 16 bits */
export function toWav(samples, sampleRate = SAMPLE_RATE) {
	const bytes = Buffer.alloc(44 + 2 * samples.length);
	bytes.write('RIFF', 0);
	bytes.writeUInt32LE(36 + 2 * samples.length, 4);
	bytes.write('WAVEfmt ', 8);
	bytes.writeUInt32LE(16, 16);
	bytes.writeUInt16LE(1, 20);
	bytes.writeUInt16LE(1, 22);
	bytes.writeUInt32LE(sampleRate, 24);
	bytes.writeUInt32LE(2 * sampleRate, 28);
	bytes.writeUInt16LE(2, 32);
	bytes.writeUInt16LE(16, 34);
	bytes.write('data', 36);
	bytes.writeUInt32LE(2 * samples.length, 40);
	for (let at = 0; at < samples.length; at++)
		bytes.writeInt16LE(
			Math.max(-32_768, Math.min(32_767, Math.round((samples[at] ?? 0) * 32_768))),
			44 + 2 * at
		);
	return bytes;
}

/** @param {Uint8Array} wav @param {number} kilobits @returns {Uint8Array | null} an MP3 file; null without the `lame` encoder */
export function toMp3(wav, kilobits) {
	try {
		return execFileSync('lame', ['--quiet', '-m', 'm', '-b', String(kilobits), '-', '-'], {
			input: wav,
			maxBuffer: 256 * 1024 * 1024,
			stdio: ['pipe', 'pipe', 'ignore']
		});
	} catch {
		return null;
	}
}
