import { describe, expect, it } from 'vitest';
import { Framer } from './framer.ts';

const subframe = (value: number) => new Int16Array(320).fill(value);

function framing() {
	const frames: { subframes: number; mediaMs: number; values: number[] }[] = [];
	const framer = new Framer(({ subframes, mediaMs, samples }) =>
		frames.push({
			subframes,
			mediaMs,
			values: Array.from({ length: subframes }, (_, i) => samples[i * 320] ?? -1)
		})
	);
	return { framer, frames };
}

describe('frames of the microphone', () => {
	it('hold four subframes and the time of the first', () => {
		const { framer, frames } = framing();
		for (let i = 0; i < 9; i++) framer.push(subframe(i));
		expect(frames).toEqual([
			{ subframes: 4, mediaMs: 0, values: [0, 1, 2, 3] },
			{ subframes: 4, mediaMs: 80, values: [4, 5, 6, 7] }
		]);
	});

	it('end short when the gate shuts in the middle of one', () => {
		const { framer, frames } = framing();
		for (let i = 0; i < 6; i++) framer.push(subframe(i));
		framer.shut(0);
		expect(frames.at(-1)).toEqual({ subframes: 2, mediaMs: 80, values: [4, 5] });
	});

	it('begin with the moment before the gate was opened, at its own time', () => {
		const { framer, frames } = framing();
		framer.shut(100);
		for (let i = 0; i < 50; i++) framer.push(subframe(i));
		framer.open();
		framer.push(subframe(50));
		framer.push(subframe(51));
		framer.push(subframe(52));
		expect(frames).toEqual([
			{ subframes: 4, mediaMs: 900, values: [45, 46, 47, 48] },
			{ subframes: 4, mediaMs: 980, values: [49, 50, 51, 52] }
		]);
	});

	it('hold nothing of what was muted, though its time passes', () => {
		const { framer, frames } = framing();
		framer.shut(0);
		for (let i = 0; i < 50; i++) framer.push(subframe(i));
		framer.open();
		for (let i = 50; i < 54; i++) framer.push(subframe(i));
		expect(frames).toEqual([{ subframes: 4, mediaMs: 1_000, values: [50, 51, 52, 53] }]);
	});
});
