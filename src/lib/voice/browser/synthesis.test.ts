import { describe, expect, it } from 'vitest';
import { createTestClock } from '../fixtures/test-clock.ts';
import { bestVoice, cut, Synthesis, type UtteranceLike } from './synthesis.ts';

const LONG =
	'A lesson of half an hour costs thirty pounds. One of an hour costs fifty-five, and ten of them, bought together, come at a tenth less. ' +
	'Nothing is owed for a lesson that was called off a day before; later than that, half of it is.';

function speaking() {
	const clock = createTestClock();
	const said: (UtteranceLike & { text: string })[] = [];
	const words: [string, number, number][] = [];
	const audible: boolean[] = [];
	const done: string[] = [];
	const state = { faults: 0, cancels: 0 };
	const synthesis = new Synthesis(
		{
			speak: (utterance) => said.push(utterance as UtteranceLike & { text: string }),
			cancel: () => {
				state.cancels += 1;
			},
			resume: () => undefined,
			getVoices: () => [],
			utter: (text) =>
				({
					text,
					lang: '',
					voice: null,
					onstart: null,
					onboundary: null,
					onend: null,
					onerror: null
				}) as UtteranceLike
		},
		clock.later,
		{
			onWord: (...word) => words.push(word),
			onAudible: (isAudible) => audible.push(isAudible),
			onSaid: (key) => done.push(key),
			onFault: () => {
				state.faults += 1;
			}
		},
		'en'
	);
	const last = () => said.at(-1) ?? expect.unreachable();
	return { clock, synthesis, said, last, words, audible, done, state };
}

describe('the browser’s voice', () => {
	it('is given short pieces, which together are the text', () => {
		const pieces = cut(LONG);
		expect(pieces.map(({ text }) => text).join('')).toBe(LONG);
		expect(pieces.length).toBeGreaterThan(1);
		expect(Math.max(...pieces.map(({ text }) => text.length))).toBeLessThanOrEqual(160);
		expect(pieces[0]?.text.trimEnd().endsWith('.')).toBe(true);
	});

	it('says one piece after the other and tells each word at its place in the whole', () => {
		const { synthesis, said, last, words, done, audible } = speaking();
		synthesis.say('a', LONG, 0, true);
		last().onstart?.();
		last().onboundary?.({ charIndex: 2, charLength: 6 });
		last().onend?.();
		expect(said).toHaveLength(2);
		last().onstart?.();
		last().onboundary?.({ charIndex: 0 });
		const [first, , second] = words;
		expect(first && LONG.slice(first[1], first[2])).toBe('lesson');
		expect(second && LONG.slice(second[1], second[2])).toBe(last().text.split(' ')[0]);
		for (let i = 0; i < 3; i++) last().onend?.();
		expect(done).toEqual(['a']);
		expect(audible).toEqual([true, false]);
	});

	it('stops when it is paused, and begins again with the word it stopped in', () => {
		const { synthesis, said, last, state, words } = speaking();
		synthesis.say('a', 'One two three four.', 0, true);
		last().onstart?.();
		last().onboundary?.({ charIndex: 8, charLength: 5 });
		const first = last();
		synthesis.pause();
		expect(state.cancels).toBe(1);
		// Told late, of the piece that was cancelled.
		first.onend?.();
		first.onerror?.({ error: 'canceled' });
		expect(said).toHaveLength(1);
		synthesis.resume();
		expect(last().text).toBe('three four.');
		last().onstart?.();
		last().onboundary?.({ charIndex: 6, charLength: 5 });
		expect(words.at(-1)).toEqual(['a', 14, 19]);
	});

	it('goes on when the end of a piece is never told', async () => {
		const { synthesis, last, done, clock } = speaking();
		synthesis.say('a', 'One two.', 0, true);
		last().onstart?.();
		await clock.pass(20_000);
		expect(done).toEqual(['a']);
	});

	it('tries again when it is silent, and says so when it stays silent', async () => {
		const { synthesis, said, clock, state } = speaking();
		synthesis.say('a', 'One two.', 0, true);
		await clock.pass(30_000);
		expect(said).toHaveLength(3);
		expect(state.faults).toBe(1);
		expect(synthesis.isBusy).toBe(false);
	});

	it('forgets everything when it is cleared', () => {
		const { synthesis, said, last, done } = speaking();
		synthesis.say('a', LONG, 0, true);
		last().onstart?.();
		synthesis.clear();
		last().onend?.();
		expect(said).toHaveLength(1);
		expect(done).toEqual([]);
		synthesis.say('b', 'Next.', 0, true);
		expect(last().text).toBe('Next.');
	});

	it('is one of the language, of this machine rather than of the net', () => {
		const voice = (lang: string, localService: boolean, name: string) => ({
			lang,
			localService,
			name,
			default: false
		});
		const voices = [
			voice('de-DE', true, 'a'),
			voice('en-US', true, 'b'),
			voice('en-GB', false, 'c'),
			voice('en_GB', true, 'd')
		];
		expect(bestVoice(voices, 'en-GB')?.name).toBe('d');
		expect(bestVoice(voices, 'en')?.name).toBe('b');
		expect(bestVoice(voices, 'fr')).toBeUndefined();
	});
});
