import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asHeard, heardEnd } from './heard.ts';
import { messageText, type ConversationMessage, type MessagePart } from './message.ts';
import type { CitationData } from './parts.ts';

const heard = (text: string, chars: number) => text.slice(0, heardEnd(text, chars));

describe('where what was heard ends', () => {
	it.each([
		['A lesson lasts 45 minutes.', 8, 'A lesson'],
		['A lesson lasts 45 minutes.', 9, 'A lesson'],
		['A lesson lasts 45 minutes.', 12, 'A lesson'],
		['A lesson lasts 45 minutes.', 25, 'A lesson lasts 45 minutes.'],
		['It is **free** for you.', 12, 'It is **free**'],
		['It is the students’ hall.', 17, 'It is the'],
		['Nothing of it', 0, ''],
		['Nothing of it', 4, ''],
		['All of it. ', 99, 'All of it. '],
		['Emoji 🎻🎻 here', 7, 'Emoji'],
		// U+10137 is a sign of two code units, of which one was heard.
		['A weight!\u{10137}', 10, 'A weight!\u{10137}'],
		["Say: 'hello'", 8, "Say: '"]
	])('%j after %i is %j', (text, chars, expected) => {
		expect(heard(text, chars)).toBe(expected);
	});

	it('is never further than a word’s closing signs, never half a word, and the same again', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat(70), (text, chars) => {
				const end = heardEnd(text, chars);
				expect(end).toBeLessThanOrEqual(text.length);
				expect(text.slice(Math.min(chars, text.length), Math.max(end, chars))).not.toMatch(/[\s\p{L}\p{N}]/u);
				expect(text.slice(0, end).isWellFormed()).toBe(true);
				expect(heardEnd(text, end)).toBe(end);
			})
		);
	});
});

const citation = (textStart: number, textEnd: number, documentId: string): MessagePart => ({
	type: 'data-citation',
	id: `citation-${textStart}`,
	data: { textStart, textEnd, documentId } as CitationData
});

const ANSWER: ConversationMessage = {
	...{ id: 'm1', role: 'assistant', parentId: 'q1', status: 'complete', createdAt: 1, seq: 2, lastSeq: 9 },
	metadata: { turnId: 't1' },
	parts: [
		{ type: 'step-start' },
		{ type: 'text', text: 'A lesson lasts 45 minutes. ', state: 'done' },
		{ type: 'source-document', sourceId: 'lessons', mediaType: 'text/markdown', title: 'Lessons' },
		citation(0, 27, 'lessons'),
		{ type: 'data-unsupported', data: { textStart: 27, textEnd: 51, reasons: ['uncited'] } },
		{ type: 'text', text: 'It costs 30 pounds each.', state: 'done' },
		{ type: 'source-document', sourceId: 'fees', mediaType: 'text/markdown', title: 'Fees' },
		citation(27, 51, 'fees')
	]
};

describe('an answer as it was heard', () => {
	it('keeps the words that were heard, and of citations and marks what belongs to them', () => {
		const message = asHeard(ANSWER, 12, { messageId: 'm1', heardChars: 35 });
		expect(messageText(message)).toBe('A lesson lasts 45 minutes. It costs');
		expect(message.metadata).toEqual({ turnId: 't1', heard: { chars: 35, ofChars: 51 } });
		expect(message.lastSeq).toBe(12);
		const kept = message.parts.filter(({ type }) => type !== 'text' && type !== 'step-start');
		expect(kept).toEqual([
			ANSWER.parts[2],
			ANSWER.parts[3],
			{ type: 'data-unsupported', data: { textStart: 27, textEnd: 35, reasons: ['uncited'] } }
		]);
	});

	it('holds from the first time on', () => {
		const first = asHeard(ANSWER, 12, { messageId: 'm1', heardChars: 8 });
		expect(asHeard(first, 13, { messageId: 'm1', heardChars: 3 })).toBe(first);
	});

	it('of which nothing was heard has no words left', () => {
		const message = asHeard(ANSWER, 12, { messageId: 'm1', heardChars: 0 });
		expect(messageText(message)).toBe('');
		expect(message.parts).toEqual([{ type: 'step-start' }]);
	});
});
