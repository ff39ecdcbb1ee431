// Whoever asks for a person has a place, and a ticket, until somebody comes or they take it back.
import { expect } from '../fixtures.ts';
import { test } from './caller.ts';
import { ask } from './turn.ts';

interface Entry {
	conversationId: string;
	handover: { ticketNumber: number | null; offer: { isMine: boolean } | null };
}

test('a wish for a person has a place in the queue and a ticket, is offered, and ends with its ticket', async ({
	newVisitor
}) => {
	const visitor = newVisitor();
	const { conversationId } = await ask(visitor, 'Hello');
	const place = async () => (await visitor.get(`/api/chat/${conversationId}/queue`)).json;
	expect(await place()).toEqual({ queue: null });

	const agent = await newVisitor().enterAs('agent');
	const mine = { status: 'available', capacity: 50, skills: ['Fees', 'fees'] };
	const there = await agent.call('PUT', '/api/desk/presence', { json: mine });
	expect(there.json).toMatchObject({ ...mine, skills: ['fees'], isMe: true });

	const wished = await visitor.post(`/api/chat/${conversationId}/handover`, {});
	expect(wished.status).toBe(201);
	await expect.poll(place).toMatchObject({ queue: { position: expect.any(Number) as unknown } });
	const entry = async () => {
		const { waiting } = (await agent.get('/api/desk')).json as { waiting: Entry[] };
		return waiting.find((one) => one.conversationId === conversationId)?.handover;
	};
	await expect.poll(entry).toMatchObject({ ticketNumber: expect.any(Number), offer: expect.anything() });
	const number = (await entry())?.ticketNumber;
	const ticket = async () => (await visitor.get(`/api/tickets/${number}`)).json;
	expect(await ticket()).toMatchObject({ ticket: { status: 'open', conversationId } });

	await visitor.call('DELETE', `/api/chat/${conversationId}/handover`);
	await expect.poll(place).toEqual({ queue: null });
	await expect.poll(ticket).toMatchObject({ ticket: { status: 'closed' } });
});
