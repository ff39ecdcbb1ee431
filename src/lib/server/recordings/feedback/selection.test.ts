import { describe, expect, it } from 'vitest';
import { draft } from './draft.ts';
import { madeUpTake, SECONDS } from './fixtures/made-up-take.ts';
import { masked } from './masked.ts';
import { FeedbackAnalysis, readMeasurements } from './measurements.ts';
import { select, sentencesOf, sayOfShuffles } from './selection.ts';
import { shuffled } from './shuffles.ts';

const analysis = madeUpTake();
const sentences = (from: FeedbackAnalysis, seconds = SECONDS) =>
	sentencesOf(select(draft(readMeasurements(from, seconds)), () => undefined));

describe('a sentence with its numbers and degrees masked', () => {
	it('is the same for any numbers, and another for another direction or place', () => {
		const said = 'From 0:12 to 0:15, early on, it is clearly darker (+0.07) than about 8 in 10.';
		expect(masked(said)).toBe(
			masked('From 1:12 to 1:15, early on, it is far darker (−1.7) than about 2 in 10.')
		);
		expect(masked(said)).not.toBe(masked(said.replace('darker', 'brighter')));
		expect(masked(said)).not.toBe(masked(said.replace('early on', 'at the close')));
	});
});

describe('shuffled measurements', () => {
	it('hold the same numbers in other places, the same way each time', () => {
		const once = shuffled(analysis, 1);
		expect(once).toEqual(shuffled(analysis, 1));
		expect(once).not.toEqual(shuffled(analysis, 2));
		const numbers = ({ dimensions, segments }: FeedbackAnalysis) => [
			Object.values(dimensions)
				.map(({ score }) => score)
				.sort(),
			segments.flatMap(({ change }) => Object.values(change ?? {})).sort(),
			segments.map(({ level }) => level).sort()
		];
		expect(numbers(once)).toEqual(numbers(analysis));
		expect(once.segments.map(({ start }) => start)).toEqual(analysis.segments.map(({ start }) => start));
	});

	it('say few of the sentences that the true ones say', () => {
		const told = sayOfShuffles(analysis, SECONDS).sentences;
		const same = sentences(analysis).filter(({ text }) => told.has(masked(text)));
		expect(same.length / sentences(analysis).length).toBeLessThan(0.2);
	});

	it('give away a sentence that fits any take, which is then left out and counted', () => {
		const measured = readMeasurements(analysis, SECONDS);
		const [first] = select(draft(measured), () => undefined).strengths;
		const told = new Set([masked(first!.text)]);
		const chosen = select(draft(measured), ({ text }) => (told.has(masked(text)) ? 'generic' : undefined));
		expect(chosen.strengths.map(({ text }) => text)).not.toContain(first!.text);
		expect(chosen.dropped).toEqual({ unsupported: 0, generic: 1 });
	});
});

describe('an analysis with little in it', () => {
	it.each<[string, unknown]>([
		['without moments', { segments: [] }],
		[
			'with moments that hold nothing',
			{ segments: analysis.segments.map((one) => ({ ...one, change: null })) }
		],
		['with a single moment', { segments: analysis.segments.slice(0, 1) }],
		['with one dimension', { dimensions: { timing_stable_unstable: { score: 0.7, confidence: 0.6 } } }],
		['without a tempo', { tempo: null }],
		[
			'of an analyser that leaves dimensions of moments out',
			{ segments: analysis.segments.map((one) => ({ ...one, change: { timbre_soft_loud: 0.1 } })) }
		]
	])('%s is spoken of as far as it goes', (_, more) => {
		const parsed = FeedbackAnalysis.parse({ ...analysis, ...(more as object) });
		expect(() => sentences(parsed)).not.toThrow();
	});

	it('that abstained has nothing said of it', () => {
		const dimensions = Object.fromEntries(
			Object.keys(analysis.dimensions).map((name) => [name, { score: null, confidence: 0 }])
		);
		expect(sentences({ ...analysis, dimensions, segments: [], abstention: 'noisy' })).toEqual([]);
	});

	it('of half an hour is planned in a time that a request has', () => {
		const segments = Array.from({ length: 600 }, (_, at) => ({
			...analysis.segments[at % 12]!,
			start: 3 * at,
			end: 3 * at + 3
		}));
		const begun = performance.now();
		sayOfShuffles({ ...analysis, segments }, 1_800);
		expect(performance.now() - begun).toBeLessThan(10_000);
	});
});
