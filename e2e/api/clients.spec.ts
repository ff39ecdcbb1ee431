// Any AI SDK client is a client; and what an answer cites is there, word for word.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DefaultChatTransport, readUIMessageStream, type UIMessage } from 'ai';
import { expect } from '../fixtures.ts';
import { test, type Caller } from './caller.ts';
import { ask, historyOf, messageText, newId } from './turn.ts';

interface Citation {
	sentence: string;
	textStart: number;
	textEnd: number;
	documentId: string;
	revision: string;
	start: number;
	end: number;
	quote: string;
}

function transportOf(caller: Caller): DefaultChatTransport<UIMessage> {
	const call: typeof fetch = async (address, init) => {
		const { method = 'GET', body, headers, signal } = init ?? {};
		return caller.open(method, address instanceof Request ? address.url : String(address), {
			...(typeof body === 'string' ? { body } : {}),
			...(signal ? { signal } : {}),
			headers: Object.fromEntries(new Headers(headers))
		});
	};
	return new DefaultChatTransport({ api: `${caller.baseUrl}/api/chat`, fetch: call });
}

const said = (text: string): UIMessage => ({ id: newId(), role: 'user', parts: [{ type: 'text', text }] });

function wordsOf(message: UIMessage | undefined): string {
	return (message?.parts ?? []).map((part) => (part.type === 'text' ? part.text : '')).join('');
}

async function lastOf(
	stream: Parameters<typeof readUIMessageStream>[0]['stream']
): Promise<UIMessage | undefined> {
	let last: UIMessage | undefined;
	for await (const message of readUIMessageStream({ stream, terminateOnError: true })) last = message;
	return last;
}

test('the AI SDK’s own transport holds a conversation, regenerates, and resumes', async ({ newVisitor }) => {
	const caller = newVisitor();
	const transport = transportOf(caller);
	const chatId = newId();
	const messages = [said('What does a 30-minute lesson cost for a term?')];
	const send = async (trigger: 'submit-message' | 'regenerate-message', messageId?: string) =>
		lastOf(await transport.sendMessages({ chatId, messages, trigger, messageId, abortSignal: undefined }));

	const first = await send('submit-message');
	expect(first?.role).toBe('assistant');
	expect(wordsOf(first)).not.toBe('');
	expect(first?.parts.some(({ type }) => type === 'data-citation')).toBe(true);
	if (first) messages.push(first);

	messages.push(said('And for 45 minutes?'));
	const second = await send('submit-message');
	expect(wordsOf(second)).not.toBe('');
	if (second) messages.push(second);

	messages.pop();
	const anew = await send('regenerate-message', second?.id);
	expect(anew?.id).not.toBe(second?.id);

	// Nothing runs: nothing to reconnect to.
	expect(await transport.reconnectToStream({ chatId })).toBeNull();

	const question = said('How much should a beginner practise each day?');
	messages.push(question);
	const leave = new AbortController();
	const broken = await transport.sendMessages({
		chatId,
		messages,
		trigger: 'submit-message',
		messageId: undefined,
		abortSignal: leave.signal
	});
	await broken.getReader().read();
	leave.abort();
	const resumed = await transport.reconnectToStream({ chatId });
	const { messages: kept } = await historyOf(caller, chatId);
	const whole = resumed === null ? undefined : await lastOf(resumed);
	const logged = (await historyOf(caller, chatId)).messages.at(-1);
	expect(logged?.status).toBe('complete');
	expect(kept.find(({ metadata }) => metadata.clientMessageId === question.id)).toBeDefined();
	// It may have been over before the client came back; then the history has it.
	if (whole) expect([whole.id, wordsOf(whole)]).toEqual([logged?.id, messageText(logged)]);
});

const examples = JSON.parse(
	readFileSync(path.join(import.meta.dirname, '../../demo/examples.json'), 'utf8')
) as string[];

for (const question of examples)
	test(`each citation is there, word for word: ${question}`, async ({ newVisitor }) => {
		const caller = newVisitor();
		const { text, parts } = await ask(caller, question);
		const citations = parts.flatMap((part) =>
			part.type === 'data-citation' ? [part['data'] as Citation] : []
		);
		expect(citations.length).toBeGreaterThan(0);
		for (const { documentId, revision, start, end, quote, sentence, textStart, textEnd } of citations) {
			const read = await caller.get(`/api/knowledge/documents/${documentId}?revision=${revision}`);
			const source = (read.json as { text: string }).text;
			expect(source.slice(start, end)).toBe(quote);
			expect(quote.trim()).not.toBe('');
			expect(text.slice(textStart, textEnd)).toBe(sentence);
			const page = await caller.get(
				`/knowledge/${documentId}?revision=${revision}&start=${start}&end=${end}`,
				{
					headers: { accept: 'text/html' }
				}
			);
			expect(page.status).toBe(200);
			expect(page.text).toMatch(/<mark\b[^>]*class="[^"]*passage/);
		}
	});
