// What was delivered can be read again from anywhere, and what was not, from where the reader broke off.
import { expect } from '../fixtures.ts';
import { inParallel, test } from './caller.ts';
import { expectRefusal } from './refusal.ts';
import { ask, newId, partsOf, readEvents, readTurn } from './turn.ts';

test.describe('reading on', () => {
	test('from every position brings exactly the rest, byte for byte', async ({ newVisitor }) => {
		const visitor = newVisitor();
		const { conversationId, events } = await ask(visitor, 'What does a 30-minute lesson cost for a term?');
		const positions = events.flatMap(({ seq }) => (seq === undefined ? [] : [seq]));
		const last = positions.at(-1) ?? 0;
		await inParallel(positions, 8, async (position) => {
			const rest = events.filter(({ seq }) => seq === undefined || seq > position);
			const byQuery = await visitor.get(`/api/chat/${conversationId}/stream?after=${position}`);
			expect(byQuery.status, `after ${position}`).toBe(position === last ? 204 : 200);
			expect(readEvents(byQuery.text), `after ${position}`).toEqual(position === last ? [] : rest);
		});
		// From the very beginning the question itself comes before its answer.
		const whole = readEvents((await visitor.get(`/api/chat/${conversationId}/stream?after=0`)).text);
		expect(partsOf(whole).map(({ type }) => type)).toContain('data-user-message');
		expect(whole.slice(-events.length)).toEqual(events);
		const middle = positions[Math.floor(positions.length / 2)] ?? 0;
		const headers = { 'last-event-id': String(middle) };
		const byHeader = await visitor.get(`/api/chat/${conversationId}/stream`, { headers });
		expect(readEvents(byHeader.text)).toEqual(events.filter(({ seq }) => seq === undefined || seq > middle));
	});

	test('while the answer is being written, joins what was seen to the whole', async ({ newVisitor }) => {
		const visitor = newVisitor();
		const { events: _hello, conversationId } = await ask(visitor, 'Hello');
		const json = {
			conversationId,
			clientMessageId: newId(),
			message: 'How much should a beginner practise each day?'
		};
		const leave = new AbortController();
		const response = await visitor.open('POST', '/api/chat', { json, signal: leave.signal });
		const reader = response.body?.getReader();
		const first = new TextDecoder().decode((await reader?.read())?.value);
		leave.abort();
		const seen = readEvents(first.slice(0, first.lastIndexOf('\n\n') + 2));
		const cursor = seen.findLast(({ seq }) => seq !== undefined)?.seq ?? 0;
		const rest = await visitor.get(`/api/chat/${conversationId}/stream?after=${cursor}`);
		const whole = await readTurn(await visitor.open('POST', '/api/chat', { json }));
		expect([...seen, ...readEvents(rest.text)].filter(({ seq }) => seq !== undefined)).toEqual(
			whole.events.filter(({ seq }) => seq !== undefined)
		);
	});

	test('without a position, when nothing runs, is 204', async ({ newVisitor }) => {
		const visitor = newVisitor();
		const { conversationId } = await ask(visitor, 'Hello');
		const answer = await visitor.get(`/api/chat/${conversationId}/stream`);
		expect([answer.status, answer.text]).toEqual([204, '']);
	});

	test('a Last-Event-ID that is no position is as none; a position in the query that is none is refused', async ({
		newVisitor
	}) => {
		const visitor = newVisitor();
		const { conversationId } = await ask(visitor, 'Hello');
		for (const id of ['garbage', '-1', '1.5', '1e400', '0x', '9'.repeat(400), '\u00e9']) {
			const headers = { 'last-event-id': id };
			expect((await visitor.get(`/api/chat/${conversationId}/stream`, { headers })).status, id).toBe(204);
		}
		for (const after of ['garbage', '-1', '1.5', '1e400', 'NaN', '9'.repeat(400), '99999999', '1&after=2'])
			expectRefusal(await visitor.get(`/api/chat/${conversationId}/stream?after=${after}`), 'invalid', after);
	});
});
