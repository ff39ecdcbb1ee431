// Playing to perturb, made by rule from a seed: eight short pieces of different texture and pace, each phrased (louder and a little faster
// in the middle of a phrase), voiced (the tune above its chords), uneven by a few milliseconds and pedalled by its harmonies, as playing is.
import { seeded } from '../recordings/degrade.mjs';
import { power, sineOfTurns } from '../../src/lib/shared/recordings/signal/exact-math.ts';

/**
 * @typedef {object} Note
 * @property {number} start seconds
 * @property {number} length seconds that the finger stays down
 * @property {number} key MIDI number
 * @property {number} velocity 1..127
 */
/**
 * @typedef {object} Playing
 * @property {string} name
 * @property {Note[]} notes in order of their start
 * @property {number[]} harmonies seconds at which the harmony changes, and at last the end
 * @property {number} pedal how many harmonies the pedal is held over: 0 without, 0.5 for half of each, 1 changed with each
 */

/** A texture gives the notes of one harmony: [beat, beats held, step of the chord, velocity against the tune's]. */
/** @typedef {[number, number, number, number][]} Texture */

/** @type {Record<string, Texture>} Steps of a chord from its bass (0), up through its tones; 10 and above is the tune. */
const TEXTURES = {
	chorale: [0, 1, 2, 3].flatMap(
		(beat) =>
			/** @type {Texture} */ ([
				[beat, 0.95, 0, -10],
				[beat, 0.95, 4, -14],
				[beat, 0.95, 5, -14],
				[beat, 0.95, 10 + beat, 0]
			])
	),
	alberti: [
		...[0, 2, 1, 2, 0, 2, 1, 2].map((step, at) => /** @type {Texture[0]} */ ([at / 2, 0.48, 3 + step, -16])),
		[0, 1.9, 12, 0],
		[2, 0.9, 11, -2],
		[3, 0.9, 10, -4]
	],
	nocturne: [
		...[0, 3, 4, 5, 7, 5].map((step, at) => /** @type {Texture[0]} */ ([(at * 2) / 3, 0.6, step, -20])),
		[0, 2.6, 13, 4],
		[8 / 3, 0.6, 12, -2],
		[10 / 3, 0.6, 11, 0]
	],
	waltz: [
		[0, 1.2, 0, -6],
		...[4 / 3, 8 / 3].flatMap((beat) =>
			[3, 4, 5].map((step) => /** @type {Texture[0]} */ ([beat, 0.7, step, -20]))
		),
		[0, 2.5, 12, 0],
		[8 / 3, 1.2, 11, -3]
	],
	arpeggios: Array.from(
		{ length: 16 },
		(_, at) =>
			/** @type {Texture[0]} */ ([
				at / 4,
				0.24,
				[0, 3, 4, 5, 6, 7, 8, 13][at % 8] ?? 0,
				at % 8 === 7 ? 0 : -12
			])
	),
	invention: [
		...[10, 11, 12, 13, 12, 11, 13, 12].map(
			(step, at) => /** @type {Texture[0]} */ ([at / 2, 0.45, step, at % 2 === 0 ? 0 : -7])
		),
		...[0, 3, 1, 4].map((step, at) => /** @type {Texture[0]} */ ([at, 0.9, step, -9]))
	],
	march: [
		...[0, 1, 2, 3].map((beat) => /** @type {Texture[0]} */ ([beat, 0.5, beat % 2 === 0 ? 0 : 2, -6])),
		...[0, 1.5, 2, 3].flatMap((beat) =>
			[4, 5, 12].map((step) => /** @type {Texture[0]} */ ([beat, 0.45, step, step === 12 ? 4 : -6]))
		)
	],
	scales: Array.from(
		{ length: 16 },
		(_, at) => /** @type {Texture[0]} */ ([at / 4, 0.23, 20 + (at < 8 ? at : 15 - at), at % 4 === 0 ? 0 : -8])
	).concat([
		[0, 1.8, 0, -10],
		[2, 1.8, 3, -12]
	])
};

/** Seconds of a beat, the key, and whether its third is a minor one, by texture. */
const CHARACTERS = /** @type {const} */ ({
	chorale: { beat: 0.72, tonic: 48, minor: false, loudness: 66, pedal: 1 },
	alberti: { beat: 0.46, tonic: 50, minor: false, loudness: 62, pedal: 0.5 },
	nocturne: { beat: 0.8, tonic: 45, minor: true, loudness: 54, pedal: 1 },
	waltz: { beat: 0.42, tonic: 43, minor: false, loudness: 68, pedal: 0.5 },
	arpeggios: { beat: 0.62, tonic: 41, minor: true, loudness: 58, pedal: 1 },
	invention: { beat: 0.56, tonic: 48, minor: true, loudness: 64, pedal: 0 },
	march: { beat: 0.5, tonic: 46, minor: false, loudness: 80, pedal: 0.25 },
	scales: { beat: 0.6, tonic: 48, minor: false, loudness: 70, pedal: 0.5 }
});

/** Degrees of the roots, four beats each: a phrase that opens and one that closes. */
const PROGRESSION = [0, 5, 3, 4, 0, 3, 4, 0];
const SCALES = { major: [0, 2, 4, 5, 7, 9, 11], minor: [0, 2, 3, 5, 7, 8, 10] };
const BEATS = 4;
/** Every piece is at least this long, by whole phrases. */
const SECONDS = 18;

/** @returns {Playing[]} */
export function makePieces() {
	return Object.keys(CHARACTERS).map((name) => makePiece(/** @type {keyof typeof CHARACTERS} */ (name)));
}

/** @param {keyof typeof CHARACTERS} name @returns {Playing} */
function makePiece(name) {
	const { beat, tonic, minor, loudness, pedal } = CHARACTERS[name];
	const random = seeded(`piece ${name}`);
	const scale = minor ? SCALES.minor : SCALES.major;
	const tone = (/** @type {number} */ degree) =>
		tonic + 12 * Math.floor(degree / 7) + (scale[degree % 7] ?? 0);
	const count = Math.ceil(SECONDS / (beat * BEATS) / 4) * 4;
	/** @type {Note[]} */
	const notes = [];
	const harmonies = [];
	let now = 0.3;
	for (let bar = 0; bar < count; bar++) {
		const degree = PROGRESSION[bar % PROGRESSION.length] ?? 0;
		const arch = sineOfTurns((bar % 4) / 8 + 1 / 16);
		const pace = beat * (1.04 - 0.07 * arch);
		harmonies.push(now);
		for (const [at, held, step, against] of TEXTURES[name] ?? []) {
			const isTune = step >= 10 && step < 20;
			notes.push({
				start: Math.max(0, now + at * pace + (random() - 0.5) * 0.016),
				length: held * pace * (0.94 + 0.1 * random()),
				key: keyOf(step, degree, tone, Math.floor(bar / 4) % 2 === 1 && isTune),
				velocity: Math.max(
					15,
					Math.min(120, Math.round(loudness + 14 * arch + against + 8 * (random() - 0.5)))
				)
			});
		}
		now += BEATS * pace;
	}
	harmonies.push(now + 0.5);
	notes.sort((a, b) => a.start - b.start || a.key - b.key);
	return { name, notes, harmonies, pedal };
}

/** @param {number} step @param {number} degree @param {(degree: number) => number} tone @param {boolean} isHigher */
function keyOf(step, degree, tone, isHigher) {
	// A scale over the harmony; a tune of chord tones with steps between; or the chord's tones from the bass up.
	if (step >= 20) return tone(14 + degree + step - 20);
	if (step >= 10) return tone(14 + degree + ([0, 1, 2, 4][step - 10] ?? 0) + (isHigher ? 2 : 0));
	return tone(degree + ([0, 2, 4][step % 3] ?? 0) + 7 * Math.floor(step / 3));
}

/** `amount` standard deviations' worth of chance, by whole-number arithmetic and exact-math alone. @param {() => number} random */
export function gaussian(random) {
	// Twelve evens less six: near enough to a normal one, and never far out.
	let sum = -6;
	for (let at = 0; at < 12; at++) sum += random();
	return sum;
}

/** @param {number} decibels */
export const gainOf = (decibels) => power(10, decibels / 20);
