import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/lib/shared/seeded-random.ts';
import { disturb, DISTURBANCES } from './disturbances.ts';
import { activeRms, RATE, speak } from './formant-voice.ts';
import { INTERRUPTIONS } from './phrases.ts';
import { createEcho } from './room.ts';
import { ofSet, setOf, voicesOf } from './sets.ts';

const energy = (samples: Float32Array) => samples.reduce((sum, sample) => sum + sample * sample, 0);

describe('speech-like sound', () => {
	it('is silent before the onset it tells, to the sample, and sounds within ten milliseconds of it', () => {
		for (const [index, voice] of [...voicesOf('development'), ...voicesOf('held-out')].entries()) {
			const phrase = INTERRUPTIONS[index % INTERRUPTIONS.length] ?? '';
			const { samples, onset, end } = speak(voice, phrase, -20, createRandom(index));
			expect(energy(samples.subarray(0, onset))).toBe(0);
			expect(energy(samples.subarray(end))).toBe(0);
			const loudest = activeRms(samples);
			const first = Math.sqrt(energy(samples.subarray(onset, onset + RATE / 100)) / (RATE / 100));
			expect(20 * Math.log10(first / loudest)).toBeGreaterThan(-65);
		}
	});

	it('is as loud as it is told to be', () => {
		for (const level of [-34, -20, -14]) {
			const { samples } = speak(voicesOf('development')[0]!, 'what about Saturday', level, createRandom(1));
			expect(20 * Math.log10(activeRms(samples))).toBeCloseTo(level, 1);
		}
	});

	it('tells where each word lies: in order, within the sound, with pauses after sentences', () => {
		const { words, samples } = speak(voicesOf('development')[0]!, 'Yes, sure. Go on', -20, createRandom(2));
		expect(words.map(({ text }) => text)).toEqual(['Yes,', 'sure.', 'Go', 'on']);
		for (const [i, { start, end }] of words.entries()) {
			expect(start).toBeGreaterThanOrEqual(words[i - 1]?.end ?? 0);
			expect(energy(samples.subarray(start, end))).toBeGreaterThan(0);
		}
		expect(words.at(-1)?.end).toBe(samples.length);
		const [, sure, go] = words;
		expect(((go!.start - sure!.end) * 1_000) / RATE).toBeGreaterThan(150);
		expect(energy(samples.subarray(sure!.end + RATE / 50, go!.start))).toBeLessThan(energy(samples) / 1_000);
	});

	it('has disturbances that begin at once', () => {
		for (const kind of DISTURBANCES) {
			const samples = disturb(kind, -20, createRandom(3));
			expect(energy(samples.subarray(0, RATE / 10)), kind).toBeGreaterThan(0);
			expect(samples.every(Number.isFinite), kind).toBe(true);
		}
	});
});

describe('the echo', () => {
	it('comes after its delay, at its level, and ends when nothing is played', () => {
		const options = { echoLevel: -20, delayMs: 100, reverberationMs: 200, residual: 'linear' } as const;
		const echo = createEcho(options, createRandom(4));
		const { samples } = speak(voicesOf('development')[1]!, 'one moment please', -20, createRandom(5));
		const silence = new Float32Array(RATE);
		const heard = Float32Array.from([...samples, ...silence], (sample) => echo(sample));
		const delay = RATE / 10;
		expect(energy(heard.subarray(0, delay))).toBe(0);
		expect(energy(heard.subarray(samples.length + delay + RATE / 5))).toBe(0);
		expect(10 * Math.log10(energy(heard) / energy(samples))).toBeGreaterThan(-24);
		expect(10 * Math.log10(energy(heard) / energy(samples))).toBeLessThan(-16);
	});
});

describe('the two sets', () => {
	it('share no voice and no phrase, and both have enough', () => {
		const [one, other] = [voicesOf('development'), voicesOf('held-out')];
		expect(one.filter(({ id }) => other.some((voice) => voice.id === id))).toEqual([]);
		expect(Math.min(one.length, other.length)).toBeGreaterThan(15);
		for (const phrase of INTERRUPTIONS) expect(ofSet(setOf(phrase), INTERRUPTIONS)).toContain(phrase);
		expect(ofSet('held-out', INTERRUPTIONS).length).toBeGreaterThan(12);
	});
});
