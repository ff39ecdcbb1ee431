// One scene of the laboratory, drawn from a set and a seed: who speaks, what happens meanwhile and when, the room, the noise, the line.
import { createRandom } from '../../src/lib/shared/seeded-random.ts';
import { disturb, DISTURBANCES, fillNoise, type Disturbance, type NoiseColour } from './disturbances.ts';
import { hasEspeak, speakByEspeak } from './espeak-voice.ts';
import { RATE, speak, type Voice } from './formant-voice.ts';
import { ANSWERS, BACK_CHANNELS, INTERRUPTIONS } from './phrases.ts';
import type { RoomOptions } from './room.ts';
import { ofSet, seedFor, voicesOf, type SetName } from './sets.ts';
import { transcribe, transcribeNoise, type TimedTranscript } from './transcript-script.ts';

/** `quiet`: nothing happens; whatever is heard is the assistant itself, or the room. */
export type Happening = 'interruption' | 'back-channel' | 'quiet' | Disturbance;

export interface Scene {
	set: SetName;
	seed: number;
	happening: Happening;
	/** What is said, of an interruption or a back-channel, and by what. */
	words: string;
	make: 'formants' | 'espeak-ng';
	answer: string;
	assistant: Voice;
	room: RoomOptions;
	/** What comes to the microphone beside the echo, from the start of the scene. */
	near: Float32Array;
	/** When what happens begins and ends, ms from the start of the scene; NaN when nothing does. */
	onsetMs: number;
	endMs: number;
	/** dBFS of what happens, and dB of it above the steady noise. */
	level: number;
	snr: number;
	/** What the transcriber makes of it; `atMs` from `onsetMs`. */
	transcript: TimedTranscript[];
	/** One way, ms. */
	upMs: number;
	downMs: number;
	/** First sound of a piece after it was asked for. */
	speakerMs: number;
	/** Chance that an echo loud enough to be understood is. */
	echoUnderstood: number;
}

/** Of the callers, where it is installed. */
const ESPEAK_SHARE = 1 / 3;
export const SCENE_MS = 11_000;
/** The answer is asked for here: before, the room is heard alone. */
export const ASKED_AT_MS = 1_500;
/** Half are interruptions; the rest are what must not be one. */
const KINDS: readonly Happening[] = [
	...Array.from({ length: 14 }, () => 'interruption' as const),
	...Array.from({ length: 5 }, () => 'back-channel' as const),
	'quiet',
	...DISTURBANCES
];

export function drawScene(set: SetName, seed: number): Scene {
	const random = createRandom(seedFor(set, seed));
	const between = (least: number, most: number) => least + (most - least) * random();
	const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
	const voices = voicesOf(set);
	const happening = pick(KINDS);
	const level = between(-34, -14);
	const snr = between(12, 45);
	const room: RoomOptions = {
		echoLevel: between(-50, -10),
		delayMs: between(0, 300),
		reverberationMs: between(100, 500),
		residual: pick(['none', 'linear', 'bursts'])
	};
	const near = new Float32Array((SCENE_MS * RATE) / 1_000);
	fillNoise(near, random, pick<NoiseColour>(['white', 'pink', 'hum']));
	// Noise of the room is told against the caller's voice, whatever happens.
	scaleRms(near, level - snr);
	const base = {
		...{
			set,
			seed,
			happening,
			words: '',
			make: 'formants' as const,
			answer: pick(ofSet(set, ANSWERS)),
			assistant: pick(voices),
			room
		},
		...{ near, onsetMs: NaN, endMs: NaN, level, snr, transcript: [] as TimedTranscript[] },
		...{ upMs: between(10, 80), downMs: between(10, 80), speakerMs: between(120, 350) },
		echoUnderstood: between(0, 0.5)
	};
	if (happening === 'quiet') return base;
	const startMs = between(3_600, 6_000);
	const start = Math.round((startMs * RATE) / 1_000);
	if (happening === 'interruption' || happening === 'back-channel') {
		const isBackChannel = happening === 'back-channel';
		const words = pick(ofSet(set, isBackChannel ? BACK_CHANNELS : INTERRUPTIONS));
		// People show that they listen in a lower voice than they interrupt with.
		const caller = pick(voices);
		const loudness = isBackChannel ? level - 4 : level;
		const isEspeak = random() < ESPEAK_SHARE && hasEspeak();
		const said = isEspeak ? speakByEspeak(caller, words, loudness) : speak(caller, words, loudness, random);
		add(near, said.samples, start);
		const shift = said.onset;
		const spoken = said.words.map(({ text, start: from, end }) => ({
			...{ text, start: from - shift, end: end - shift }
		}));
		return {
			...base,
			words,
			make: isEspeak ? ('espeak-ng' as const) : ('formants' as const),
			onsetMs: ((start + said.onset) * 1_000) / RATE,
			endMs: ((start + said.end) * 1_000) / RATE,
			transcript: transcribe(spoken, random, { isBackChannel })
		};
	}
	const sound = disturb(happening, level, random);
	add(near, sound, start);
	const lengthMs = (sound.length * 1_000) / RATE;
	return {
		...base,
		onsetMs: startMs,
		endMs: startMs + lengthMs,
		transcript: transcribeNoise(happening, lengthMs, random)
	};
}

function add(to: Float32Array, samples: Float32Array, at: number): void {
	for (let i = 0; i < samples.length && at + i < to.length; i++)
		to[at + i] = (to[at + i] ?? 0) + (samples[i] ?? 0);
}

function scaleRms(samples: Float32Array, level: number): void {
	let sum = 0;
	for (const sample of samples) sum += sample * sample;
	const factor = 10 ** (level / 20) / Math.sqrt(sum / samples.length);
	for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] ?? 0) * factor;
}
