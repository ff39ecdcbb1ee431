// What conversations remember, from the turn that says it to the tool that tells it.
import { eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { schema } from '#lib/server/platform/index.ts';
import type { Actor } from '#lib/shared/actor.ts';
import { newId } from '#lib/shared/ids.ts';
import { addArticle, ask, openSchool, person, project } from './fixtures/school.ts';

const services = openSchool();
const { database, tools, chat } = services;
const { userContexts, users } = schema;

beforeAll(() => addArticle(services));

async function contextOf(actor: Actor, conversationId: string, sessionId?: string) {
	const result = await tools
		.find('get_user_context')!
		.call(sessionId === undefined ? {} : { session_id: sessionId }, {
			...{ actor, conversationId, turnId: 't', toolCallId: 'c', signal: new AbortController().signal }
		});
	return result;
}
const rowsOf = (actor: Actor) =>
	database.select().from(userContexts).where(eq(userContexts.personId, actor.userId!));

async function talk(actor: Actor, ...questions: string[]): Promise<string> {
	const id = newId();
	for (const question of questions) await ask(services, actor, id, question);
	await project(id);
	return id;
}

it('a conversation is told of itself, and of the three before it, and nobody else is', async () => {
	const [anna, ben] = [await person(), await person()];
	const earlier: string[] = [];
	for (const question of [
		'How long is a piano lesson?',
		'Where can I park?',
		'How often do lessons take place?',
		'When is a cancelled lesson charged?'
	])
		earlier.push(await talk(anna, question));
	const here = await talk(anna, 'How long is a piano lesson?', 'Thanks!');

	expect(await contextOf(anna, here)).toMatchObject({
		success: true,
		data: {
			summary: 'How long is a piano lesson? A piano lesson lasts 45 minutes.',
			resolvedIssues: ['How long is a piano lesson?'],
			...{ activeTopics: ['Lessons'], openQuestion: null, openTickets: 0 },
			otherConversations: [
				{ sessionId: earlier[3] },
				{ sessionId: earlier[2] },
				{ sessionId: earlier[1], openQuestion: 'Where can I park?' }
			]
		}
	});
	expect(await contextOf(anna, here, earlier[0])).toMatchObject({ data: { activeTopics: ['Lessons'] } });
	expect(await contextOf(ben, newId())).toMatchObject({
		data: { summary: '', otherConversations: [], openTickets: 0 }
	});
	for (const stranger of [ben, { ...ben, role: 'agent' } as const])
		expect(await contextOf(stranger, newId(), here)).toMatchObject({ error: { code: 'not-found' } });
	expect(await contextOf(anna, here, newId())).toMatchObject({ error: { code: 'not-found' } });
});

it.each(['What did we talk about last time?', 'Was haben wir letztes Mal besprochen?'])(
	'asked “%s”, the assistant says what was said in another conversation',
	async (question) => {
		const anna = await person();
		await talk(anna, 'How long is a piano lesson?');
		const { text, events } = await ask(services, anna, newId(), question);
		expect(JSON.stringify(events)).toContain('"toolName":"get_user_context"');
		expect(text).toContain('A piano lesson lasts 45 minutes.');
	}
);

it('open tickets are counted, and recordings named to those who may have some', async () => {
	const anna = await person();
	await database.update(users).set({ role: 'user' }).where(eq(users.id, anna.userId!));
	const user: Actor = { ...anna, role: 'user' };
	const form = { description: 'It stops.', clientKey: newId() };
	await services.tickets.create(user, { subject: 'My upload keeps failing', ...form });
	expect(await contextOf(user, newId())).toMatchObject({ data: { openTickets: 1, recentRecordings: [] } });
	const guest = await contextOf(await person(), newId());
	expect(guest.data).not.toHaveProperty('recentRecordings');
});

it('a deleted conversation is not spoken of, and an erased one leaves nothing', async () => {
	const anna = await person();
	const id = await talk(anna, 'How long is a piano lesson?');
	expect(await rowsOf(anna)).toMatchObject([{ conversationId: id, messageCount: 2, tried: [{}] }]);
	await chat.remove(anna, id);
	expect(await contextOf(anna, newId())).toMatchObject({ data: { otherConversations: [] } });
	expect(await contextOf(anna, newId(), id)).toMatchObject({ error: { code: 'not-found' } });
	await chat.eraseAllOf(anna.userId!);
	expect(await rowsOf(anna)).toEqual([]);
});

it('what is kept too long is not told any more, and removed', async () => {
	const anna = await person();
	const id = await talk(anna, 'How long is a piano lesson?');
	await talk(anna, 'How often do lessons take place?');
	await database.update(userContexts).set({ expiresAt: 1 }).where(eq(userContexts.conversationId, id));
	expect(await contextOf(anna, id)).toMatchObject({ data: { summary: '', lastSummaryAt: null } });
	await chat.forgetExpired();
	expect(await rowsOf(anna)).toHaveLength(1);
});

it('whoever takes over reads what the conversation remembers, and others do not', async () => {
	const anna = await person();
	const id = await talk(anna, 'How long is a piano lesson?', 'Where can I park?');
	const ada: Actor = { userId: newId(), role: 'agent', via: 'session' };
	expect(await chat.rollingContext(ada, id)).toMatchObject({
		...{ openQuestion: 'Where can I park?', messageCount: 4 },
		tried: [{ toolName: 'search_knowledge_base', success: true }, {}]
	});
	await expect(chat.rollingContext(await person(), id)).rejects.toMatchObject({ code: 'not-found' });
});
