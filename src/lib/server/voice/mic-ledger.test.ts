import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createManualClock } from '../platform/index.ts';
import { createMicLedger, type MicFrame } from './mic-ledger.ts';

const frame = (seq: number): MicFrame => ({ seq, mediaMs: seq * 80, samples: new Int16Array(1_280) });
const seqs = (frames: readonly MicFrame[]) => frames.map(({ seq }) => seq);
const upTo = (end: number, from = 0) => Array.from({ length: end - from }, (_, at) => from + at);

function openLedger(nextMicSeq = 0) {
	const clock = createManualClock();
	return { clock, ledger: createMicLedger({ nextMicSeq, clock }) };
}

describe('the ledger of the microphone', () => {
	it('lets each frame through once, however often it comes', () => {
		const { ledger } = openLedger();
		expect(seqs(ledger.accept(frame(0)).taken)).toEqual([0]);
		expect(ledger.accept(frame(0))).toEqual({ outcome: 'known', taken: [] });
		expect(ledger.takeCounts()).toEqual({ gapFrames: 0, replayedFrames: 1 });
		expect(ledger.takeCounts()).toEqual({ gapFrames: 0, replayedFrames: 0 });
	});

	it('waits a little for a frame that is missing, then goes on without it and counts it', () => {
		const { ledger } = openLedger();
		ledger.accept(frame(0));
		for (const seq of [2, 3, 4, 5]) expect(ledger.accept(frame(seq)).outcome).toBe('held');
		expect(seqs(ledger.accept(frame(6)).taken)).toEqual([2, 3, 4, 5, 6]);
		expect(ledger.takeCounts().gapFrames).toBe(1);
		expect(ledger.accept(frame(1)).outcome).toBe('known');
	});

	it('puts what came late into its place', () => {
		const { ledger } = openLedger();
		ledger.accept(frame(1));
		ledger.accept(frame(2));
		expect(seqs(ledger.accept(frame(0)).taken)).toEqual([0, 1, 2]);
		expect(ledger.takeCounts().gapFrames).toBe(0);
	});

	it('gives what waits for a hole when nothing more comes', () => {
		const { ledger } = openLedger();
		ledger.accept(frame(3));
		ledger.accept(frame(6));
		expect(seqs(ledger.flush())).toEqual([3, 6]);
		expect(ledger.takeCounts().gapFrames).toBe(5);
		expect(ledger.flush()).toEqual([]);
	});

	it('survives a jump to the last number there is', () => {
		const { ledger } = openLedger();
		ledger.accept(frame(4_294_967_295));
		ledger.flush();
		expect(ledger.nextSeq()).toBe(4_294_967_296);
	});

	it('keeps what is not settled, for another transcriber, and settles no more than has come', () => {
		const { ledger } = openLedger();
		for (const seq of upTo(10)) ledger.accept(frame(seq));
		expect(ledger.settle(4)).toBe(true);
		expect(seqs(ledger.unsettled())).toEqual(upTo(10, 4));
		expect(ledger.settle(2)).toBe(false);
		ledger.settle(99);
		expect([ledger.settledSeq(), ledger.nextSeq()]).toEqual([10, 10]);
	});

	it('keeps no more than a browser does, of one who never pauses', () => {
		const { clock, ledger } = openLedger();
		for (const seq of upTo(1_000)) {
			clock.advance(80);
			ledger.accept(frame(seq));
		}
		expect(ledger.unsettled()).toHaveLength(375);
		expect(ledger.settledSeq()).toBe(0);
	});

	it('finds the frame in which a time lies', () => {
		const { ledger } = openLedger();
		for (const seq of upTo(5)) ledger.accept(frame(seq));
		expect([0, 79, 80, 399, 400, 9_999].map((ms) => ledger.seqAt(ms))).toEqual([0, 0, 1, 4, 5, 5]);
	});

	it('refuses ten times real time, and goes on when it is over', () => {
		const { clock, ledger } = openLedger();
		let refused = 0;
		for (const seq of upTo(7_500)) {
			if (seq % 10 === 0) clock.advance(80);
			if (ledger.accept(frame(seq)).outcome === 'flood') refused += 1;
		}
		expect(refused).toBeGreaterThan(5_000);
		clock.advance(80);
		expect(ledger.accept(frame(7_500)).outcome).not.toBe('flood');
	});

	it('never refuses a browser that comes back with all it keeps, twenty times in a minute', () => {
		const { clock, ledger } = openLedger();
		for (let round = 0, seq = 0; round < 20; round++) {
			ledger.reconnected();
			const from = Math.max(0, seq - 375);
			for (const known of upTo(seq, from)) expect(ledger.accept(frame(known)).outcome).toBe('known');
			for (let live = 0; live < 37; live++, seq++) {
				clock.advance(80);
				expect(ledger.accept(frame(seq)).outcome).toBe('taken');
			}
		}
	});

	it('loses nothing that was not settled, whatever is lost, doubled or killed on the way', () => {
		const step = fc.oneof(
			{ weight: 12, arbitrary: fc.constant('frame' as const) },
			{ weight: 2, arbitrary: fc.constant('doubled' as const) },
			{ weight: 2, arbitrary: fc.constant('settled' as const) },
			{ weight: 1, arbitrary: fc.constant('lost line' as const) },
			{ weight: 1, arbitrary: fc.constant('killed' as const) }
		);
		fc.assert(
			fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
				const clock = createManualClock();
				let ledger = createMicLedger({ nextMicSeq: 0, clock });
				/** The browser: what was recorded and not acknowledged. */
				let browser: MicFrame[] = [];
				let recorded = 0;
				/** What was understood of each process's sound: only this outlives it. */
				let understood: number[] = [];
				let heard: number[] = [];
				const send = (sound: MicFrame) => heard.push(...seqs(ledger.accept(sound).taken));
				const ready = () => {
					ledger.reconnected();
					for (const sound of browser) if (sound.seq >= ledger.nextSeq()) send(sound);
				};
				for (const what of steps) {
					clock.advance(80);
					if (what === 'frame' || what === 'doubled') {
						const sound = frame(recorded++);
						browser.push(sound);
						send(sound);
						if (what === 'doubled') send(sound);
					} else if (what === 'settled') {
						ledger.settle(ledger.nextSeq());
						understood.push(...heard);
						heard = [];
						browser = browser.filter(({ seq }) => seq >= ledger.settledSeq());
					} else if (what === 'lost line') {
						// Recorded while there was no line.
						browser.push(frame(recorded++), frame(recorded++));
						ready();
					} else {
						ledger = createMicLedger({ nextMicSeq: ledger.settledSeq(), clock });
						heard = [];
						ready();
					}
				}
				understood = [...understood, ...heard];
				expect(understood).toEqual(upTo(recorded));
				expect(ledger.takeCounts().gapFrames).toBe(0);
			})
		);
	});
});
