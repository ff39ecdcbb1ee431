import { describe, expect, it } from 'vitest';
import { AppError } from '#lib/shared/errors.ts';
import type { UnsupportedData } from '#lib/shared/conversation/parts.ts';
import { messageText, unsupportedOf } from '#lib/shared/conversation/message.ts';
import { exportMarkdown } from '../export/export-markdown.ts';
import { createScriptedModel, type ScriptLine } from '../fixtures/scripted-model.ts';
import { PERSON, startConversation } from '../fixtures/test-conversation.ts';

const remote = (...lines: ScriptLine[]) => ({ ...createScriptedModel(lines), isRemote: true });

describe('what a remote model makes up', () => {
	it('is marked before it is shown, counted at the end, kept with the message and said in its export', async () => {
		const test = startConversation({ model: remote('Hello! Lessons cost', ' 5 euros. Shall I go on?') });
		const { events } = await test.ask('What does a lesson cost?');
		const parts = events.map(({ part }) => part);
		const told = parts.flatMap((part): (string | UnsupportedData)[] => {
			if (part.type === 'text-delta') return [part.delta];
			return part.type === 'data-unsupported' ? [part.data] : [];
		});
		expect(told).toEqual([
			...['Hello!', ' ', { textStart: 7, textEnd: 28, reasons: ['uncited'] }, 'Lessons cost 5 euros.'],
			' Shall I go on?'
		]);
		expect(parts.find((part) => part.type === 'data-turn')?.data.unsupported).toBe(1);
		const { messages } = test.conversation.messages(PERSON, { limit: 10 });
		const answer = messages.at(-1);
		expect(answer && unsupportedOf(answer)).toHaveLength(1);
		expect(answer && messageText(answer).slice(7, 28)).toBe('Lessons cost 5 euros.');
		let exported = '';
		for await (const line of exportMarkdown({ title: '', schoolName: 'S', exportedAt: 0 }, listOf(messages)))
			exported += line;
		expect(exported).toContain('Lessons cost 5 euros. [not borne out by the sources] Shall I go on?');
	});

	it('and nobody has seen yet is forgotten when it fails, and the next model begins afresh', async () => {
		const { events } = await startConversation({
			model: remote('Lessons cost', { fail: new AppError('unavailable', 'Away.') }),
			fallbacks: [createScriptedModel(['Good day!'])]
		}).ask('What does a lesson cost?');
		const text = events.map(({ part }) => (part.type === 'text-delta' ? part.delta : '')).join('');
		expect(text).toBe('Good day!');
	});
});

async function* listOf<T>(items: readonly T[]): AsyncGenerator<T> {
	for (const item of items) yield await Promise.resolve(item);
}
