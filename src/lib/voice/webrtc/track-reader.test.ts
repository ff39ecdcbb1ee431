import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SoundFrame } from '../../shared/voice/frames.ts';
import type { PlacedFrame } from '../../shared/voice/sound.ts';
import { TRACK_RATE, TrackReader } from './track-reader.ts';

const FRAME = (TRACK_RATE * 40) / 1_000;
const QUIET = (TRACK_RATE * 100) / 1_000;

/** Responses as the server sends them: quiet, then frames of a rising tone each; and where it says they are. */
function makeTrack(responses: number[], before = QUIET * 3) {
	const track: number[] = Array<number>(before).fill(0);
	const placed: PlacedFrame[] = [];
	for (const [index, frames] of responses.entries()) {
		track.push(...Array<number>(QUIET).fill(0));
		for (let seq = 0; seq < frames; seq++) {
			placed.push({
				responseId: index + 1,
				seq,
				mediaMs: seq * 40,
				lengthMs: 40,
				streamMs: (track.length / TRACK_RATE) * 1_000,
				isAudible: true,
				...(seq === 0 ? { audibleMs: 0 } : {})
			});
			// What it is can be told from how loud it is.
			track.push(...Array<number>(FRAME).fill(levelOf(index + 1, seq)));
		}
	}
	track.push(...Array<number>(TRACK_RATE / 2).fill(0));
	return { track, placed };
}
const levelOf = (response: number, seq: number) => 0.1 + 0.02 * seq + 0.3 * (response % 2);

const isRight = ({ responseId, seq, samples }: SoundFrame) => {
	const middle = samples.subarray(FRAME / 2 - 60, FRAME / 2 + 60);
	return middle.every((sample) => Math.abs(sample / 32_768 - levelOf(responseId, seq)) < 0.005);
};

function read(
	track: readonly number[],
	placed: readonly PlacedFrame[],
	options: { delay?: number; after?: number } = {}
) {
	const frames: SoundFrame[] = [];
	const reader = new TrackReader((frame) => frames.push(frame));
	const heard = [...Array<number>(options.delay ?? 0).fill(0), ...track];
	const waiting = [...placed];
	for (let at = 0; at < heard.length; at += 512) {
		// The socket says it so many samples after the server sent it.
		while (
			waiting[0] !== undefined &&
			(waiting[0].streamMs * TRACK_RATE) / 1_000 + (options.after ?? 0) <= at
		)
			reader.place(waiting.shift() as PlacedFrame);
		reader.hear(Float32Array.from(heard.slice(at, at + 512)));
	}
	for (const frame of waiting) reader.place(frame);
	return { frames, reader };
}

describe('frames out of a track without numbers', () => {
	it('are the ones that were announced, each with its own sound', () => {
		const { track, placed } = makeTrack([10, 5, 8]);
		const { frames, reader } = read(track, placed, { delay: 3_000 });
		expect(frames.map(({ responseId, seq, mediaMs }) => [responseId, seq, mediaMs])).toEqual(
			placed.map(({ responseId, seq, mediaMs }) => [responseId, seq, mediaMs])
		);
		expect(frames.filter((frame) => !isRight(frame))).toEqual([]);
		expect(reader.waiting).toBe(0);
	});

	it('are right whatever the track’s delay, and whether the socket or the track is quicker', () => {
		fc.assert(
			fc.property(
				fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 }),
				fc.integer({ min: 0, max: 12_000 }),
				fc.integer({ min: -9_600, max: 24_000 }),
				(responses, delay, after) => {
					const { track, placed } = makeTrack(responses);
					const { frames } = read(track, placed, { delay, after });
					expect(frames).toHaveLength(placed.length);
					expect(frames.every(isRight)).toBe(true);
				}
			),
			{ numRuns: 60 }
		);
	});

	it('are found again after a jitter buffer has grown or shrunk between two responses', () => {
		for (const change of [-900, 2_400, 4_800]) {
			const { track, placed } = makeTrack([5, 5], TRACK_RATE);
			const second =
				((placed.find(({ responseId }) => responseId === 2)?.streamMs ?? 0) * TRACK_RATE) / 1_000;
			const cut = second - QUIET / 2;
			const grown = Array<number>(Math.max(0, change)).fill(0);
			const heard = [...track.slice(0, cut), ...grown, ...track.slice(cut + Math.max(0, -change))];
			const { frames } = read(heard, placed, { delay: 1_000 });
			expect(frames).toHaveLength(10);
			expect(frames.every(isRight)).toBe(true);
		}
	});

	it('wait for sound that has not come, and are given when it does', () => {
		const { track, placed } = makeTrack([3]);
		const frames: SoundFrame[] = [];
		const reader = new TrackReader((frame) => frames.push(frame));
		for (const frame of placed) reader.place(frame);
		expect(frames).toEqual([]);
		expect(reader.waiting).toBe(3);
		reader.hear(Float32Array.from(track));
		expect(frames.every(isRight)).toBe(true);
		expect(frames).toHaveLength(3);
	});

	it('of a cancelled response are not given, and those of the next one are', () => {
		const { track, placed } = makeTrack([4, 4]);
		const frames: SoundFrame[] = [];
		const reader = new TrackReader((frame) => frames.push(frame));
		for (const frame of placed) reader.place(frame);
		const half = (track.length / 2) | 0;
		reader.hear(Float32Array.from(track.slice(0, half)));
		reader.drop(1);
		reader.hear(Float32Array.from(track.slice(half)));
		expect(frames.filter(({ responseId }) => responseId === 2)).toHaveLength(4);
		expect(frames.every(isRight)).toBe(true);
	});

	it('that begin with quiet come with it: their time is told from the first edge that follows', () => {
		const { track, placed } = makeTrack([4]);
		const [first] = placed as [PlacedFrame];
		const lead = { ...first, seq: 99, streamMs: first.streamMs - 40, audibleMs: undefined };
		const { audibleMs: _, ...quiet } = lead;
		const { frames } = read(track, [quiet, ...placed], { delay: 700 });
		expect(frames.map(({ seq }) => seq)).toEqual([99, 0, 1, 2, 3]);
		expect(Math.max(...(frames[0]?.samples ?? []))).toBe(0);
		expect(frames.slice(1).every(isRight)).toBe(true);
	});

	it('are kept back while the browser makes sound up, and given when a packet shows that the track goes on', () => {
		const { track, placed } = makeTrack([10]);
		const frames: SoundFrame[] = [];
		const reader = new TrackReader((frame) => frames.push(frame));
		for (const frame of placed) reader.place(frame);
		const [first] = placed as [PlacedFrame];
		const third = (first.streamMs * TRACK_RATE) / 1_000 + 2 * FRAME;
		reader.hear(Float32Array.from(track.slice(0, third)));
		expect(frames).toHaveLength(2);
		reader.hear(Float32Array.from(track.slice(third, third + 4 * FRAME)), true);
		expect(frames).toHaveLength(2);
		expect(reader.waiting).toBe(8);
		reader.hear(Float32Array.from(track.slice(third + 4 * FRAME)));
		expect(frames.map(({ seq }) => seq)).toEqual(placed.map(({ seq }) => seq));
	});

	it('end with the sound: what a track that fell behind still brings belongs to the last one', () => {
		const { track, placed } = makeTrack([6]);
		const frames: SoundFrame[] = [];
		const reader = new TrackReader((frame) => frames.push(frame));
		for (const frame of placed) reader.place(frame);
		reader.end(1);
		const [first] = placed as [PlacedFrame];
		const third = (first.streamMs * TRACK_RATE) / 1_000 + 2 * FRAME;
		const late = [...track.slice(0, third), ...Array<number>(2_000).fill(0), ...track.slice(third)];
		for (let at = 0; at < late.length; at += 512) reader.hear(Float32Array.from(late.slice(at, at + 512)));
		const sound = frames.flatMap(({ samples }) => [...samples].filter((sample) => sample !== 0));
		expect(sound).toHaveLength(6 * FRAME);
		expect(frames.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5]);
		expect(frames.at(-1)?.samples.length).toBeLessThan(24_000);
	});
});
