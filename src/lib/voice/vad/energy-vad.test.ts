import { describe, expect, it } from 'vitest';
import { createRandom } from '../../shared/seeded-random.ts';
import { createVad } from './energy-vad.ts';
import type { Detection } from './voice-detection.ts';

const RATE = 16_000;
const SUBFRAME = 320;

/** A voice of a kind: a buzz of 140 Hz whose loudness goes up and down four times a second, as syllables do. */
const voice = (level: number) => (at: number) => {
	const seconds = at / RATE;
	const syllable = 0.25 + 0.75 * Math.abs(Math.sin(2 * Math.PI * 2 * seconds));
	let sum = 0;
	for (let harmonic = 1; harmonic <= 12; harmonic++)
		sum += Math.sin(2 * Math.PI * 140 * harmonic * seconds) / harmonic;
	return level * syllable * sum;
};
const noise = (level: number, seed = 7) => {
	const random = createRandom(seed);
	return () => level * (2 * random() - 1);
};
const silence = () => 0;
/** A key: 30 ms of noise that dies away, nine times a second. */
const typing = (level: number) => {
	const random = createRandom(3);
	return (at: number) => {
		const since = at % Math.round(RATE / 9);
		return since > 0.03 * RATE ? 0 : level * (2 * random() - 1) * Math.exp(-since / (0.008 * RATE));
	};
};
const both = (a: (at: number) => number, b: (at: number) => number) => (at: number) => a(at) + b(at);

function listen(vad = createVad()) {
	let at = 0;
	return (
		sound: (at: number) => number,
		ms: number,
		playback: (at: number) => number = silence
	): Detection[] =>
		Array.from({ length: ms / 20 }, () => {
			let energy = 0;
			const subframe = Float32Array.from({ length: SUBFRAME }, (_, i) => {
				energy += playback(at + i) ** 2;
				return sound(at + i);
			});
			at += SUBFRAME;
			return vad.push(subframe, { playbackLevel: Math.sqrt(energy / SUBFRAME) });
		});
}

const isHeard = (detections: Detection[]) => detections.some(({ isSpeaking }) => isSpeaking);
const onsetMs = (detections: Detection[]) => (detections.findIndex(({ isSpeaking }) => isSpeaking) + 1) * 20;

describe('the voice detection by loudness', () => {
	it('hears a voice in a quiet room within a tenth of a second, also when it begins with the call', () => {
		const hear = listen();
		expect(onsetMs(hear(both(voice(0.1), noise(0.001)), 1_000))).toBeLessThanOrEqual(100);
	});

	it('keeps hearing over the gaps between words and stops a while after the last', () => {
		const hear = listen();
		hear(noise(0.001), 2_000);
		hear(both(voice(0.1), noise(0.001)), 600);
		expect(hear(noise(0.001), 300).at(-1)?.isSpeaking).toBe(true);
		expect(hear(noise(0.001), 300).at(-1)?.isSpeaking).toBe(false);
	});

	it('takes a steady noise for the floor, however loud, and hears a voice above it', () => {
		const hear = listen();
		hear(noise(0.001), 2_000);
		hear(noise(0.05), 4_000);
		expect(hear(noise(0.05), 3_000).at(-1)?.isSpeaking).toBe(false);
		expect(isHeard(hear(both(voice(0.25), noise(0.05)), 600))).toBe(true);
	});

	it('hears nothing in silence, and does not mistake the noise after it for a voice for long', () => {
		const hear = listen();
		expect(isHeard(hear(silence, 5_000))).toBe(false);
		hear(noise(0.02), 4_000);
		expect(hear(noise(0.02), 1_000).at(-1)?.isSpeaking).toBe(false);
	});

	it('hears quiet speech from a poor microphone', () => {
		const hear = listen();
		hear(noise(0.0005), 2_000);
		expect(isHeard(hear(both(voice(0.006), noise(0.0005)), 800))).toBe(true);
	});

	it('takes typing for no voice while something plays', () => {
		const hear = listen();
		const assistant = voice(0.2);
		hear(noise(0.001), 1_000);
		const echo = (at: number) => 0.03 * assistant(at - 1_600);
		hear(both(echo, noise(0.001)), 2_000, assistant);
		expect(isHeard(hear(both(echo, typing(0.3)), 3_000, assistant))).toBe(false);
	});

	it.each([20, 80, 250])('takes the echo of what plays, %d ms late, for no voice', (lateMs) => {
		const hear = listen();
		const assistant = voice(0.2);
		hear(noise(0.001), 2_000);
		const echo = (at: number) => 0.15 * assistant(at - lateMs * 16);
		expect(isHeard(hear(both(echo, noise(0.001)), 6_000, assistant))).toBe(false);
	});

	it('hears a person over the echo, after 120 ms of voice and not before', () => {
		const hear = listen();
		const assistant = voice(0.2);
		hear(noise(0.001), 2_000);
		const echo = both((at) => 0.03 * assistant(at - 1_600), noise(0.001));
		hear(echo, 2_000, assistant);
		const detections = hear(
			both(echo, (at) => voice(0.15)(at + 4_000)),
			600,
			assistant
		);
		expect(onsetMs(detections)).toBeGreaterThanOrEqual(120);
		expect(onsetMs(detections)).toBeLessThanOrEqual(180);
	});

	it('is taken in by a loud echo once, not again after it was told', () => {
		const vad = createVad();
		const hear = listen(vad);
		const assistant = voice(0.2);
		const echo = both((at) => 0.95 * assistant(at - 800), noise(0.001));
		hear(noise(0.001), 1_000);
		expect(isHeard(hear(echo, 1_000, assistant))).toBe(true);
		vad.wasNoVoice();
		expect(isHeard(hear(echo, 5_000, assistant))).toBe(false);
	});

	it('gives the same for samples of either kind', () => {
		const [ofFloats, ofIntegers] = [createVad(), createVad()];
		const sound = both(voice(0.1), noise(0.001));
		for (let at = 0; at < RATE; at += SUBFRAME) {
			const integers = Int16Array.from({ length: SUBFRAME }, (_, i) => Math.round(sound(at + i) * 32_767));
			const floats = Float32Array.from(integers, (sample) => sample / 32_768);
			const surround = { playbackLevel: 0 };
			expect(ofIntegers.push(integers, surround)).toEqual(ofFloats.push(floats, surround));
		}
	});
});
