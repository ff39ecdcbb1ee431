import { describe, expect, it } from 'vitest';
import { ChatRequestBody, ConversationChange, HistoryQuery } from './requests.ts';

const ID = 'c0ffee00-0000-4000-8000-000000000001';
const userMessage = (id: string, ...texts: string[]) => ({
	id,
	role: 'user',
	parts: texts.map((text) => ({ type: 'text', text }))
});

describe('a chat request', () => {
	it('in the short form', () => {
		expect(ChatRequestBody.parse({ message: 'Hi' })).toEqual({ trigger: 'submit', text: 'Hi' });
		expect(
			ChatRequestBody.parse({ message: 'Hi', sessionId: ID.toUpperCase(), clientMessageId: 'm-1' })
		).toEqual({
			trigger: 'submit',
			text: 'Hi',
			conversationId: ID,
			clientMessageId: 'm-1'
		});
	});

	it('of an AI SDK transport is its last message', () => {
		const messages = [
			userMessage('a', 'Old'),
			{ id: 'b', role: 'assistant', parts: [] },
			userMessage('c', 'One', 'two')
		];
		expect(ChatRequestBody.parse({ id: ID, messages, trigger: 'submit-message' })).toEqual({
			trigger: 'submit',
			conversationId: ID,
			clientMessageId: 'c',
			text: 'One\ntwo'
		});
	});

	it('that names its own last message replaces it', () => {
		const body = { id: ID, messages: [userMessage('a', 'New')], trigger: 'submit-message', messageId: 'a' };
		expect(ChatRequestBody.parse(body)).toMatchObject({ replaces: 'a', text: 'New' });
	});

	it('to regenerate is a retry of that message', () => {
		const body = {
			id: ID,
			messages: [userMessage('a', 'Hi')],
			trigger: 'regenerate-message',
			messageId: 'b'
		};
		expect(ChatRequestBody.parse(body)).toEqual({ trigger: 'retry', conversationId: ID, messageId: 'b' });
	});

	it.each([
		['nothing', undefined],
		['null', null],
		['a number', 7],
		['a list', []],
		['no message', {}],
		['a message that is no text', { message: 7 }],
		['an id that is no UUID', { message: 'Hi', conversationId: 'abc' }],
		['a client id with spaces', { message: 'Hi', clientMessageId: 'a b' }],
		['an endless client id', { message: 'Hi', clientMessageId: 'a'.repeat(200) }],
		['a transport id that is no UUID', { id: 'abc', messages: [userMessage('a', 'Hi')] }],
		['no messages', { id: ID, messages: [] }],
		['messages that are none', { id: ID, messages: 'Hi' }],
		[
			'a last message of the assistant',
			{ id: ID, messages: [{ ...userMessage('a', 'Hi'), role: 'assistant' }] }
		],
		['an unknown trigger', { id: ID, messages: [userMessage('a', 'Hi')], trigger: 'explode' }]
	])('is refused: %s', (_name, body) => {
		expect(ChatRequestBody.safeParse(body).success).toBe(false);
	});
});

describe('a file in a chat request', () => {
	it('is refused, with what to do, unless it was uploaded here', () => {
		for (const url of ['data:,', 'https://evil.example/a.png', '/api/attachments/../x', 7, undefined]) {
			const body = { id: ID, messages: [{ id: 'a', role: 'user', parts: [{ type: 'file', url }] }] };
			expect(() => ChatRequestBody.safeParse(body)).toThrow(/upload it/);
		}
	});
});

describe('the other requests', () => {
	it('a change changes something', () => {
		expect(ConversationChange.safeParse({}).success).toBe(false);
		expect(ConversationChange.safeParse({ deleted: true }).success).toBe(false);
		expect(ConversationChange.safeParse({ title: '  ' }).success).toBe(false);
		expect(ConversationChange.parse({ title: ' New ' })).toEqual({ title: 'New' });
	});

	it.each([{ limit: '0' }, { limit: '101' }, { limit: 'x' }, { before: '-1' }, { before: '1.5' }])(
		'a page is 1 to 100 messages: not %j',
		(query) => {
			expect(HistoryQuery.safeParse(query).success).toBe(false);
		}
	);
});
