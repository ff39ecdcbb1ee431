// What is done to the playing, or to its sound, in doses; and which dimension each belongs to. That is decided here, before anything is
// measured: a dimension whose own perturbation it does not follow is "not measurable", whatever else it may follow.
import { degrade, filter, lowPass, seeded, toMp3, toWav } from '../recordings/degrade.mjs';
import { power } from '../../src/lib/shared/recordings/signal/exact-math.ts';
import { SAMPLE_RATE } from '../../src/lib/shared/recordings/signal/resampler.ts';
import { gainOf, gaussian } from './pieces.mjs';

/** @typedef {import('./pieces.mjs').Playing} Playing */
/**
 * @typedef {object} Perturbation
 * @property {string} label what is done
 * @property {string} unit what a dose is counted in
 * @property {number[]} doses in rising order
 * @property {number} neutral the dose that changes nothing
 * @property {(playing: Playing, dose: number) => Playing} [play]
 * @property {(sound: Float32Array, dose: number, name: string) => Float32Array | Uint8Array | null} [hear] samples, a file, or null where
 * the machine cannot do it
 */

/** @type {Record<string, Perturbation>} */
export const PERTURBATIONS = {
	jitter: {
		label: 'Each chord is struck early or late by chance',
		unit: 'ms (standard deviation)',
		// Up to what is still playing: with 140 ms, notes of a quaver change places. Scores rise no further beyond about 75.
		doses: [0, 10, 20, 35, 50, 70, 90],
		neutral: 0,
		play: jittered
	},
	tempo: {
		label: 'Everything is played slower or faster, notes and gaps alike',
		unit: 'times as long',
		doses: [0.6, 0.75, 0.87, 1, 1.15, 1.35, 1.6],
		neutral: 1,
		play: (playing, dose) => ({
			...playing,
			notes: playing.notes.map((note) => ({ ...note, start: note.start * dose, length: note.length * dose })),
			harmonies: playing.harmonies.map((seconds) => seconds * dose)
		})
	},
	range: {
		label: "Each key stroke's distance from the mean velocity is stretched or shrunk",
		unit: 'times as far',
		doses: [0, 0.4, 0.7, 1, 1.4, 1.9, 2.5],
		neutral: 1,
		play: (playing, dose) => {
			const middle = meanVelocity(playing);
			return withVelocities(playing, (velocity) => middle + (velocity - middle) * dose);
		}
	},
	gainCurve: {
		label: "The sound's level, followed over 0.4 s, is stretched or shrunk around its mean",
		unit: 'times the decibels',
		doses: [0.4, 0.6, 0.8, 1, 1.25, 1.55, 1.9],
		neutral: 1,
		hear: gainCurved
	},
	velocity: {
		label: 'Every key is struck harder or softer, while the recording stays as loud',
		unit: 'times the velocity',
		doses: [0.45, 0.6, 0.8, 1, 1.2, 1.4, 1.6],
		neutral: 1,
		play: (playing, dose) => withVelocities(playing, (velocity) => velocity * dose)
	},
	length: {
		label: 'Each note is held shorter or longer',
		unit: 'times as long',
		doses: [0.3, 0.5, 0.75, 1, 1.3, 1.7, 2.2],
		neutral: 1,
		play: (playing, dose) => ({
			...playing,
			notes: playing.notes.map((note) => ({ ...note, length: note.length * dose }))
		})
	},
	pedal: {
		label: 'The pedal is held over a part of each harmony, over each, and over several',
		unit: 'harmonies',
		doses: [0, 0.25, 0.5, 0.75, 1, 2, 4],
		neutral: 0,
		play: (playing, dose) => ({ ...playing, pedal: dose })
	},
	missing: {
		label: 'Notes are left out by chance',
		unit: 'share of the notes',
		doses: [0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5],
		neutral: 0,
		play: (playing, dose) => {
			// A note that is missing at one dose is missing at each higher one.
			const random = seeded(`missing ${playing.name}`);
			return { ...playing, notes: playing.notes.filter(() => random() >= dose) };
		}
	},
	lowPass: {
		label: 'Highs are cut off (12 dB an octave)',
		unit: 'Hz, the whole band as 11,025',
		doses: [1_500, 2_000, 3_000, 4_000, 5_500, 8_000, 11_025],
		neutral: 11_025,
		hear: (sound, dose) => (dose === 11_025 ? sound : filter(sound, lowPass(dose)))
	},
	noise: {
		label: 'White noise is added',
		unit: 'dB of the sound above it, none as 90',
		doses: [20, 25, 30, 35, 40, 50, 90],
		neutral: 90,
		hear: (sound, dose, name) => (dose === 90 ? sound : noisy(sound, dose, name))
	},
	codec: {
		label: 'The sound goes through MP3 (lame)',
		unit: 'kbit/s, none as 352',
		doses: [24, 32, 48, 64, 96, 128, 352],
		neutral: 352,
		hear: (sound, dose) => (dose === 352 ? sound : toMp3(toWav(sound), dose))
	}
};

/**
 * What a dimension must follow, and to which side: 1 when more of it is more of the right pole.
 * @type {Partial<Record<import('../../src/lib/shared/recordings/dimensions.ts').Dimension, [perturbation: string, side: 1 | -1][]>>}
 */
export const OWN = {
	timing_stable_unstable: [['jitter', 1]],
	articulation_short_long: [['length', 1]],
	articulation_soft_hard: [['velocity', 1]],
	pedal_sparse_saturated: [['pedal', 1]],
	pedal_clean_blurred: [['pedal', 1]],
	timbre_bright_dark: [['velocity', -1]],
	timbre_soft_loud: [['velocity', 1]],
	dynamic_range_little_large: [
		['range', 1],
		['gainCurve', 1]
	],
	music_making_fast_slow: [['tempo', 1]]
};

/** The same playing recorded again: nothing that a listener would call another performance. @type {Record<string, (sound: Float32Array, name: string) => Float32Array | Uint8Array | null>} */
export const RECORDED_AGAIN = {
	'12 dB softer': (sound) => sound.map((sample) => sample * gainOf(-12)),
	'6 dB louder': (sound) => sound.map((sample) => Math.max(-1, Math.min(1, sample * gainOf(6)))),
	'MP3 at 128 kbit/s': (sound) => toMp3(toWav(sound), 128),
	'MP3 at 64 kbit/s': (sound) => toMp3(toWav(sound), 64),
	'noise 45 dB below': (sound, name) => noisy(sound, 45, name),
	'a small room, near': (sound, name) => inRoom(sound, `near ${name}`, 0.25, -14),
	'a small room, further away': (sound, name) => inRoom(sound, `far ${name}`, 0.35, -9),
	'a larger room': (sound, name) => inRoom(sound, `large ${name}`, 0.5, -12)
};

/** @param {Playing} playing @param {number} dose milliseconds @returns {Playing} */
function jittered(playing, dose) {
	const random = seeded(`jitter ${playing.name}`);
	// What is struck together stays together.
	let [chord, shift] = [-1, 0];
	const notes = playing.notes.map((note) => {
		if (note.start > chord + 0.03) {
			chord = note.start;
			shift = (gaussian(random) * dose) / 1_000;
		}
		return { ...note, start: Math.max(0, note.start + shift) };
	});
	return { ...playing, notes: notes.sort((a, b) => a.start - b.start || a.key - b.key) };
}

/** @param {Playing} playing */
const meanVelocity = ({ notes }) => notes.reduce((sum, { velocity }) => sum + velocity, 0) / notes.length;

/** @param {Playing} playing @param {(velocity: number) => number} change @returns {Playing} */
function withVelocities(playing, change) {
	const notes = playing.notes.map((note) => ({
		...note,
		velocity: Math.max(5, Math.min(127, Math.round(change(note.velocity))))
	}));
	return { ...playing, notes };
}

/** @param {Float32Array} sound @param {number} dose */
function gainCurved(sound, dose) {
	const reach = Math.round(0.2 * SAMPLE_RATE);
	const sums = new Float64Array(sound.length + 1);
	for (let at = 0; at < sound.length; at++)
		sums[at + 1] = (sums[at] ?? 0) + (sound[at] ?? 0) * (sound[at] ?? 0);
	const mean = (sums[sound.length] ?? 0) / sound.length;
	return sound.map((sample, at) => {
		const [from, to] = [Math.max(0, at - reach), Math.min(sound.length, at + reach)];
		// What is 40 dB below the mean is silence, and is not raised any further.
		const level = Math.max(1e-4, ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from) / mean);
		return Math.max(-1, Math.min(1, 0.7 * sample * power(level, (dose - 1) / 2)));
	});
}

/** @param {Float32Array} sound @param {number} below decibels @param {string} name */
function noisy(sound, below, name) {
	const random = seeded(`noise ${name}`);
	const level = Math.sqrt(sound.reduce((sum, sample) => sum + sample * sample, 0) / sound.length);
	const scale = level * gainOf(-below);
	return sound.map((sample) => Math.max(-1, Math.min(1, sample + scale * gaussian(random))));
}

/** @param {Float32Array} sound @param {string} name @param {number} reverbSeconds @param {number} wet */
function inRoom(sound, name, reverbSeconds, wet) {
	return degrade(
		sound,
		{ reverbSeconds, wet, lowHertz: 60, highHertz: 9_000, noise: 50, gain: -6 },
		seeded(name)
	);
}
