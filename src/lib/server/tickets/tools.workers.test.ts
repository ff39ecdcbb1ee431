// The tools as a conversation calls them.
import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import type { Actor } from '#lib/shared/actor.ts';
import { newId } from '#lib/shared/ids.ts';
import { createLogger } from '../observability/index.ts';
import { openTicketSchool } from './fixtures/ticket-school.ts';
import { createCreateTicketTool, createGetTicketTool, createUpdateTicketTool } from './tools.ts';

const school = openTicketSchool(env.DB);
const { tickets, person, clock } = school;
const rooms = { tickets, clock, log: createLogger({ level: 'error', write: () => undefined }) };
const [create, get, update] = [
	createCreateTicketTool(rooms),
	createGetTicketTool(rooms),
	createUpdateTicketTool(rooms)
];
const [guest, stranger, ada] = await Promise.all([person('guest'), person('guest'), person('agent')]);

const contextOf = (actor: Actor, conversationId = newId()) => ({
	...{ actor, conversationId, turnId: 'turn', toolCallId: 'call', signal: new AbortController().signal }
});

it('a guest’s conversation opens one ticket, however often the call is made, and is told how it stands', async () => {
	const context = contextOf(guest);
	const input = { subject: 'My upload keeps failing', description: 'At 50 %.' };
	const calls = await Promise.all([1, 2, 3].map(() => create.call(input, context)));
	expect(new Set(calls.map(({ data }) => (data as { ticket: { number: number } }).ticket.number)).size).toBe(
		1
	);
	const { number } = (calls[0]?.data as { ticket: { number: number } }).ticket;
	await tickets.comment(ada, number, { body: 'A note among us.', isInternal: true, clientKey: newId() });
	await tickets.comment(ada, number, { body: 'Which browser?', isInternal: false, clientKey: newId() });
	const told = await get.call({ number }, contextOf(guest));
	expect(told).toMatchObject({
		success: true,
		data: {
			tickets: [
				{ number, status: 'open', comments: [{ by: 'requester' }, { by: 'school', text: 'Which browser?' }] }
			]
		}
	});
	expect(JSON.stringify(await get.call({ number }, contextOf(ada)))).not.toContain('among us');
	expect(await get.call({}, contextOf(guest))).toMatchObject({ data: { tickets: [{ number }] } });
	expect(await get.call({}, contextOf(stranger))).toMatchObject({ data: { tickets: [] } });
	for (const tool of [get, update])
		expect(await tool.call({ number, comment: 'Mine?' }, contextOf(stranger))).toMatchObject({
			error: { code: 'not-found' }
		});
});

it('an update is made once, and what may not be leaves no comment behind', async () => {
	const { number } = await school.open(guest);
	const context = contextOf(guest);
	await Promise.all([1, 2].map(() => update.call({ number, comment: 'Firefox.' }, context)));
	expect(
		await update.call({ number, comment: 'Quick!', priority: 'urgent' }, contextOf(guest))
	).toMatchObject({ error: { code: 'forbidden' } });
	expect(await update.call({ number }, contextOf(guest))).toMatchObject({ error: { code: 'invalid' } });
	expect((await school.see(guest, number)).comments.map(({ body }) => body)).toEqual([
		'It stops at half.',
		'Firefox.'
	]);
	expect(await update.call({ number, status: 'solved' }, contextOf(guest))).toMatchObject({
		data: { ticket: { status: 'solved' } }
	});
});

it('what is too long or too much is refused in words', async () => {
	const long = await create.call({ subject: 'x'.repeat(10_000), description: 'd' }, contextOf(guest));
	expect(long).toMatchObject({
		success: false,
		error: { code: 'invalid', message: expect.stringContaining('200 characters') as string }
	});
	expect([create, update, get].map(({ confirmation }) => confirmation)).toEqual([
		'always',
		'always',
		'never'
	]);
});
