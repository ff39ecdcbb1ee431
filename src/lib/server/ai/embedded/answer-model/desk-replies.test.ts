// What is said of the results of the desk's tools.
import type { LanguageModelV4ToolResultOutput } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';
import { passage, termsOf } from './test-passages.ts';
import { replyTo } from './test-turns.ts';

const worked = (data: unknown): LanguageModelV4ToolResultOutput => ({
	type: 'json',
	value: { success: true, data: data as never, metadata: { durationMs: 3 } }
});
const failedWith = (code: string, message = 'No.'): LanguageModelV4ToolResultOutput => ({
	type: 'json',
	value: { success: false, error: { code, message, retryable: false }, metadata: { durationMs: 3 } }
});
const ticket = (more: object = {}) => ({
	number: 12,
	subject: 'My upload keeps failing',
	status: 'open',
	priority: 'normal',
	createdAt: '2026-11-03T09:00:00.000Z',
	updatedAt: '2026-11-20T10:00:00.000Z',
	comments: [],
	...more
});

describe('what is said of the results', () => {
	it('names the ticket that was opened', () => {
		expect(replyTo(['my upload keeps failing, open a ticket'], [worked({ ticket: ticket() })])).toMatch(
			/^I have opened ticket 12: “My upload keeps failing”\./u
		);
	});

	it('says how a ticket stands and what the school wrote last', () => {
		const comments = [
			{ by: 'school', at: '2026-11-19T10:00:00.000Z', text: 'We are **looking** into it 【1】' },
			{ by: 'requester', at: '2026-11-20T10:00:00.000Z', text: 'Thanks' }
		];
		expect(
			replyTo(['status of ticket 12'], [worked({ tickets: [ticket({ status: 'on_hold', comments })] })])
		).toBe(
			'Ticket 12, “My upload keeps failing”, is on hold, with normal priority. It was opened on 3 November 2026 and last changed on 20 November 2026. The school wrote on 19 November 2026: “We are \\*\\*looking\\*\\* into it 1”'
		);
	});

	it('lists tickets, and says when there are none', () => {
		const list = replyTo(
			['my tickets'],
			[worked({ tickets: [ticket(), { ...ticket({ number: 9, status: 'solved' }), comments: undefined }] })]
		);
		expect(list).toMatch(
			/^Ticket 12, “My upload keeps failing”, is open.*not written in it yet\.\n\nYour others:\n\n- Ticket 9: .*solved/u
		);
		expect(replyTo(['my tickets'], [worked({ tickets: [] })])).toBe('You have no tickets.');
	});

	it('says what was changed', () => {
		expect(replyTo(['close ticket 12'], [worked({ ticket: ticket({ status: 'solved' }) })])).toBe(
			'Ticket 12 is now solved.'
		);
		expect(
			replyTo(['please add that it also happens on Safari to ticket 12'], [worked({ ticket: ticket() })])
		).toBe('I have added that to ticket 12.');
	});

	it('tells what is remembered', () => {
		const kept = {
			summary: 'How long is a lesson? 30 minutes.',
			activeTopics: ['Lessons'],
			resolvedIssues: [],
			openQuestion: 'Is there parking?'
		};
		expect(replyTo(['recap please'], [worked(kept)])).toBe(
			'What I have kept of this conversation:\n\nHow long is a lesson? 30 minutes.\n\nTopics: Lessons.\n\nStill open: Is there parking?'
		);
		const other = {
			...{
				title: 'Fees',
				summary: 'A trial lesson costs £15. 【1】',
				lastSummaryAt: '2026-11-20T10:00:00.000Z'
			}
		};
		expect(
			replyTo(
				['what did we talk about last time?'],
				[worked({ ...kept, summary: '', activeTopics: [], openQuestion: null, otherConversations: [other] })]
			)
		).toBe('On 20 November 2026, in “Fees”: A trial lesson costs £15. 1');
		expect(replyTo(['recap please'], [failedWith('not-found')])).toMatch(/nothing yet/u);
	});

	it.each([
		[
			'my tickets',
			failedWith('unavailable'),
			/could not look at the tickets.*pass your question on to a person\?$/u
		],
		['my tickets', { type: 'error-text', value: 'boom' } as const, /could not look at the tickets/u],
		['status of ticket 99', failedWith('not-found'), /no ticket 99 of yours/u],
		['close ticket 12', failedWith('forbidden'), /may not do that.*person\?$/u],
		[
			'close ticket 12',
			failedWith('conflict', 'It was closed for good.'),
			/did not accept that: It was closed for good\./u
		],
		['close ticket 12', failedWith('invalid', '✖ zod'), /^((?!zod).)*nothing was changed((?!zod).)*$/u],
		['close ticket 12', failedWith('unavailable'), /could not tell whether.*before you try again/u],
		['close ticket 12', { type: 'execution-denied' } as const, /^All right, I have changed nothing\.$/u],
		[
			'open a ticket: the heating is broken',
			{ type: 'execution-denied' } as const,
			/^All right, I have opened no ticket\.$/u
		],
		['open a ticket: the heating is broken', worked({ ticket: { number: 'x' } }), /could not tell whether/u]
	])('%j that came back as %j', (message, output, text) => {
		expect(replyTo([message], [output])).toMatch(text);
	});

	it('says both, when a ticket was opened and a question answered', () => {
		const found = [passage(1, 'A lesson of 30 minutes costs £24.', { title: 'Fees' })];
		const question = 'How much is a 30 minute lesson?';
		const reply = replyTo(
			[`My upload keeps failing, please open a ticket. ${question}`],
			[worked({ ticket: ticket() }), worked({ passages: found, terms: termsOf(question, found) })]
		);
		expect(reply).toMatch(/^I have opened ticket 12: .*\n\nA lesson of 30 minutes costs £24\. 【1】$/su);
	});
});
