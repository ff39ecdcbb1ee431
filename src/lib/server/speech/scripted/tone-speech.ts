// Text as sound, for tests and benches: each byte of its UTF-8 is two tones, one after the other, the high half out of one bank of sixteen
// and the low half out of another, so that every change of tone is a change of bank and nothing else need keep the time. 13.9 bytes a
// second, about as fast as speech. Needs nothing but the language, so that a page, a bench and a script can make the same sound.

const BASE_HZ = 25;
const LOW_BANK_HZ = 600;
const HIGH_BANK_HZ = 1_850;
const STEP_HZ = 75;
const BANK = 16;

export const TONE_MS = 36;
export const BYTE_MS = 2 * TONE_MS;
/** Less silence than this belongs to an utterance. */
export const SILENCE_MS = 250;
/** Every tone rises and falls for so long, so that it does not click. */
const EDGE_MS = 3;
const LEVEL = 0.35;

/** Both banks, the low one first, in multiples of BASE_HZ: a table of one period of that serves them all. */
export const TONE_MULTIPLES: readonly number[] = [LOW_BANK_HZ, HIGH_BANK_HZ].flatMap((from) =>
	Array.from({ length: BANK }, (_, index) => (from + index * STEP_HZ) / BASE_HZ)
);
export const TONES_OF_BANK = BANK;
/** Samples of one period of BASE_HZ; a whole number at 8, 16, 24 and 48 kHz. */
export const periodOf = (sampleRate: number) => sampleRate / BASE_HZ;

/** How long the sound of a text is, ms. */
export const toneMsOf = (text: string) => new TextEncoder().encode(text).length * BYTE_MS;

/** PCM16 mono, as long as toneMsOf says. `level`: 0..1. */
export function encodeTones(text: string, sampleRate: number, level = LEVEL): Int16Array<ArrayBuffer> {
	const bytes = new TextEncoder().encode(text);
	const perTone = (sampleRate * TONE_MS) / 1_000;
	const edge = (sampleRate * EDGE_MS) / 1_000;
	const samples = new Int16Array(Math.round(bytes.length * 2 * perTone));
	const sine = sineOf(sampleRate);
	for (let tone = 0; tone < bytes.length * 2; tone++) {
		const byte = bytes[tone >> 1] ?? 0;
		const multiple = TONE_MULTIPLES[tone % 2 === 0 ? BANK + (byte >> 4) : byte & 15] ?? 0;
		const from = Math.round(tone * perTone);
		const to = Math.round((tone + 1) * perTone);
		for (let at = from; at < to; at++) {
			const fromEdge = Math.min(at - from, to - 1 - at) / edge;
			const gain = fromEdge >= 1 ? 1 : 0.5 - 0.5 * Math.cos(Math.PI * fromEdge);
			samples[at] = Math.round((sine[(multiple * at) % sine.length] ?? 0) * gain * level * 32_767);
		}
	}
	return samples;
}

const sines = new Map<number, Float64Array>();

/** One period of BASE_HZ. */
export function sineOf(sampleRate: number): Float64Array {
	const known = sines.get(sampleRate);
	if (known !== undefined) return known;
	const length = periodOf(sampleRate);
	if (!Number.isInteger(length)) throw new RangeError(`Tones cannot be made at ${sampleRate} Hz.`);
	const sine = Float64Array.from({ length }, (_, at) => Math.sin((2 * Math.PI * at) / length));
	sines.set(sampleRate, sine);
	return sine;
}
