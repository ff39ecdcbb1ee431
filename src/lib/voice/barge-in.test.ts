import { describe, expect, it } from 'vitest';
import { BargeIn } from './barge-in.ts';

const VOICE = (ms: number) => ({ isSpeaking: ms >= 120, voicedMs: ms });
const NOTHING = { isSpeaking: false, voicedMs: 0 };

/** Voice for `ms` from `from` on, in steps of 20 ms; gives when the sound paused. */
function speak(bargeIn: BargeIn, from: number, ms: number, isAudible = true): number | undefined {
	for (let at = 20; at <= ms; at += 20)
		if (bargeIn.hear(from + at, VOICE(at), isAudible) === 'pause') return from + at;
	return undefined;
}

describe('the first step of an interruption', () => {
	it('pauses the sound when there has been voice for 120 ms', () => {
		expect(speak(new BargeIn(), 1_000, 400)).toBe(1_120);
	});

	it('does nothing while nothing is heard, and after the end of one’s own sentence', () => {
		const bargeIn = new BargeIn();
		expect(speak(bargeIn, 0, 1_000, false)).toBeUndefined();
		// The sound begins while the last word is still in the air.
		expect(bargeIn.hear(1_020, { isSpeaking: true, voicedMs: 1_020 }, true)).toBeUndefined();
		expect(bargeIn.hear(1_040, { isSpeaking: true, voicedMs: 0 }, true)).toBeUndefined();
		expect(bargeIn.isPaused).toBe(false);
	});

	it('lets the sound go on after a second without a word', () => {
		const bargeIn = new BargeIn();
		speak(bargeIn, 0, 200);
		expect(bargeIn.hear(1_100, NOTHING, false)).toBeUndefined();
		expect(bargeIn.tick(1_120)).toBe('resume');
		expect(bargeIn.isPaused).toBe(false);
	});

	it('gives the server a second more when there are words', () => {
		const bargeIn = new BargeIn();
		speak(bargeIn, 0, 200);
		bargeIn.words();
		expect(bargeIn.tick(1_500)).toBeUndefined();
		expect(bargeIn.hasWords).toBe(true);
		expect(bargeIn.tick(2_120)).toBe('resume');
	});

	it('begins anew after it was decided', () => {
		const bargeIn = new BargeIn();
		speak(bargeIn, 0, 200);
		bargeIn.decided();
		expect(bargeIn.tick(5_000)).toBeUndefined();
		expect(speak(bargeIn, 5_000, 200)).toBe(5_120);
	});
});
