import { describe, expect, it } from 'vitest';
import { charsAt, fromMessageChars, Responses, toMessageChars } from './responses.ts';

const STARTED = {
	type: 'response.started',
	responseId: 1,
	turnId: 't',
	messageId: 'm',
	sampleRate: 24_000,
	from: 'assistant'
} as const;

/** Of a message whose first twenty characters are a heading that is not said. */
function said() {
	const responses = new Responses();
	const response = responses.start(STARTED);
	const add = (text: string, charsFrom: number, audioFromMs: number) =>
		responses.add({ type: 'response.text.delta', responseId: 1, text, spoken: text, charsFrom, audioFromMs });
	add('One two three. ', 20, 0);
	add('Four five six.', 35, 1_000);
	return { responses, response, add };
}

describe('how far an answer was heard', () => {
	it('is told to the end of the word that is being said', () => {
		const { response } = said();
		const at = (ms: number) => response.text.slice(0, charsAt(response, ms));
		expect(at(0)).toBe('');
		expect(at(100)).toBe('One');
		expect(at(500)).toBe('One two');
		expect(at(999)).toBe('One two three.');
		expect(at(1_100)).toBe('One two three. Four');
	});

	it('is all of it when all of its sound was played', () => {
		const { response } = said();
		response.audioMs = 1_900;
		expect(charsAt(response, 1_900)).toBe(response.text.length);
	});

	it('never goes back while the sound goes on', () => {
		const { response } = said();
		let before = 0;
		for (let ms = 0; ms < 3_000; ms += 10) {
			const chars = charsAt(response, ms);
			expect(chars).toBeGreaterThanOrEqual(before);
			before = chars;
		}
	});

	it('is a place in the message, and back', () => {
		const { response } = said();
		expect(fromMessageChars(response, 24)).toBe(4);
		expect(fromMessageChars(response, 10)).toBe(0);
		expect(fromMessageChars(response, 39)).toBe(19);
		for (let chars = 0; chars <= response.text.length; chars++)
			expect(fromMessageChars(response, toMessageChars(response, chars))).toBe(chars);
	});

	it('knows the place of a piece that was shown before it is said', () => {
		const { response, add } = said();
		// The second half of the second piece, by another voice.
		add('', 40, 1_500);
		expect(response.text).toBe('One two three. Four five six.');
		expect(response.pieces.at(-1)).toMatchObject({ from: 20, length: 9 });
		expect(toMessageChars(response, 22)).toBe(42);
	});

	it('takes no more text of an answer that was cut off', () => {
		const { response, add } = said();
		response.isCancelled = true;
		expect(add(' More.', 49, 2_000)).toBeUndefined();
		expect(response.text).toBe('One two three. Four five six.');
	});
});
