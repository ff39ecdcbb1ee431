import { describe, expect, it } from 'vitest';
import { createPlaybackLedger } from './playback-ledger.ts';

describe('what a player would have played', () => {
	it('begins after its buffer and goes on for as long as there is sound', () => {
		const ledger = createPlaybackLedger(80);
		for (let i = 0; i < 5; i++) ledger.push(1_000 + i, 40);
		expect(ledger.startsAtMs).toBe(1_080);
		expect([1_080, 1_180, 1_280, 9_000].map((at) => ledger.playedMs(at))).toEqual([0, 100, 200, 200]);
		expect(ledger.underruns.count).toBe(0);
	});

	it('counts a gap when sound comes after everything was played, and none for sound that comes just in time', () => {
		const ledger = createPlaybackLedger(80);
		ledger.push(0, 40);
		ledger.push(120, 40);
		expect(ledger.underruns.count).toBe(0);
		ledger.push(200, 40);
		expect(ledger.underruns).toEqual({ count: 1, silentMs: 120 });
		expect(ledger.playedMs(280)).toBe(80);
	});

	it('tells how much waited', () => {
		const ledger = createPlaybackLedger(0);
		for (let i = 0; i < 10; i++) ledger.push(0, 40);
		expect(ledger.mostAheadMs).toBe(400);
	});
});
