// Takes to learn from and to be judged by: each MIDI performance rendered, as it is and as a phone would have it, reduced to what the
// analysis keeps, and cached outside of the repository. What is slow happens once.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { readTake } from '../../src/lib/server/recordings/decoding/read-take.ts';
import { DECODERS } from './decoders.ts';
import { degrade, drawDegradation, seeded, toMp3, toWav } from './degrade.mjs';

/** `room` trains, `phone` judges: its seeds are others, and it goes through MP3 at 96 kbit/s. */
export const VARIANTS = /** @type {const} */ (['clean', 'room', 'phone']);
/** @typedef {(typeof VARIANTS)[number]} Variant */

/** Whenever what a take holds changes, old ones are of no use. */
const CACHE_VERSION = 1;

/**
 * @param {{ midiFolder: string, cacheFolder: string, renderTool: string }} places
 * @param {string} name @param {Variant} variant
 * @returns {Promise<import('../../src/lib/shared/recordings/take/take.ts').Take>}
 */
export async function takeOf(places, name, variant) {
	const folder = path.join(places.cacheFolder, `takes-${CACHE_VERSION}`, variant);
	const file = path.join(folder, `${name}.bin`);
	if (existsSync(file)) return deserialize(readFileSync(file));
	mkdirSync(folder, { recursive: true });
	const wav = rendered(places, name);
	const sound = inMemory(variant === 'clean' ? wav : degradedFile(wav, name, variant));
	const { take } = await readTake(sound, DECODERS);
	writeFileSync(`${file}.part`, serialize(take));
	renameSync(`${file}.part`, file);
	return take;
}

/** @param {{ midiFolder: string, cacheFolder: string, renderTool: string }} places @param {string} name @returns {Uint8Array} */
function rendered({ midiFolder, cacheFolder, renderTool }, name) {
	const folder = path.join(cacheFolder, 'wav');
	const file = path.join(folder, `${name}.wav`);
	if (!existsSync(file))
		execFileSync(renderTool, [folder, path.join(midiFolder, `${name}.mid`)], { stdio: 'ignore' });
	return readFileSync(file);
}

/** @param {Uint8Array} wav @param {string} name @param {'room' | 'phone'} variant */
function degradedFile(wav, name, variant) {
	const random = seeded(`${variant} ${name}`);
	const worse = toWav(degrade(samplesOf(wav), drawDegradation(random), random));
	return (variant === 'phone' ? toMp3(worse, 96) : null) ?? worse;
}

/** Of a rendered file: 16 bits, one channel. @param {Uint8Array} wav */
function samplesOf(wav) {
	const view = new DataView(wav.buffer, wav.byteOffset, wav.byteLength);
	return Float32Array.from(
		{ length: Math.floor((wav.length - 44) / 2) },
		(_, at) => view.getInt16(44 + 2 * at, true) / 32_768
	);
}

/** @param {Uint8Array} bytes @returns {import('../../src/lib/server/recordings/decoding/sound-file.ts').SoundFile} */
export function inMemory(bytes) {
	return { sizeBytes: bytes.length, read: async (from, to) => bytes.subarray(from, to) };
}
