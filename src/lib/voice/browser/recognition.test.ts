import { describe, expect, it } from 'vitest';
import { createTestClock } from '../fixtures/test-clock.ts';
import { ContinuousRecognition, type SpeechRecognitionLike } from './recognition.ts';

function listening() {
	const clock = createTestClock();
	const made: (SpeechRecognitionLike & { stops: number; aborts: number })[] = [];
	class TestRecognition implements SpeechRecognitionLike {
		lang = '';
		continuous = false;
		interimResults = false;
		onresult: SpeechRecognitionLike['onresult'] = null;
		onerror: SpeechRecognitionLike['onerror'] = null;
		onend: SpeechRecognitionLike['onend'] = null;
		stops = 0;
		aborts = 0;
		start() {
			made.push(this);
		}
		stop() {
			this.stops += 1;
		}
		abort() {
			this.aborts += 1;
		}
	}
	const texts: [number, string, boolean][] = [];
	const faults: string[] = [];
	const ends = { count: 0 };
	const recognition = new ContinuousRecognition(
		{ create: TestRecognition, ...clock },
		{
			onText: (...text) => texts.push(text),
			onFault: (fault) => faults.push(fault),
			onEnd: () => {
				ends.count += 1;
			}
		},
		'en-GB'
	);
	const last = () => made.at(-1) ?? expect.unreachable();
	/** All results so far, as the browser gives them: each with whether it is final. */
	const results = (...all: [string, boolean][]) =>
		last().onresult?.({
			resultIndex: 0,
			results: all.map(([transcript, isFinal]) => ({ isFinal, 0: { transcript } }))
		});
	return { clock, recognition, made, last, texts, faults, ends, results };
}

describe('the browser’s recognition', () => {
	it('gives what it hears as it grows, and each final piece once', () => {
		const { recognition, results, texts, last } = listening();
		recognition.begin();
		expect(last()).toMatchObject({ lang: 'en-GB', continuous: true, interimResults: true });
		results(['what does', false]);
		results(['what does it cost', true]);
		// Chrome on Android gives a final one again.
		results(['what does it cost', true], [' and', false]);
		results(['what does it cost', true], [' and when', true]);
		expect(texts).toEqual([
			[0, 'what does', false],
			[0, 'what does it cost', true],
			[1, 'and', false],
			[1, 'and when', true]
		]);
	});

	it('is begun again after it has ended by itself, as after every silence', async () => {
		const { recognition, made, last, clock, texts, results } = listening();
		recognition.begin();
		await clock.pass(8_000);
		last().onerror?.({ error: 'no-speech' });
		last().onend?.();
		await clock.pass(200);
		expect(made).toHaveLength(2);
		results(['hello', true]);
		expect(texts).toEqual([[0, 'hello', true]]);
	});

	it('makes final what it showed when it ends without having done so', () => {
		const { recognition, last, texts, results, ends } = listening();
		recognition.begin();
		results(['hello', false]);
		recognition.end();
		expect(last().stops).toBe(1);
		last().onend?.();
		expect(texts.at(-1)).toEqual([0, 'hello', true]);
		expect(ends.count).toBe(1);
	});

	it.each([
		['not-allowed', 'denied'],
		['audio-capture', 'no-microphone'],
		['service-not-allowed', 'unsupported'],
		['bad-grammar', 'failed']
	])('says that it has stopped for good after %s', async (error, fault) => {
		const { recognition, last, faults, made, clock } = listening();
		recognition.begin();
		last().onerror?.({ error });
		last().onend?.();
		await clock.pass(60_000);
		expect(faults).toEqual([fault]);
		expect(made).toHaveLength(1);
	});

	it('tries again when the network fails, and gives up when it goes on failing', async () => {
		const { recognition, last, faults, made, clock } = listening();
		recognition.begin();
		for (let i = 0; i < 6; i++) {
			last().onerror?.({ error: 'network' });
			last().onend?.();
			await clock.pass(5_000);
		}
		expect(faults[0]).toBe('network');
		expect(made.length).toBeGreaterThan(3);
		expect(made.length).toBeLessThan(8);
	});

	it('is silent at once when it is aborted, whatever still comes', async () => {
		const { recognition, last, texts, results, clock, made } = listening();
		recognition.begin();
		results(['hello', false]);
		recognition.abort();
		results(['hello there', true]);
		last().onend?.();
		await clock.pass(5_000);
		expect(texts).toEqual([[0, 'hello', false]]);
		expect(made).toHaveLength(1);
	});
});
