import { beforeAll, describe, expect, it } from 'vitest';
import { draft } from './draft.ts';
import { madeUpTake, SECONDS } from './fixtures/made-up-take.ts';
import { ofMoment, ofWhole, readMeasurements } from './measurements.ts';
import { select, sentencesOf } from './selection.ts';
import { holds } from './verify.ts';
import type { Sentence } from './wording.ts';

/** What the verifier holds to does not hang on which dimensions today's model can follow. */
const everything = () => true;
const measured = readMeasurements(madeUpTake(), SECONDS, everything);
const all = sentencesOf(select(draft(measured), () => undefined));
const moment = measured.moments[4]!;
const timing = ofMoment(measured, 'timing_stable_unstable', moment);
const loud = ofMoment(measured, 'timbre_soft_loud', moment);
const GOOD = 'From 0:12 to 0:15 the playing is far unsteadier in time (+0.15) and clearly louder (+0.09).';
const isTrue = (text: string, references = [timing, loud]) => holds({ text, references }, measured);

describe('what is said of a take', () => {
	it('is borne out, sentence by sentence, by the analysis it was planned from', () => {
		expect(all.length).toBeGreaterThan(10);
		expect(all.filter((sentence) => !holds(sentence, measured))).toEqual([]);
	});

	it('is not borne out by the analysis of another take', () => {
		const other = readMeasurements(
			madeUpTake({
				dimensions: Object.fromEntries(
					Object.entries(madeUpTake().dimensions).map(([name, { confidence }]) => [
						name,
						{ score: 0.123, confidence }
					])
				),
				segments: madeUpTake().segments.map((segment) => ({
					...segment,
					level: 1,
					change: Object.fromEntries(Object.keys(segment.change ?? {}).map((name) => [name, 0.001]))
				}))
			}),
			SECONDS,
			everything
		);
		expect(all.filter((sentence) => holds(sentence, other))).toEqual([]);
	});

	it('may be put in other words', () => {
		expect(isTrue(GOOD)).toBe(true);
		expect(isTrue('Between 0:12 and 0:15 the beat wavers (+0.15), and it gets louder there (+0.09).')).toBe(
			true
		);
	});

	it.each([
		['another number', GOOD.replace('+0.15', '+0.16')],
		['the other sign', GOOD.replace('+0.09', '−0.09')],
		['the other direction', GOOD.replace('louder', 'quieter')],
		['another dimension', GOOD.replace('louder', 'darker')],
		['another degree', GOOD.replace('far unsteadier', 'a little unsteadier')],
		['another moment', GOOD.replace('0:12', '0:21')],
		['another position', GOOD.replace('0:15 the', '0:15, at the close, the')],
		['no moment', GOOD.replace('From 0:12 to 0:15 the', 'The')],
		['no number', 'From the start the playing is unsteadier in time and louder.'],
		['a denial', GOOD.replace('is far', 'is not')],
		[
			'a cause',
			GOOD.replace('.)', ') because it is hard.').replace('(+0.09).', '(+0.09) because it is hard.')
		],
		['a count in words', GOOD.replace('far unsteadier', 'twice as unsteady')],
		['what no microphone hears', `${GOOD.slice(0, -1)}, and the wrist is stiff.`],
		['a second sentence without a number', `${GOOD} A wonderful passage.`],
		['a standing for a change', 'From 0:12 to 0:15 it is unsteadier than about 8 in 10 (+0.15).'],
		['a unit', GOOD.replace('(+0.09)', '(0.09 dB)')],
		['a share in percent', GOOD.replace('(+0.09)', '(9%)')],
		['more than anybody reads', `${GOOD.slice(0, -1)} ${'and on '.repeat(100)}.`]
	])('is refused with %s', (_, text) => {
		expect(isTrue(text)).toBe(false);
	});

	it('rests on numbers that are in the analysis', () => {
		expect(isTrue(GOOD, [])).toBe(false);
		expect(isTrue(GOOD, [{ ...timing, value: 0.2 }, loud])).toBe(false);
		expect(isTrue(GOOD, [{ ...timing, confidence: 0.99 }, loud])).toBe(false);
		expect(isTrue(GOOD, [{ ...timing, end: timing.end + 1 }, loud])).toBe(false);
		expect(isTrue(GOOD, [timing])).toBe(false);
	});

	it('names how many of ten performances a score goes past, and no other number of them', () => {
		const references = [ofWhole(measured, 'timbre_shallow_rich')];
		const text = (tenths: number) =>
			`Beside the reference performances it is richer in tone than about ${tenths} in 10 (0.71).`;
		expect([5, 6, 7, 8, 9].filter((tenths) => isTrue(text(tenths), references))).toEqual([8]);
	});
});

describe('a measurement that abstained', () => {
	let sentences: Sentence[];
	beforeAll(() => {
		const { dimensions } = madeUpTake();
		const without = readMeasurements(
			madeUpTake({
				dimensions: { ...dimensions, timing_stable_unstable: { score: null, confidence: 0.1 } }
			}),
			SECONDS,
			everything
		);
		sentences = sentencesOf(select(draft(without), () => undefined));
	});

	it('is spoken of nowhere, not even where a moment of it moved', () => {
		expect(sentences.length).toBeGreaterThan(5);
		const spoken = sentences.filter(
			({ text, references }) =>
				/stead/u.test(text) || references.some(({ dimension }) => dimension === 'timing_stable_unstable')
		);
		expect(spoken).toEqual([]);
	});
});
