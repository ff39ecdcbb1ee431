import { abortAllDurableObjects, evictDurableObject } from 'cloudflare:test';
import { DefaultChatTransport, readUIMessageStream, type UIMessage, type UIMessageChunk } from 'ai';
import { beforeAll, describe, expect, it } from 'vitest';
import { terminalsOf, type Heard } from '#lib/server/chat/fixtures/test-conversation.ts';
import { SYSTEM } from '#lib/shared/actor.ts';
import { EMPTY_CONVERSATION, foldEvents } from '#lib/shared/conversation/fold.ts';
import { citationsOf, messageText } from '#lib/shared/conversation/message.ts';
import type { AppError } from '#lib/shared/errors.ts';
import { newId } from '#lib/shared/ids.ts';
import { addArticle, ask, fetchAs, openSchool, ORIGIN, person, stubOf } from './fixtures/school.ts';

const services = openSchool();
let article: { documentId: string; revision: string };

beforeAll(async () => {
	article = await addArticle(services);
});

describe('a conversation in its object', () => {
	it('answers from the knowledge with citations that are exact slices of the revision', async () => {
		const actor = await person();
		const heard = await ask(services, actor, newId(), 'How long is a piano lesson?');
		expect(heard.text).toContain('45 minutes');
		const events = heard.events.map((event) => ({
			...event,
			at: 0,
			turnId: 't',
			messageId: firstMessageId(heard)
		}));
		const message = Object.values(foldEvents(EMPTY_CONVERSATION, events).messages)[0]!;
		const { text } = await services.knowledge.getDocument(SYSTEM, article.documentId, article.revision);
		const citations = citationsOf(message);
		expect(citations.length).toBeGreaterThan(0);
		for (const { start, end, quote, sentence, textStart, textEnd } of citations) {
			expect(text.slice(start, end)).toBe(quote);
			expect(messageText(message).slice(textStart, textEnd)).toBe(sentence);
		}
		expect(terminalsOf(heard)).toHaveLength(1);
	});

	it('resumes from every position with exactly the bytes that follow, also after its process was replaced', async () => {
		const actor = await person();
		const id = newId();
		const whole = await ask(services, actor, id, 'How long is a piano lesson?');
		await evictDurableObject(stubOf(id));
		for (const { seq } of whole.events) {
			const rest = await services.chat.resume(actor, id, seq);
			if (seq === whole.events.at(-1)?.seq) expect(rest).toBeUndefined();
			else expect(whole.bytes.endsWith((await rest?.text()) ?? '-')).toBe(true);
		}
	});

	it('loses none of a thousand messages sent at once that it accepted, and answers each exactly once', async () => {
		const actor = await person();
		const ids = [newId(), newId(), newId(), newId(), newId(), newId(), newId(), newId(), newId(), newId()];
		const sends = Array.from({ length: 1_000 }, (_, n) => ({ id: ids[n % ids.length]!, name: `m${n}` }));
		const outcomes = await Promise.all(
			sends.map(async ({ id, name }) => {
				try {
					return { id, name, heard: await ask(services, actor, id, 'Hello', name) };
				} catch (thrown) {
					expect((thrown as AppError).code).toBe('rate-limited');
					return undefined;
				}
			})
		);
		const accepted = outcomes.filter((outcome) => outcome !== undefined);
		expect(accepted.length).toBeGreaterThan(500);
		for (const { heard } of accepted) expect(terminalsOf(heard)).toMatchObject([{ type: 'finish' }]);
		for (const id of ids) {
			const names: string[] = [];
			let before: number | undefined;
			do {
				const page = await services.chat.messages(actor, id, { limit: 100, before });
				names.push(...page.messages.flatMap(({ metadata }) => metadata.clientMessageId ?? []));
				expect(page.messages.every(({ status }) => status === 'complete')).toBe(true);
				before = page.nextBefore ?? undefined;
			} while (before !== undefined);
			const expected = accepted.filter((outcome) => outcome.id === id).map(({ name }) => name);
			expect(names.sort()).toEqual(expected.sort());
		}
	}, 240_000);

	it('runs one turn for the same message sent fifty times at once', async () => {
		const actor = await person();
		const id = newId();
		const answers = await Promise.all(
			Array.from({ length: 50 }, () => ask(services, actor, id, 'Hello', 'same'))
		);
		expect(new Set(answers.map(({ bytes }) => bytes)).size).toBe(1);
		const { messages } = await services.chat.messages(actor, id, { limit: 10 });
		expect(messages).toHaveLength(2);
	});

	it('settles what an aborted process left: delivered text stays, one terminal part, nothing doubled', async () => {
		const actor = await person();
		for (let round = 0; round < 10; round++) {
			const id = newId();
			const response = await services.chat.send(
				actor,
				{
					trigger: 'submit',
					conversationId: id,
					clientMessageId: 'once',
					text: 'How long is a piano lesson?'
				},
				ORIGIN
			);
			const reader = (response.body as ReadableStream<Uint8Array>).getReader();
			const decoder = new TextDecoder();
			let delivered = '';
			for (let reads = 0; reads < round % 5; reads++) {
				const next = await reader.read();
				if (next.done) break;
				delivered += decoder.decode(next.value);
			}
			await abortAllDurableObjects();
			await reader.cancel().catch(() => undefined);
			const rest = await ask(services, actor, id, 'How long is a piano lesson?', 'once');
			expect(rest.bytes.startsWith(delivered)).toBe(true);
			expect(terminalsOf(rest)).toHaveLength(1);
			expect(rest.isDone).toBe(true);
		}
	}, 60_000);

	it('brings an AI SDK client through send, resume and regenerate', async () => {
		const actor = await person();
		const chatId = newId();
		const transport = new DefaultChatTransport<UIMessage>({ fetch: fetchAs(services, actor) });
		const sent: UIMessage = {
			id: 'client-1',
			role: 'user',
			parts: [{ type: 'text', text: 'How long is a piano lesson?' }]
		};
		const common = { chatId, abortSignal: undefined };
		const answer = await lastMessage(
			await transport.sendMessages({
				...common,
				trigger: 'submit-message',
				messageId: undefined,
				messages: [sent]
			})
		);
		expect(answer.parts.map(({ type }) => type)).toContain('data-citation');
		expect(await transport.reconnectToStream({ chatId })).toBeNull();
		const again = await lastMessage(
			await transport.sendMessages({
				...common,
				trigger: 'regenerate-message',
				messageId: answer.id,
				messages: [sent]
			})
		);
		expect(again.id).not.toBe(answer.id);
		const { messages } = await services.chat.messages(actor, chatId, { limit: 10 });
		expect(messages.map(({ parentId }) => parentId)).toEqual([null, messages[0]!.id, messages[0]!.id]);
	});
});

function firstMessageId({ events }: Heard): string {
	const part = events[0]?.part;
	return part?.type === 'start' ? part.messageId : '';
}

async function lastMessage(stream: ReadableStream<UIMessageChunk>): Promise<UIMessage> {
	let last: UIMessage | undefined;
	for await (const message of readUIMessageStream({ stream })) last = message;
	return last!;
}
