import { describe, expect, it } from 'vitest';
import { SPEECH_AHEAD_MS } from '#lib/shared/voice/protocol.ts';
import { createManualClock } from '../platform/index.ts';
import { createSpeechPacing } from './speech-pacing.ts';

function createPlayer() {
	const clock = createManualClock();
	const pacing = createSpeechPacing({ clock });
	/** Sends chunks of 40 ms as long as they may be sent. */
	const fill = () => {
		while (pacing.waitMs(40) === 0) pacing.sent(40);
	};
	return { clock, pacing, fill };
}

describe('the pace of speech', () => {
	it('sends at once what may be ahead, then as much as is played', () => {
		const { clock, pacing, fill } = createPlayer();
		fill();
		expect(pacing.sentMs()).toBe(SPEECH_AHEAD_MS);
		expect(pacing.waitMs(40)).toBe(40);
		clock.advance(100);
		fill();
		expect(pacing.sentMs()).toBe(SPEECH_AHEAD_MS + 80);
	});

	it('believes the browser more than the clock', () => {
		const { clock, pacing, fill } = createPlayer();
		fill();
		clock.advance(400);
		pacing.mark(250);
		expect(pacing.playedMs()).toBe(250);
		fill();
		expect(pacing.sentMs()).toBeLessThanOrEqual(250 + SPEECH_AHEAD_MS);
	});

	it('never takes for played what was not sent, and starts again after running dry', () => {
		const { clock, pacing } = createPlayer();
		pacing.sent(40);
		clock.advance(5_000);
		expect(pacing.playedMs()).toBe(40);
		pacing.mark(90_000);
		expect(pacing.playedMs()).toBe(40);
		pacing.sent(40);
		expect(pacing.playedMs()).toBe(40);
		clock.advance(30);
		expect(pacing.playedMs()).toBe(70);
	});

	it('stands still while the browser has paused, and waits for no time', () => {
		const { clock, pacing, fill } = createPlayer();
		fill();
		clock.advance(100);
		pacing.pause();
		clock.advance(10_000);
		expect(pacing.playedMs()).toBe(100);
		fill();
		expect(pacing.sentMs()).toBe(SPEECH_AHEAD_MS + 80);
		expect(pacing.waitMs(40)).toBeUndefined();
		pacing.resume();
		clock.advance(60);
		expect(pacing.playedMs()).toBe(160);
		expect(pacing.waitMs(40)).toBe(0);
	});
});
