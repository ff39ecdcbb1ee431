import { describe, expect, it } from 'vitest';
import { boundaryOf } from './word-boundary.ts';
import { tally } from './tally.ts';
import type { Trial } from './trial.ts';

const SAID = [
	{ text: 'Lessons', startMs: 0, endMs: 400 },
	{ text: 'are', startMs: 400, endMs: 500 },
	{ text: 'free,', startMs: 600, endMs: 1_000 }
];

describe('the boundary of what was heard', () => {
	it('counts a word that sounded for more than half as heard', () => {
		expect(boundaryOf(SAID, 0, '').truth).toBe(0);
		expect(boundaryOf(SAID, 190, '').truth).toBe(0);
		expect(boundaryOf(SAID, 210, '').truth).toBe(1);
		expect(boundaryOf(SAID, 590, '').truth).toBe(2);
		expect(boundaryOf(SAID, 5_000, '').truth).toBe(3);
	});

	it('tells how many words too many or too few were kept', () => {
		expect(boundaryOf(SAID, 470, 'Lessons are free').error).toBe(1);
		expect(boundaryOf(SAID, 470, 'Lessons').error).toBe(-1);
		expect(boundaryOf(SAID, 470, '').error).toBe(-2);
	});

	it('notices words that are not the beginning of what was said', () => {
		expect(boundaryOf(SAID, 470, 'lessons are').isBeginning).toBe(true);
		expect(boundaryOf(SAID, 470, 'Piano lessons').isBeginning).toBe(false);
		expect(boundaryOf(SAID, 470, 'Lessons are free and more').isBeginning).toBe(false);
	});
});

describe('the tally', () => {
	const trial = (over: Partial<Trial>): Trial => ({
		...{
			set: 'held-out',
			seed: 1,
			happening: 'interruption',
			words: 'wait',
			make: 'formants',
			onsetMs: 1_000,
			endMs: 1_400
		},
		...{ echoLevel: -45, residual: 'linear', delayMs: 10, level: -20, snr: 30, audibleMs: 36_000 },
		...{ pauses: [], resumes: [], cancelledMs: null, transcript: 'Wait', echoTranscript: '', boundary: null },
		...over
	});

	it('tells missed interruptions from those that were heard, and from answers cut off too early', () => {
		const told = tally([
			trial({}),
			trial({ cancelledMs: 1_700, pauses: [{ decidedMs: 1_130, silentMs: 1_137 }] }),
			trial({ cancelledMs: 900 })
		]);
		expect(told.missed).toBe(0.5);
		expect(told.falseBeforeOnset).toBe(0.333);
		expect(told.msToPause).toMatchObject({ n: 1, p50: 137 });
		expect(told.msToCancel).toMatchObject({ n: 1, p50: 700 });
	});

	it('counts a cut-off for anything else as false, whoever is to blame', () => {
		const told = tally([
			trial({ happening: 'cough', words: '', transcript: '', cancelledMs: 1_900 }),
			trial({ happening: 'back-channel', words: 'okay', transcript: 'they | They.', cancelledMs: 1_900 }),
			trial({ happening: 'back-channel', words: 'okay', transcript: 'Okay.' }),
			trial({ happening: 'quiet', words: '', transcript: '', onsetMs: NaN, endMs: NaN })
		]);
		expect(told.falseInterruptions).toBe(0.5);
		expect(told.falseThoughUnderstood).toBe(0.25);
	});

	it('counts pauses that nothing near had caused by the hour', () => {
		const early = { decidedMs: 500, silentMs: 507 };
		const own = { decidedMs: 1_120, silentMs: 1_127 };
		expect(tally([trial({ pauses: [early, own] })]).falsePausesAnHour).toBe(100);
	});
});
