import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConversationExport, type ExportFormat } from '#lib/shared/conversation/export.ts';
import { messageText, type ConversationMessage } from '#lib/shared/conversation/message.ts';
import { createScriptedModel } from '../fixtures/scripted-model.ts';
import {
	CONVERSATION_ID,
	PERSON,
	startConversation,
	type TestConversation
} from '../fixtures/test-conversation.ts';
import { contentDisposition, fileNameFrom } from './download-name.ts';
import { createExport } from './export.ts';
import { exportMarkdown } from './export-markdown.ts';

function exportOf({ conversation, clock }: TestConversation, format: ExportFormat): Promise<Response> {
	const write = createExport({
		clock,
		schoolName: 'Test School',
		view: async () => conversation.view(PERSON),
		transcript: async (actor, _id, request) => conversation.transcript(actor, request)
	});
	return write(PERSON, CONVERSATION_ID, format);
}

const start = () => startConversation({ model: createScriptedModel(['An answer.']) });

/** Any code points, halves of surrogate pairs too. */
const anything = fc
	.array(fc.oneof(fc.integer({ min: 0, max: 0x10ffff }), fc.integer({ min: 0x20, max: 0x7e })), {
		maxLength: 60
	})
	.map((points) => String.fromCodePoint(...points));

describe('an export as JSON', () => {
	it('holds every branch, oldest first, and is what its schema says', async () => {
		const test = start();
		await test.ask('First?');
		await test.ask('Second?');
		const [, , second] = test.conversation.messages(PERSON, { limit: 10 }).messages;
		await test.ask('Second, put otherwise?', { replaces: second!.id });
		await test.conversation.change(PERSON, { tags: ['Fees'], pinned: true });
		const response = await exportOf(test, 'json');
		const file = ConversationExport.parse(await response.json());
		const { messages } = test.conversation.messages(PERSON, { limit: 10 });
		expect(file.messages.map(({ id }) => id)).toEqual(messages.map(({ id }) => id));
		expect(file.messages.map(({ text }) => text)).toEqual(messages.map(messageText));
		expect(file.conversation).toMatchObject({ tags: ['Fees'], pinned: true, title: 'First?' });
		expect(JSON.stringify(file)).not.toContain(PERSON.userId);
	});

	it('says what was said in a call, and how much of an answer was heard, and holds no more of it', async () => {
		const test = startConversation({ model: createScriptedModel(['An answer. ', 'Never heard.']) });
		await test.ask('First?', { spoken: true });
		const [, answer] = test.conversation.messages(PERSON, { limit: 10 }).messages;
		await test.conversation.voice.keepHeard(answer!.id, 11);
		const file = ConversationExport.parse(await (await exportOf(test, 'json')).json());
		expect(file.conversation.channel).toBe('voice');
		expect(file.messages).toMatchObject([{ spoken: true }, { heard: { chars: 10, ofChars: 23 } }]);
		const markdown = await (await exportOf(test, 'md')).text();
		expect(markdown).toContain('An answer.\n\n*Spoken, and interrupted here');
		for (const text of [JSON.stringify(file), markdown]) expect(text).not.toContain('Never heard');
	});

	it('of a conversation of several pages holds each message once', async () => {
		const test = start();
		for (let n = 0; n < 60; n++) await test.ask(`Question ${n}`);
		const file = ConversationExport.parse(await (await exportOf(test, 'json')).json());
		expect(new Set(file.messages.map(({ id }) => id)).size).toBe(120);
		const markdown = await (await exportOf(test, 'md')).text();
		expect(markdown.match(/^Question \d+$/gm)).toHaveLength(60);
	});
});

describe('an export as Markdown', () => {
	it('holds the branch that is shown and no other', async () => {
		const test = start();
		await test.ask('Old words?');
		const [question] = test.conversation.messages(PERSON, { limit: 10 }).messages;
		await test.ask('New words?', { replaces: question!.id });
		const markdown = await (await exportOf(test, 'md')).text();
		expect(markdown).toContain('New words?');
		expect(markdown).not.toContain('\nOld words?');
	});

	it('holds what was said already while an answer is being written and others wait', async () => {
		const never = new Promise(() => undefined);
		const test = startConversation({ model: createScriptedModel(['Done.'], [{ wait: never }]) });
		await test.ask('One?');
		await test.send('Two?');
		await test.send('Three?');
		const markdown = await (await exportOf(test, 'md')).text();
		expect(markdown.match(/^(One\?|Done\.|Two\?|Three\?)$/gm)).toEqual(['One?', 'Done.', 'Two?', 'Three?']);
	});

	it('numbers the passages over all answers, and lists them at the end', async () => {
		const cite = (textStart: number, textEnd: number, documentId: string) => ({
			type: 'data-citation' as const,
			id: `c${textStart}`,
			data: {
				...{
					sentence: '',
					textStart,
					textEnd,
					number: 1,
					documentId,
					revision: 'r',
					title: `Doc *${documentId}*`
				},
				...{ headings: ['Lessons'], start: 3, end: 9, quote: `quote\nof ${documentId}` }
			}
		});
		const answer = (text: string, ...citations: ReturnType<typeof cite>[]): ConversationMessage => ({
			...{ id: 'a', role: 'assistant', parentId: 'q', metadata: { turnId: 't' }, status: 'complete' },
			...{ createdAt: 0, seq: 1, lastSeq: 1 },
			parts: [{ type: 'text', text, state: 'done' }, ...citations]
		});
		const pieces = exportMarkdown(
			{ title: 'Fees', schoolName: 'S', exportedAt: 0 },
			(async function* () {
				yield answer('One. Two.', cite(0, 5, 'b'), cite(5, 9, 'c'));
				yield answer('Three.', cite(0, 6, 'c'), cite(0, 6, 'd'));
			})()
		);
		let markdown = '';
		for await (const piece of pieces) markdown += piece;
		expect(markdown).toContain('One. [1] Two. [2]');
		expect(markdown).toContain('Three. [2] [3]');
		expect(markdown).toContain(
			'1. Doc \\*b\\* › Lessons: “quote of b”\n2. Doc \\*c\\* › Lessons: “quote of c”\n3.'
		);
	});
});

describe('the name of the file', () => {
	it('comes from the title and can be nothing but a name', () => {
		expect(fileNameFrom('What does a lesson cost?', 'x')).toBe('What does a lesson cost');
		expect(fileNameFrom('../../etc/passwd', 'x')).toBe('etc passwd');
		expect(fileNameFrom('CON', 'x')).toBe('x');
		expect(fileNameFrom('…', 'x')).toBe('x');
		expect(contentDisposition('Für Elise', 'md')).toBe(
			`attachment; filename="Fur Elise.md"; filename*=UTF-8''F%C3%BCr%20Elise.md`
		);
		expect(contentDisposition('音楽', 'json')).toContain('filename="conversation.json"');
	});

	it('is always one header of visible ASCII, whatever the title is', () => {
		fc.assert(
			fc.property(anything, (title) => {
				const name = fileNameFrom(title, 'conversation');
				expect(contentDisposition(name, 'md')).toMatch(
					/^attachment; filename="[\x20!#$&-[\]-~]+\.md"; filename\*=UTF-8''[A-Za-z0-9%._~!-]+\.md$/
				);
			}),
			{ numRuns: 60 }
		);
	});
});
