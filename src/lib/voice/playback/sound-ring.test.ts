import { describe, expect, it } from 'vitest';
import { SoundRing } from './sound-ring.ts';

const RATE = 24_000;
const QUANTUM = 128;

/** 40 ms of sound at a steady level. */
const chunk = (responseId: number, seq: number, level = 8_000, sampleRate = RATE) => ({
	responseId,
	mediaMs: seq * 40,
	sampleRate,
	samples: new Int16Array((sampleRate * 40) / 1_000).fill(level)
});

function render(ring: SoundRing, ms: number): number[] {
	const all: number[] = [];
	for (let i = 0; i < (ms * RATE) / 1_000 / QUANTUM; i++) {
		const output = new Float32Array(QUANTUM);
		ring.render(output);
		all.push(...output);
	}
	return all;
}

const isSilent = (samples: number[]) => samples.every((sample) => sample === 0);
const largestStep = (samples: number[]) =>
	samples.slice(1).reduce((largest, sample, i) => Math.max(largest, Math.abs(sample - (samples[i] ?? 0))), 0);

describe('the ring of what is to be played', () => {
	it('waits for a little sound before it begins, and not for more than there is of a short answer', () => {
		const ring = new SoundRing(RATE);
		ring.push(chunk(1, 0));
		expect(isSilent(render(ring, 20))).toBe(true);
		ring.push(chunk(1, 1));
		expect(isSilent(render(ring, 20))).toBe(false);

		const short = new SoundRing(RATE);
		short.push(chunk(1, 0));
		short.done(1);
		expect(isSilent(render(short, 20))).toBe(false);
	});

	it('says how much of a response was played, by its own time', () => {
		const ring = new SoundRing(RATE);
		for (let seq = 0; seq < 5; seq++) ring.push(chunk(1, seq));
		render(ring, 100);
		expect(ring.report().playedMs).toBeGreaterThan(98);
		expect(ring.report().playedMs).toBeLessThan(108);
		ring.done(1);
		render(ring, 200);
		expect(ring.report()).toMatchObject({
			responseId: 1,
			playedMs: 200,
			isEmpty: true,
			isAudible: false,
			underruns: 0
		});
	});

	it('falls silent within one quantum when it is paused, without a click, and goes on where it stopped', () => {
		const ring = new SoundRing(RATE);
		for (let seq = 0; seq < 10; seq++) ring.push(chunk(1, seq));
		render(ring, 100);
		ring.pause();
		const fading = render(ring, 5);
		expect(largestStep(fading)).toBeLessThan(0.01);
		const { playedMs } = ring.report();
		expect(isSilent(render(ring, 500))).toBe(true);
		expect(ring.report()).toMatchObject({ playedMs, isPaused: true, isAudible: false });
		ring.resume();
		const again = render(ring, 50);
		expect(largestStep([0, ...again])).toBeLessThan(0.01);
		expect(ring.report().playedMs - playedMs).toBeCloseTo(53.3, 0);
	});

	it('forgets everything at once when it is cleared, also while it is paused', () => {
		const ring = new SoundRing(RATE);
		for (let seq = 0; seq < 10; seq++) ring.push(chunk(1, seq));
		render(ring, 100);
		ring.clear();
		expect(largestStep(render(ring, 5))).toBeLessThan(0.01);
		expect(ring.bufferedMs()).toBe(0);
		expect(isSilent(render(ring, 100))).toBe(true);

		for (let seq = 0; seq < 10; seq++) ring.push(chunk(2, seq));
		render(ring, 50);
		ring.pause();
		render(ring, 50);
		ring.clear();
		for (let seq = 0; seq < 4; seq++) ring.push(chunk(3, seq));
		expect(isSilent(render(ring, 50))).toBe(false);
		expect(ring.report()).toMatchObject({ responseId: 3, isPaused: false });
	});

	it('counts running dry in the middle of a response, and waits for more before it goes on', () => {
		const ring = new SoundRing(RATE);
		ring.push(chunk(1, 0));
		ring.push(chunk(1, 1));
		render(ring, 200);
		expect(ring.report().underruns).toBe(1);
		ring.push(chunk(1, 2));
		ring.push(chunk(1, 3));
		expect(isSilent(render(ring, 20))).toBe(true);
		ring.push(chunk(1, 4));
		const again = render(ring, 20);
		expect(isSilent(again)).toBe(false);
		expect(largestStep([0, ...again])).toBeLessThan(0.01);
		expect(ring.report().underruns).toBe(1);
	});

	it('keeps the time of a response whose frames have a hole', () => {
		const ring = new SoundRing(RATE);
		ring.push(chunk(1, 0));
		ring.push(chunk(1, 10));
		ring.done(1);
		render(ring, 200);
		expect(ring.report().playedMs).toBe(440);
	});

	it.each([16_000, 22_050, 48_000])('plays sound of %d Hz at its own speed', (sampleRate) => {
		const ring = new SoundRing(RATE);
		const sound = chunk(1, 0, 0, sampleRate);
		const second = { ...sound, samples: new Int16Array(sampleRate) };
		for (let i = 0; i < sampleRate; i++)
			second.samples[i] = 10_000 * Math.sin((2 * Math.PI * 300 * i) / sampleRate);
		ring.push(second);
		const out = render(ring, 500);
		const crossings = out.slice(1).filter((sample, i) => sample >= 0 && (out[i] ?? 0) < 0).length;
		expect(crossings).toBeGreaterThanOrEqual(148);
		expect(crossings).toBeLessThanOrEqual(152);
	});
});
