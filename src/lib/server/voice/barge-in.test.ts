import { describe, expect, it } from 'vitest';
import { DECIDE_WITHIN_MS } from '#lib/shared/voice/protocol.ts';
import { createBargeIn } from './barge-in.ts';
import { createManualTimers } from './fixtures/manual-timers.ts';

function answering() {
	const timers = createManualTimers();
	const decisions: string[] = [];
	const bargeIn = createBargeIn({
		later: timers.later,
		resume: () => decisions.push('resumed'),
		interrupt: () => decisions.push('interrupted')
	});
	bargeIn.begin();
	const hear = (text: string, isFinal = false) =>
		bargeIn.heard({ text, isFinal, spoken: 'the lessons are on tuesdays' });
	return { ...timers, bargeIn, decisions, hear };
}

describe('speech over an answer', () => {
	it('goes on after a pause in which no word was heard, no later than a second', async () => {
		const { bargeIn, decisions, pass, open } = answering();
		bargeIn.paused();
		await pass(DECIDE_WITHIN_MS - 1);
		expect(decisions).toEqual([]);
		await pass(1);
		expect(decisions).toEqual(['resumed']);
		expect(open()).toBe(0);
	});

	it('is cut off by the first word of content, before it is final', async () => {
		const { bargeIn, decisions, hear, pass } = answering();
		bargeIn.paused();
		await pass(300);
		hear('how much');
		expect(decisions).toEqual(['interrupted']);
		await pass(5_000);
		hear('how much is it', true);
		expect(decisions).toEqual(['interrupted']);
	});

	it('goes on at once when what was said was nodding', () => {
		const { bargeIn, decisions, hear } = answering();
		bargeIn.paused();
		hear('okay');
		expect(decisions).toEqual([]);
		hear('okay', true);
		expect(decisions).toEqual(['resumed']);
	});

	it('is cut off by what nodding becomes', () => {
		const { bargeIn, decisions, hear } = answering();
		bargeIn.paused();
		hear('okay');
		hear('okay but not');
		expect(decisions).toEqual(['interrupted']);
	});

	it('lets one word that nothing followed stand as content when time is up', async () => {
		const { bargeIn, decisions, hear, pass } = answering();
		bargeIn.paused();
		hear('saturday');
		expect(decisions).toEqual([]);
		await pass(DECIDE_WITHIN_MS);
		expect(decisions).toEqual(['interrupted']);
	});

	it('forgets a word that turned out to be the answer itself', async () => {
		const { bargeIn, decisions, hear, pass } = answering();
		bargeIn.paused();
		hear('listens');
		hear('lessons are on');
		await pass(DECIDE_WITHIN_MS);
		expect(decisions).toEqual(['resumed']);
	});

	it('can be cut off without a pause, and after one', async () => {
		const { bargeIn, decisions, hear, pass } = answering();
		bargeIn.paused();
		await pass(DECIDE_WITHIN_MS);
		hear('stop');
		expect(decisions).toEqual(['resumed', 'interrupted']);
	});

	it('does nothing to what is over, and leaves no timer', async () => {
		const { bargeIn, decisions, hear, pass, open } = answering();
		bargeIn.paused();
		bargeIn.over();
		expect(open()).toBe(0);
		hear('stop');
		bargeIn.paused();
		await pass(10_000);
		expect(decisions).toEqual([]);
	});
});
