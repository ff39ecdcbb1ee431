import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../errors.ts';
import { CONTROL_LENGTH_LIMIT, parseCallRequest, SPOKEN_TEXT_LIMIT } from './control-schema.ts';
import type { CallRequest } from './protocol.ts';

const browser = { recognition: false, synthesis: true };
const REQUESTS: CallRequest[] = [
	{ type: 'session.start', browser },
	{ type: 'session.start', browser, language: 'en-GB', takeOver: true },
	{ type: 'session.resume', sessionId: 's', token: 't', lastEventSeq: 0, browser },
	{ type: 'input.text', clientMessageId: 'm-1', text: 'How much is it?' },
	{ type: 'input.transcript', utterance: 3, text: '', isFinal: false },
	{ type: 'input.speech', isSpeaking: true, mediaMs: 80.5 },
	{ type: 'audio.mute', isMuted: true },
	{ type: 'playback.mark', responseId: 1, playedMs: 500 },
	{ type: 'response.cancel', responseId: 65_535, playedMs: 0, spokenChars: 12 },
	{ type: 'mode.failed', stage: 'uplink', mode: 'flux' },
	{ type: 'metrics.turn', turnId: 't', v2vMs: 800, underruns: 0, reconnects: 1, replayedFrames: 4 },
	{ type: 'session.end' }
];

function codeOf(text: string): string {
	try {
		parseCallRequest(text);
	} catch (thrown) {
		return thrown instanceof AppError ? thrown.code : 'a bug';
	}
	return 'taken';
}

describe('what a browser sends as text in a call', () => {
	it.each(REQUESTS)('takes $type as it is', (request) => {
		expect(parseCallRequest(JSON.stringify(request))).toEqual(request);
	});

	it('passes over fields that it does not know', () => {
		expect(parseCallRequest('{"type":"session.end","__proto__":{"isAdmin":true},"new":1}')).toEqual({
			type: 'session.end'
		});
	});

	it('refuses ten megabytes without parsing them', () => {
		const parse = JSON.parse;
		let isParsed = false;
		JSON.parse = (...values: Parameters<typeof parse>): unknown => {
			isParsed = true;
			return parse(...values) as unknown;
		};
		try {
			expect(codeOf(`{"type":"input.text","text":"${'x'.repeat(10_000_000)}"}`)).toBe('too-large');
		} finally {
			JSON.parse = parse;
		}
		expect(isParsed).toBe(false);
	});

	it('takes the longest message that may be typed, whatever its letters', () => {
		for (const letter of ['x', '語', '\u0301', '"']) {
			const text = letter.repeat(SPOKEN_TEXT_LIMIT);
			const request = JSON.stringify({ type: 'input.text', clientMessageId: 'm', text });
			expect(request.length).toBeLessThanOrEqual(CONTROL_LENGTH_LIMIT);
			expect(codeOf(request)).toBe('taken');
		}
	});

	it.each([
		['nothing', ''],
		['no JSON', '{"type":'],
		['a number', '7'],
		['null', 'null'],
		['a list', '[]'],
		['nested beyond reason', '['.repeat(10_000)],
		['no kind', '{}'],
		['a kind that does not exist', '{"type":"session.destroy"}'],
		['text that is none', '{"type":"input.text","clientMessageId":"m","text":{"a":1}}'],
		['text of blanks', '{"type":"input.text","clientMessageId":"m","text":"  \\n "}'],
		[
			'text too long',
			JSON.stringify({ type: 'input.text', clientMessageId: 'm', text: 'x'.repeat(SPOKEN_TEXT_LIMIT + 1) })
		],
		['an id that breaks a line', '{"type":"input.text","clientMessageId":"a\\nb","text":"x"}'],
		['a time that is none', '{"type":"input.speech","isSpeaking":true,"mediaMs":null}'],
		['a time before the beginning', '{"type":"playback.mark","responseId":1,"playedMs":-1}'],
		['a time without end', '{"type":"playback.mark","responseId":1,"playedMs":1e999}'],
		['half a response', '{"type":"response.cancel","responseId":1.5,"playedMs":0}'],
		['a response that no frame can name', '{"type":"response.cancel","responseId":65536,"playedMs":0}'],
		[
			'a language that is a path',
			'{"type":"session.start","language":"../../x","browser":{"recognition":true,"synthesis":true}}'
		]
	])('refuses %s with words', (_what, text) => {
		expect(codeOf(text)).toBe('invalid');
	});

	it('throws nothing but an AppError, and never words as long as what it was given', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string({ maxLength: 300 }),
					fc.json(),
					fc
						.record({ type: fc.constantFrom(...REQUESTS.map(({ type }) => type)), text: fc.anything() })
						.map((value) => JSON.stringify(value))
				),
				(text) => {
					try {
						parseCallRequest(text);
					} catch (thrown) {
						expect(thrown).toBeInstanceOf(AppError);
						expect((thrown as AppError).message.length).toBeLessThanOrEqual(300);
					}
				}
			)
		);
	});
});
