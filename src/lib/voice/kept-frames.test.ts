import { describe, expect, it } from 'vitest';
import { KeptFrames } from './kept-frames.ts';

const frame = (at = 0) => ({ subframes: 4, mediaMs: at * 80, samples: new Int16Array(1_280) });
const rest = (frames: KeptFrames) => {
	const seqs: number[] = [];
	for (let next = frames.next(); next !== undefined; next = frames.next()) seqs.push(next.seq);
	return seqs;
};

function kept(count: number): KeptFrames {
	const frames = new KeptFrames();
	for (let i = 0; i < count; i++) frames.keep(frame(i));
	return frames;
}

describe('frames of the microphone that were not acknowledged', () => {
	it('go out once each, in order, from the first', () => {
		const frames = kept(3);
		expect(rest(frames)).toEqual([0, 1, 2]);
		frames.keep(frame());
		expect(rest(frames)).toEqual([3]);
		expect(frames.replayed).toBe(0);
	});

	it('go out again from the one the server asks for', () => {
		const frames = kept(5);
		rest(frames);
		frames.acknowledge(1);
		frames.rewind(3);
		expect(rest(frames)).toEqual([3, 4]);
		expect(frames.replayed).toBe(2);
	});

	it('that were acknowledged are not kept, and what is asked for although it is gone is skipped', () => {
		const frames = kept(5);
		rest(frames);
		frames.acknowledge(3);
		frames.rewind(0);
		expect(rest(frames)).toEqual([4]);
	});

	it('are kept for half a minute; what is older is counted as lost', () => {
		const frames = kept(375 + 10);
		expect(frames.lost).toBe(10);
		expect(rest(frames)[0]).toBe(10);
	});

	it('of a page that was loaded anew go on where the page before it stopped', () => {
		const frames = kept(2);
		frames.rewind(120);
		expect(rest(frames)).toEqual([120, 121]);
		frames.keep(frame());
		expect(rest(frames)).toEqual([122]);
	});

	it('are given up when the person is to type', () => {
		const frames = kept(3);
		frames.giveUp();
		expect(frames.waiting).toBe(0);
		frames.keep(frame());
		expect(rest(frames)).toEqual([3]);
	});
});
