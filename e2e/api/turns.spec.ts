// One message is one turn, whatever happens on the way; what was delivered can be read again from anywhere.
import { expect } from '../fixtures.ts';
import { inParallel, test } from './caller.ts';
import { expectRefusal, refusalOf } from './refusal.ts';
import { ask, historyOf, isTerminal, messageText, newId, partsOf, readTurn } from './turn.ts';

test.describe('the same client message id', () => {
	test('joins the turn, sent twenty times at once: one question, one answer, the same bytes', async ({
		newVisitor
	}) => {
		const visitor = newVisitor();
		await ask(visitor, 'Hello');
		const order = { conversationId: newId(), clientMessageId: newId(), message: 'What does a lesson cost?' };
		const turns = await inParallel(Array.from({ length: 20 }), 20, async () =>
			readTurn(await visitor.open('POST', '/api/chat', { json: order }))
		);
		const [first] = turns;
		for (const turn of turns) expect(turn.events).toEqual(first?.events);
		const again = await readTurn(await visitor.open('POST', '/api/chat', { json: order }));
		expect(again.events).toEqual(first?.events);
		const { messages } = await historyOf(visitor, order.conversationId);
		expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant']);
	});

	test('with other words is a conflict, and changes nothing', async ({ newVisitor }) => {
		const visitor = newVisitor();
		const turn = await ask(visitor, 'What does a lesson cost?');
		const { conversationId, clientMessageId } = turn;
		const before = await historyOf(visitor, conversationId);
		const other = await visitor.post('/api/chat', {
			conversationId,
			clientMessageId,
			message: 'Who are you?'
		});
		expect(expectRefusal(other, 'conflict').retryable).toBe(false);
		const transport = {
			id: conversationId,
			messages: [{ id: clientMessageId, role: 'user', parts: [{ type: 'text', text: 'Who are you?' }] }]
		};
		expectRefusal(await visitor.post('/api/chat', transport), 'conflict');
		expect(await historyOf(visitor, conversationId)).toEqual(before);
	});

	test('with other words at the same moment: one wins, the others conflict', async ({ newVisitor }) => {
		const visitor = newVisitor();
		await ask(visitor, 'Hello');
		const order = { conversationId: newId(), clientMessageId: newId() };
		const answers = await inParallel(
			Array.from({ length: 12 }, (_, index) => index),
			12,
			(index) => visitor.post('/api/chat', { ...order, message: `Question number ${index}?` })
		);
		expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
		for (const answer of answers) if (answer.status !== 200) expectRefusal(answer, 'conflict');
		expect((await historyOf(visitor, order.conversationId)).messages).toHaveLength(2);
	});
});

// Of a thousand: worker/conversation.object.workers.test.ts.
test('of three hundred parallel sends nothing accepted is lost, and the rest are told when to come back', async ({
	newVisitor
}) => {
	test.setTimeout(150_000);
	const visitor = newVisitor();
	const { conversationId } = await ask(visitor, 'Hello');
	const sends = Array.from({ length: 300 }, () => newId());
	const leave = new AbortController();
	const answers = await inParallel(sends, sends.length, async (clientMessageId) => {
		const json = { conversationId, clientMessageId, message: `Hello ${clientMessageId}` };
		const response = await visitor.open('POST', '/api/chat', { json, signal: leave.signal });
		const { status, headers } = response;
		if (status !== 200) {
			const text = await response.text();
			const answer = { status, headers, text, json: JSON.parse(text) as unknown };
			return { clientMessageId, isAccepted: false, answer };
		}
		// Accepted is accepted: the sender may leave at once.
		await response.body?.cancel();
		return { clientMessageId, isAccepted: true, answer: undefined };
	});
	const accepted = answers
		.filter(({ isAccepted }) => isAccepted)
		.map(({ clientMessageId }) => clientMessageId);
	expect(accepted.length).toBeGreaterThan(0);
	for (const { answer } of answers) {
		if (answer === undefined) continue;
		expect(expectRefusal(answer, 'rate-limited').retryable).toBe(true);
		expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
	}
	const kept: string[] = [];
	await expect
		.poll(async () => (await historyOf(visitor, conversationId)).conversation.running, {
			timeout: 60_000,
			message: 'every accepted message is answered'
		})
		.toBeNull();
	let before = '';
	for (;;) {
		const page = await visitor.get(`/api/chat/sessions/${conversationId}/messages?limit=100${before}`);
		const { messages, nextBefore } = page.json as Awaited<ReturnType<typeof historyOf>>;
		for (const { role, status, metadata } of messages) {
			expect(status).toBe('complete');
			if (role === 'user') kept.push(metadata.clientMessageId ?? '');
		}
		if (nextBefore === null) break;
		before = `&before=${nextBefore}`;
	}
	expect(kept.filter((id) => sends.includes(id)).sort()).toEqual(accepted.sort());
	expect(new Set(kept).size).toBe(kept.length);
});

test.describe('changing a turn', () => {
	test('stopping twice, or when nothing runs, is no error', async ({ newVisitor }) => {
		const visitor = newVisitor();
		const { conversationId, turnId } = await ask(visitor, 'Hello');
		for (const json of [{}, {}, { turnId }, { turnId: newId() }]) {
			const answer = await visitor.post(`/api/chat/${conversationId}/stop`, json);
			expect(answer.status, answer.text).toBe(200);
			expect(answer.json).toEqual({ stopped: false });
		}
		expect((await visitor.call('POST', `/api/chat/${conversationId}/stop`)).status, 'no body at all').toBe(
			200
		);
		expectRefusal(await visitor.post(`/api/chat/${conversationId}/stop`, { turnId: 'x' }), 'invalid');
	});

	test('a stop sent with the question leaves one end, whichever comes first', async ({ newVisitor }) => {
		const visitor = newVisitor();
		const { conversationId } = await ask(visitor, 'Hello');
		const json = {
			conversationId,
			clientMessageId: newId(),
			message: 'What is the difference between 3/4 and 6/8?'
		};
		const response = await visitor.open('POST', '/api/chat', { json });
		const stops = await inParallel([1, 2, 3], 3, () => visitor.post(`/api/chat/${conversationId}/stop`, {}));
		for (const stop of stops) expect(stop.status).toBe(200);
		expect(stops.filter((stop) => (stop.json as { stopped: boolean }).stopped).length).toBeLessThanOrEqual(1);
		const { parts } = await readTurn(response);
		expect(parts.filter(isTerminal)).toHaveLength(1);
		const { conversation, messages } = await historyOf(visitor, conversationId);
		expect(conversation.running).toBeNull();
		expect(['complete', 'stopped']).toContain(messages.at(-1)?.status);
	});

	test('another answer stands beside the first; retrying what is unknown is not found', async ({
		newVisitor
	}) => {
		const visitor = newVisitor();
		const turn = await ask(visitor, 'What does a lesson cost?');
		const { conversationId } = turn;
		expectRefusal(
			await visitor.post(`/api/chat/${conversationId}/retry`, { messageId: newId() }),
			'not-found'
		);
		expectRefusal(
			await visitor.post(`/api/chat/${conversationId}/retry`, { messageId: '__proto__' }),
			'not-found'
		);
		expectRefusal(await visitor.post(`/api/chat/${conversationId}/retry`, { messageId: 5 }), 'invalid');
		const second = await readTurn(
			await visitor.open('POST', `/api/chat/${conversationId}/retry`, { json: { messageId: turn.messageId } })
		);
		const { messages, conversation } = await historyOf(visitor, conversationId);
		const answers = messages.filter(({ role }) => role === 'assistant');
		expect(answers.map(({ id }) => id)).toEqual([turn.messageId, second.messageId]);
		expect(new Set(answers.map(({ parentId }) => parentId)).size).toBe(1);
		expect(conversation.headId).toBe(second.messageId);
		const back = await visitor.call('PATCH', `/api/chat/sessions/${conversationId}`, {
			json: { headMessageId: turn.messageId }
		});
		expect((back.json as { headId: string }).headId).toBe(turn.messageId);
	});

	test('an edit is a branch; a bad one changes nothing', async ({ newVisitor }) => {
		const visitor = newVisitor();
		const { conversationId, messageId } = await ask(visitor, 'What does a lesson cost?');
		const before = await historyOf(visitor, conversationId);
		const question = before.messages[0];
		const edit = (json: unknown) => visitor.post(`/api/chat/${conversationId}/edit`, json);
		expectRefusal(await edit({ messageId: question?.id, message: ' ' }), 'invalid');
		expectRefusal(await edit({ messageId: question?.id, message: 'x'.repeat(8001) }), 'too-large');
		expectRefusal(await edit({ messageId: newId(), message: 'Hello' }), 'not-found');
		expectRefusal(await edit({ messageId, message: 'An answer is not mine to edit' }), 'not-found');
		expectRefusal(await edit({ message: 'Hello' }), 'invalid');
		expect(await historyOf(visitor, conversationId)).toEqual(before);
		const json = { messageId: question?.id, message: 'What does a trial lesson cost?' };
		await readTurn(await visitor.open('POST', `/api/chat/${conversationId}/edit`, { json }));
		const { messages } = await historyOf(visitor, conversationId);
		const questions = messages.filter(({ role }) => role === 'user');
		expect(questions.map(messageText)).toEqual([
			'What does a lesson cost?',
			'What does a trial lesson cost?'
		]);
		expect(questions[1]?.parentId).toBe(question?.parentId);
	});

	test('a rating is of an answer, up, down or none', async ({ newVisitor }) => {
		const visitor = newVisitor();
		const { conversationId, messageId } = await ask(visitor, 'What does a lesson cost?');
		const rate = (id: string, json: unknown) =>
			visitor.call('PUT', `/api/chat/${conversationId}/messages/${id}/rating`, { json });
		const ratingNow = async () => (await historyOf(visitor, conversationId)).messages[1]?.rating;
		const question = (await historyOf(visitor, conversationId)).messages[0]?.id ?? '';
		for (const id of [newId(), 'not-a-uuid', question])
			expectRefusal(await rate(id, { value: 'up' }), 'not-found', id);
		for (const json of [
			{},
			{ value: 'sideways' },
			{ value: 1 },
			{ value: 'up', reason: 'x'.repeat(1001) },
			[]
		])
			expectRefusal(await rate(messageId, json), 'invalid', JSON.stringify(json));
		expect(await ratingNow()).toBeUndefined();
		for (const status of [204, 204])
			expect((await rate(messageId, { value: 'down', reason: '<b>no</b>' })).status).toBe(status);
		expect(await ratingNow()).toEqual({ value: 'down', reason: '<b>no</b>' });
		expect((await rate(messageId, { value: null })).status).toBe(204);
		expect(await ratingNow()).toBeUndefined();
	});

	test('what is deleted is gone, until it is undone', async ({ newVisitor }) => {
		const visitor = newVisitor();
		const turn = await ask(visitor, 'What does a lesson cost?');
		const { conversationId } = turn;
		const address = `/api/chat/sessions/${conversationId}`;
		expect((await visitor.call('DELETE', address)).status).toBe(200);
		for (const answer of [
			await visitor.call('DELETE', address),
			await visitor.get(address),
			await visitor.get(`${address}/messages`),
			await visitor.get(`/api/chat/${conversationId}/stream?after=0`),
			await visitor.post('/api/chat', { conversationId, message: 'Hello?' }),
			await visitor.call('PATCH', address, { json: { title: 'Still here' } })
		])
			expect(refusalOf(answer).code).toBe('not-found');
		expect((await visitor.call('PATCH', address, { json: { deleted: false } })).status).toBe(200);
		expect(messageText((await historyOf(visitor, conversationId)).messages[1])).toBe(turn.text);
	});
});

test('every part of a turn is one the protocol names', async ({ newVisitor }) => {
	const { events } = await ask(newVisitor(), 'What does a 30-minute lesson cost for a term?');
	const types = new Set(partsOf(events).map(({ type }) => type));
	const known =
		/^(?:start|start-step|finish-step|finish|abort|error|text-(?:start|delta|end)|reasoning-(?:start|delta|end)|tool-(?:input-(?:start|delta|available|error)|output-(?:available|error))|source-document|data-[a-z-]+)$/;
	expect([...types].filter((type) => !known.test(type))).toEqual([]);
	for (const type of [
		'start',
		'text-delta',
		'tool-input-available',
		'tool-output-available',
		'data-citation',
		'data-turn',
		'finish'
	])
		expect([...types]).toContain(type);
});
