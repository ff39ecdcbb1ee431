import { describe, expect, it } from 'vitest';
import type { TranscriptEvent } from '../ports.ts';
import { createFluxReader } from './flux-reader.ts';
import { createListenReader } from './listen-reader.ts';
import type { MessageReader } from './message-reader.ts';

const readAll = (reader: MessageReader, messages: readonly object[]): TranscriptEvent[] =>
	messages.flatMap((message) => reader.read(message) ?? [{ type: 'interim', text: '(unreadable)' }]);

/** As in Deepgram's reference; Workers AI leaves out `type` and the times of words. */
function turnInfo(event: string, transcript: string, more: object = {}) {
	return {
		type: 'TurnInfo',
		request_id: '5d1f0a3e-3f0a-4b44-9f0e-0d2f4c8f1a77',
		event,
		turn_index: 0,
		audio_window_start: 0,
		audio_window_end: 1.2,
		transcript,
		words: transcript
			.split(' ')
			.filter(Boolean)
			.map((word) => ({ word, confidence: 0.98 })),
		end_of_turn_confidence: 0.4,
		...more
	};
}

describe('what Flux says', () => {
	it('is a turn from its start to its end', () => {
		const events = readAll(createFluxReader(), [
			{ type: 'Connected', request_id: '5d1f0a3e', sequence_id: 0 },
			turnInfo('Update', '', { sequence_id: 1 }),
			turnInfo('StartOfTurn', 'Hi', { sequence_id: 2, audio_window_start: 0.24 }),
			turnInfo('Update', 'Hi I need to', { sequence_id: 3 }),
			turnInfo('EagerEndOfTurn', 'Hi I need to cancel.', { sequence_id: 4 }),
			turnInfo('TurnResumed', 'Hi I need to cancel my', { sequence_id: 5 }),
			turnInfo('EagerEndOfTurn', 'Hi I need to cancel my lesson.', { sequence_id: 6 }),
			turnInfo('EndOfTurn', 'Hi I need to cancel my lesson.', {
				sequence_id: 7,
				words: [
					{ word: 'Hi', start: 0.3, end: 0.4 },
					{ word: 'lesson.', start: 2.1, end: 2.64 }
				]
			}),
			turnInfo('StartOfTurn', 'Bye', { sequence_id: 8, turn_index: 1, audio_window_start: 4 }),
			turnInfo('EndOfTurn', 'Bye', { sequence_id: 9, turn_index: 1 })
		]);
		expect(events).toEqual([
			{ type: 'speech-started', mediaMs: 240 },
			{ type: 'interim', text: 'Hi' },
			{ type: 'interim', text: 'Hi I need to' },
			{ type: 'eager-end', text: 'Hi I need to cancel.' },
			{ type: 'resumed' },
			{ type: 'interim', text: 'Hi I need to cancel my' },
			{ type: 'eager-end', text: 'Hi I need to cancel my lesson.' },
			{ type: 'final', text: 'Hi I need to cancel my lesson.', endedAtMs: 2_640 },
			{ type: 'speech-started', mediaMs: 4_000 },
			{ type: 'interim', text: 'Bye' },
			{ type: 'final', text: 'Bye' }
		]);
	});

	it('is read from Workers AI, which leaves out what it can', () => {
		const events = readAll(createFluxReader(), [
			{ event: 'StartOfTurn', transcript: '' },
			{ event: 'Update', transcript: 'Yes' },
			{ event: 'EndOfTurn', transcript: 'Yes.' },
			{ event: 'StartOfTurn', transcript: 'No' },
			{ event: 'EndOfTurn' }
		]);
		expect(events.flatMap((event) => (event.type === 'final' ? event.text : []))).toEqual(['Yes.', 'No']);
	});

	it('is no turn when it is empty', () => {
		const reader = createFluxReader();
		expect(readAll(reader, [turnInfo('StartOfTurn', ''), turnInfo('EndOfTurn', '')])).toEqual([
			{ type: 'speech-started', mediaMs: 0 }
		]);
		expect(reader.isInTurn).toBe(false);
	});

	it('is told once, whatever comes twice, late or in another order', () => {
		const events = readAll(createFluxReader(), [
			turnInfo('StartOfTurn', 'One', { sequence_id: 1 }),
			turnInfo('EndOfTurn', 'One two.', { sequence_id: 4 }),
			turnInfo('Update', 'One two', { sequence_id: 3 }),
			turnInfo('EndOfTurn', 'One two.', { sequence_id: 4 }),
			turnInfo('EndOfTurn', 'One two.', { sequence_id: 5 }),
			turnInfo('Update', 'Next', { sequence_id: 6, turn_index: 1 })
		]);
		expect(events.map((event) => ('text' in event ? event.text : event.type))).toEqual([
			'speech-started',
			'One',
			'One two.',
			'speech-started',
			'Next'
		]);
	});

	it('loses no turn whose end never came', () => {
		const events = readAll(createFluxReader(), [
			turnInfo('Update', 'Hello there'),
			turnInfo('StartOfTurn', 'And', { turn_index: 1 })
		]);
		expect(events).toContainEqual({ type: 'final', text: 'Hello there' });
		expect(events.at(-1)).toEqual({ type: 'interim', text: 'And' });
	});

	it('is passed over up to where it was made final before', () => {
		const reader = createFluxReader();
		readAll(reader, [turnInfo('StartOfTurn', 'Hello'), turnInfo('Update', 'Hello there')]);
		expect(reader.settle()).toEqual([{ type: 'final', text: 'Hello there' }]);
		expect(reader.settle()).toEqual([]);
		const later = readAll(reader, [
			turnInfo('Update', 'Hello there.'),
			turnInfo('Update', 'Hello there. Are you'),
			turnInfo('EndOfTurn', 'Hello there. Are you in?')
		]);
		expect(later.flatMap((event) => ('text' in event ? event.text : []))).toEqual(['Are you', 'Are you in?']);
	});

	it('gives up with an error, and what is nothing of it is told apart', () => {
		const reader = createFluxReader();
		expect(() =>
			reader.read({ type: 'Error', sequence_id: 3, code: 'INTERNAL_SERVER_ERROR', description: 'Oops' })
		).toThrow('gave up');
		for (const message of [
			null,
			3,
			'TurnInfo',
			{},
			{ event: 'Party' },
			{ type: 'TurnInfo', event: 'Update', transcript: 7 }
		])
			expect(reader.read(message)).toBeUndefined();
	});
});

/** As in Deepgram's reference of /v1/listen. */
function results(transcript: string, start: number, duration: number, more: object = {}) {
	return {
		type: 'Results',
		channel_index: [0, 1],
		duration,
		start,
		is_final: false,
		speech_final: false,
		channel: {
			alternatives: [
				{
					transcript,
					confidence: 0.99,
					words:
						transcript === ''
							? []
							: [
									{
										word: 'x',
										start: start + 0.1,
										end: start + duration - 0.2,
										confidence: 0.99,
										punctuated_word: 'X'
									}
								]
				}
			]
		},
		metadata: {
			request_id: 'r',
			model_info: { name: 'general-nova-3', version: '2025', arch: 'nova-3' },
			model_uuid: 'm'
		},
		from_finalize: false,
		...more
	};
}
const isFinal = { is_final: true };
const speechFinal = { is_final: true, speech_final: true };

describe('what Nova says', () => {
	it('is an utterance of several segments', () => {
		const events = readAll(createListenReader(), [
			results('', 0, 1, isFinal),
			{ type: 'SpeechStarted', channel: [0, 1], timestamp: 1.1 },
			results('when is', 1, 1),
			results('When is my', 1, 1.5, isFinal),
			results('next lesson', 2.5, 1),
			results('next lesson?', 2.5, 1.5, speechFinal),
			{ type: 'UtteranceEnd', channel: [0, 1], last_word_end: 3.8 },
			{ type: 'Metadata', request_id: 'r', duration: 4, channels: 1 }
		]);
		expect(events).toEqual([
			{ type: 'speech-started', mediaMs: 1_100 },
			{ type: 'interim', text: 'when is' },
			{ type: 'interim', text: 'When is my' },
			{ type: 'interim', text: 'When is my next lesson' },
			{ type: 'final', text: 'When is my next lesson?', endedAtMs: 3_800 }
		]);
	});

	it('ends with UtteranceEnd where noise hid the pause', () => {
		const events = readAll(createListenReader(), [
			results('Hello', 0, 1, isFinal),
			results('', 1, 1, isFinal),
			{ type: 'UtteranceEnd', channel: [0, 1], last_word_end: 0.8 }
		]);
		expect(events.at(-1)).toEqual({ type: 'final', text: 'Hello', endedAtMs: 800 });
	});

	it('is no utterance when it is empty, but ends one that was not', () => {
		expect(readAll(createListenReader(), [results('', 0, 2, speechFinal)])).toEqual([]);
		const events = readAll(createListenReader(), [
			results('Yes', 0, 1, isFinal),
			results('', 1, 1, speechFinal)
		]);
		expect(events.at(-1)).toMatchObject({ type: 'final', text: 'Yes' });
	});

	it('is told once, whatever comes twice or late', () => {
		const events = readAll(createListenReader(), [
			results('One', 0, 1, speechFinal),
			results('on', 0, 0.8),
			results('One', 0, 1, speechFinal),
			results('Two', 1, 1)
		]);
		expect(events.flatMap((event) => ('text' in event ? event.text : []))).toEqual(['One', 'Two']);
	});

	it('tells of a voice again when what began before came to no word', () => {
		const noise = (timestamp: number) => ({ type: 'SpeechStarted', channel: [0, 1], timestamp });
		expect(readAll(createListenReader(), [noise(1), noise(5), results('Hi', 5, 1)]).length).toBe(3);
	});

	it('is final with what answers Finalize', () => {
		const events = readAll(createListenReader(), [
			results('half a', 0, 1),
			results('half a sentence', 0, 1.2, { is_final: true, from_finalize: true })
		]);
		expect(events.at(-1)).toMatchObject({ type: 'final', text: 'half a sentence' });
	});

	it('is passed over up to where it was made final before', () => {
		const reader = createListenReader();
		readAll(reader, [results('One', 0, 1, isFinal), results('two', 1, 1)]);
		expect(reader.settle()).toMatchObject([{ type: 'final', text: 'One two' }]);
		expect(readAll(reader, [results('two', 1, 1, { is_final: true, from_finalize: true })])).toEqual([]);
		expect(readAll(reader, [results('Three', 2, 1, speechFinal)]).at(-1)).toMatchObject({ text: 'Three' });
	});

	it('gives up with an error, and what is nothing of it is told apart', () => {
		const reader = createListenReader();
		expect(() => reader.read({ type: 'Error', description: 'no', message: 'no', variant: 'x' })).toThrow();
		for (const message of [undefined, [], { type: 'Results' }, { type: 'Results', channel: 7 }])
			expect(reader.read(message)).toBeUndefined();
	});
});
