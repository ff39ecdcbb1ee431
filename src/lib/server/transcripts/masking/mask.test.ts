import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConversationMessage } from '#lib/shared/conversation/message.ts';
import { citationsOf, messageText } from '#lib/shared/conversation/message.ts';
import { findPersonal } from '../../guardrails/index.ts';
import { maskMessage } from './mask-message.ts';
import { createMask } from './mask.ts';

const masked = (text: string, ...names: string[]) => createMask(names).text(text).text;

describe('personal data', () => {
	it.each([
		['Write to anna.mueller+music@example.co.uk.', 'Write to [e-mail].'],
		['anna (at) example [dot] org', '[e-mail]'],
		['Call +49 170 1234567 or (030) 901-820 40 please', 'Call [phone] or [phone] please'],
		['0170/1234567', '[phone]'],
		['since 12.12.2025 0170 1234567', 'since 12.12.2025 [phone]'],
		['IBAN: DE89 3704 0044 0532 0130 00', 'IBAN: [IBAN]'],
		['de89370400440532013000', '[IBAN]'],
		['4111 1111 1111 1111, expired', '[card], expired'],
		['1234 5678 9012 3456', '[card]'],
		['I live at 12 Oak Street, SW1A 1AA', 'I live at [address], [address]'],
		['Lange Straße 5a, 10115 Berlin', '[address], [address]'],
		['Hauptstr. 12', '[address]'],
		['3 rue de la Paix', '[address]'],
		['Via Giuseppe Verdi 12', '[address]'],
		['Hello, my name is Anna Müller and', 'Hello, my name is [name] and'],
		['ich heiße anna', 'ich heiße [name]']
	])('%s', (text, expected) => {
		expect(masked(text)).toBe(expected);
	});

	it.each([
		'On 2026-11-22, 22.11.2026 or 11/22/2026 at 10:30-11:15.',
		'Ticket #1234567 about 120 euros, 1.234.567,00 in all, in 2025/2026.',
		'Conversation 01902e3f-0000-7630-8000-00000000a1b2',
		'3 lessons on the high street of scales, opus 12 no. 3',
		'Play bars 12-24 at 120 bpm; I may will.'
	])('is not in: %s', (text) => {
		expect(masked(text)).toBe(text);
	});

	it('is the name the school knows somebody by, whole and in parts, and one that is a word too only as it is written', () => {
		expect(masked('Is MÜLLER there? May said: I may come. anna’s violin', 'Anna May Müller')).toBe(
			'Is [name] there? [name] said: I may come. [name] violin'
		);
		expect(masked('Look: j.smith', 'j.smith@example.org')).toBe('Look: [name]');
		expect(masked('(a+b)* is no name', '(a+b)*')).toBe('[name] is no name');
	});

	it('is found in order and never twice, whatever is written, and nothing takes long', () => {
		const hostile = fc.array(
			fc.constantFrom('a', '1', ' ', '@', '.', '-', '+', 'DE', 'street', 'straße', '(', '12', 'ü', '\uD800'),
			{ maxLength: 400 }
		);
		fc.assert(
			fc.property(hostile, (pieces) => {
				const spans = findPersonal(pieces.join(''), ['a1 b', 'street']);
				spans.forEach(({ start, end }, at) => {
					expect(end).toBeGreaterThan(start);
					expect(start).toBeGreaterThanOrEqual(spans[at - 1]?.end ?? 0);
				});
			}),
			{ numRuns: 200 }
		);
		for (const piece of ['a.', '1 ', 'a@a.', 'Aa ', '1-(', 'rue de '])
			findPersonal(piece.repeat(20_000), ['Anna Müller']);
	});

	it('leaves every other offset where its text is', () => {
		const text = 'Hello Anna, write to anna@example.org or call 0170 1234567 today.';
		const { text: after, offsetOf } = createMask(['Anna Müller']).text(text);
		for (const word of ['Hello', 'write', 'or call', 'today'])
			expect(after.slice(offsetOf(text.indexOf(word), 'start')).startsWith(word), word).toBe(true);
		expect(after.slice(offsetOf(text.indexOf('example'), 'start')).startsWith('[e-mail]')).toBe(true);
	});
});

describe('a masked message', () => {
	const message: ConversationMessage = {
		...{ id: 'm', role: 'assistant', parentId: null, metadata: {}, status: 'complete' },
		...{ createdAt: 1, seq: 1, lastSeq: 1 },
		parts: [
			{ type: 'text', text: 'Anna, call 0170 1234567. ', state: 'done' },
			{ type: 'text', text: 'The desk is 030 9018200.', state: 'done' },
			{
				type: 'tool-create_ticket',
				toolCallId: 't',
				state: 'output-available',
				input: { subject: 'Call me', nested: [{ phone: '0170 1234567' }], createdAt: 1_732_233_600_000 },
				output: { email: 'anna@example.org' }
			},
			{
				type: 'data-citation',
				id: 'c',
				data: {
					...{ sentence: 'The desk is 030 9018200.', textStart: 25, textEnd: 49, number: 1 },
					...{ documentId: 'd', revision: 'r', title: 'Desk', headings: [], start: 0, end: 20 },
					quote: 'The desk: 030 9018200'
				}
			}
		]
	};

	it('masks texts and what tools were given and gave, and keeps what the school has published', () => {
		const after = maskMessage(message, createMask(['Anna']));
		expect(messageText(after)).toBe('[name], call [phone]. The desk is 030 9018200.');
		expect(JSON.stringify(after)).not.toMatch(/0170|anna@/);
		expect(JSON.stringify(after)).toContain('1732233600000');
		const [citation] = citationsOf(after);
		expect(messageText(after).slice(citation!.textStart, citation!.textEnd)).toBe('The desk is 030 9018200.');
		expect(citation!.quote).toBe('The desk: 030 9018200');
	});
});
