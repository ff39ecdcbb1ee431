import { describe, expect, it } from 'vitest';
import { TurnStopwatch } from './turn-stopwatch.ts';

const NONE = { underruns: 0, reconnects: 0, replayedFrames: 0 };

describe('the stopwatch of a turn', () => {
	it('measures from the last voice to the first sound, once', () => {
		const stopwatch = new TurnStopwatch();
		stopwatch.speechEnded(1_000);
		stopwatch.speechEnded(2_000);
		stopwatch.turnFinal('a');
		expect(stopwatch.firstSound('a', 2_640)).toBe(640);
		expect(stopwatch.firstSound('a', 3_000)).toBeUndefined();
		expect(stopwatch.turnHeard('a', NONE)).toEqual({ turnId: 'a', v2vMs: 640, ...NONE });
	});

	it('takes one end of speech for one turn, though it is noticed again after the turn was understood', () => {
		const stopwatch = new TurnStopwatch();
		stopwatch.speechEnded(2_000);
		stopwatch.turnFinal('a');
		stopwatch.speechEnded(2_020);
		stopwatch.turnFinal('typed');
		expect(stopwatch.firstSound('a', 2_300)).toBe(300);
		expect(stopwatch.firstSound('typed', 9_000)).toBeUndefined();
		stopwatch.speechEnded(8_000);
		stopwatch.turnFinal('b');
		expect(stopwatch.firstSound('b', 8_400)).toBe(400);
	});

	it('has nothing to measure of a turn that was typed', () => {
		const stopwatch = new TurnStopwatch();
		stopwatch.turnFinal('a');
		expect(stopwatch.firstSound('a', 500)).toBeUndefined();
		expect(stopwatch.turnHeard('a', NONE)).toEqual({ turnId: 'a', ...NONE });
	});

	it('measures how long the sound took to stop', () => {
		const stopwatch = new TurnStopwatch();
		expect(stopwatch.soundStopped(100)).toBeUndefined();
		stopwatch.bargedIn(1_000);
		expect(stopwatch.soundStopped(1_132)).toBe(132);
		expect(stopwatch.turnHeard('a', NONE).bargeInStopMs).toBe(132);
		expect(stopwatch.turnHeard('b', NONE).bargeInStopMs).toBeUndefined();
	});

	it('counts what happened in this turn, not in those before', () => {
		const stopwatch = new TurnStopwatch();
		stopwatch.turnHeard('a', { underruns: 2, reconnects: 1, replayedFrames: 30 });
		expect(stopwatch.turnHeard('b', { underruns: 3, reconnects: 1, replayedFrames: 35 })).toEqual({
			turnId: 'b',
			underruns: 1,
			reconnects: 0,
			replayedFrames: 5
		});
	});
});
