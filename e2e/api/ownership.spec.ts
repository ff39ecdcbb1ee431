// Somebody else's conversation looks exactly like one that is not there, on every route, and stays untouched.
import { expect } from '../fixtures.ts';
import { test, type Caller } from './caller.ts';
import { expectRefusal } from './refusal.ts';
import { ask, historyOf, newId } from './turn.ts';

interface Target {
	conversationId: string;
	messageId: string;
}

const ROUTES: Record<string, (target: Target) => [method: string, address: string, json?: unknown]> = {
	'the stream': ({ conversationId: id }) => ['GET', `/api/chat/${id}/stream`],
	'the stream from a position': ({ conversationId: id }) => ['GET', `/api/chat/${id}/stream?after=0`],
	'the live socket': ({ conversationId: id }) => ['GET', `/api/chat/${id}/live`],
	stop: ({ conversationId: id }) => ['POST', `/api/chat/${id}/stop`, {}],
	retry: ({ conversationId: id, messageId }) => ['POST', `/api/chat/${id}/retry`, { messageId }],
	'retry without a message': ({ conversationId: id }) => ['POST', `/api/chat/${id}/retry`, {}],
	edit: ({ conversationId: id, messageId }) => [
		'POST',
		`/api/chat/${id}/edit`,
		{ messageId, message: 'Mine now' }
	],
	'the view': ({ conversationId: id }) => ['GET', `/api/chat/sessions/${id}`],
	'the history': ({ conversationId: id }) => ['GET', `/api/chat/sessions/${id}/messages`],
	'a new title': ({ conversationId: id }) => ['PATCH', `/api/chat/sessions/${id}`, { title: 'Mine now' }],
	'another branch': ({ conversationId: id, messageId }) => [
		'PATCH',
		`/api/chat/sessions/${id}`,
		{ headMessageId: messageId }
	],
	'undoing a deletion': ({ conversationId: id }) => ['PATCH', `/api/chat/sessions/${id}`, { deleted: false }],
	deletion: ({ conversationId: id }) => ['DELETE', `/api/chat/sessions/${id}`],
	'a rating': ({ conversationId: id, messageId }) => [
		'PUT',
		`/api/chat/${id}/messages/${messageId}/rating`,
		{ value: 'up' }
	],
	'regenerating by an AI SDK client': ({ conversationId: id }) => [
		'POST',
		'/api/chat',
		{ id, messages: [{}], trigger: 'regenerate-message' }
	]
};

async function knock(caller: Caller, route: (target: Target) => [string, string, unknown?], target: Target) {
	const [method, address, json] = route(target);
	return caller.call(method, address, {
		...(json === undefined ? {} : { json }),
		// Without these the socket's address speaks of the upgrade it wants before it looks at anything.
		...(address.endsWith('/live') ? { headers: { connection: 'upgrade', upgrade: 'websocket' } } : {})
	});
}

test('on every route somebody else’s conversation answers as one that is not there', async ({
	newVisitor
}) => {
	const owner = newVisitor();
	const turn = await ask(owner, 'What does a lesson cost?');
	const before = await historyOf(owner, turn.conversationId);
	const stranger = newVisitor();
	await ask(stranger, 'Hello');
	const account = await newVisitor().enterAs('teacher');
	for (const [name, route] of Object.entries(ROUTES)) {
		if (name === 'the live socket') continue;
		for (const [who, caller] of Object.entries({ stranger, account, visitor: newVisitor() })) {
			const theirs = expectRefusal(await knock(caller, route, turn), 'not-found', `${name}, ${who}`);
			const nowhere = { conversationId: newId(), messageId: newId() };
			const unknown = expectRefusal(await knock(caller, route, nowhere), 'not-found', `${name}, ${who}`);
			expect(theirs, name).toEqual(unknown);
		}
	}
	expect(await historyOf(owner, turn.conversationId)).toEqual(before);
});

test('a message sent into somebody else’s conversation is not found, and not kept', async ({
	newVisitor
}) => {
	const owner = newVisitor();
	const { conversationId } = await ask(owner, 'Hello');
	const before = await historyOf(owner, conversationId);
	for (const stranger of [
		newVisitor(),
		await newVisitor().enterAs('user'),
		await newVisitor().enterAs('admin')
	]) {
		expectRefusal(await stranger.post('/api/chat', { conversationId, message: 'Me too' }), 'not-found');
		const transport = {
			id: conversationId,
			messages: [{ id: 'm1', role: 'user', parts: [{ type: 'text', text: 'Me too' }] }]
		};
		expectRefusal(await stranger.post('/api/chat', transport), 'not-found');
		// Not under the owner's message id either.
		const clientMessageId = before.messages[0]?.metadata.clientMessageId;
		expectRefusal(
			await stranger.post('/api/chat', { conversationId, clientMessageId, message: 'Hello' }),
			'not-found'
		);
	}
	expect(await historyOf(owner, conversationId)).toEqual(before);
});

test('a message of another conversation cannot be answered again, edited, rated or shown here', async ({
	newVisitor
}) => {
	const stranger = newVisitor();
	const theirs = await ask(stranger, 'Hello');
	const owner = newVisitor();
	const own = await ask(owner, 'Hello');
	for (const messageId of [theirs.messageId, newId()]) {
		const mixed = { conversationId: own.conversationId, messageId };
		for (const name of ['retry', 'edit', 'another branch', 'a rating']) {
			const route = ROUTES[name];
			if (route === undefined) throw new Error(name);
			expectRefusal(await knock(owner, route, mixed), 'not-found', name);
		}
	}
});

test('a list holds one’s own conversations alone', async ({ newVisitor }) => {
	const one = newVisitor();
	const turn = await ask(one, 'Do you teach the theremin?');
	const other = newVisitor();
	await ask(other, 'Hello');
	await expect.poll(async () => idsIn(await one.get('/api/chat/sessions'))).toEqual([turn.conversationId]);
	expect(idsIn(await other.get('/api/chat/sessions?q=theremin'))).toEqual([]);
	expect(idsIn(await newVisitor().get('/api/chat/sessions'))).toEqual([]);
});

test('signing up keeps a guest’s conversations, signing out leaves them behind', async ({ newVisitor }) => {
	const person = newVisitor();
	const { conversationId } = await ask(person, 'Hello');
	const guestCookies = new Map(person.cookies);
	const form = new URLSearchParams({
		email: `${newId()}@example.org`,
		password: 'four bars of rest',
		displayName: '<img src=x onerror=alert(1)>'
	});
	const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };
	const signedUp = await person.call('POST', '/sign-up', { body: form.toString(), headers });
	expect(signedUp.status).toBe(303);
	expect((await historyOf(person, conversationId)).messages).toHaveLength(2);
	const account = await person.get('/account', { headers: { accept: 'text/html' } });
	expect(account.text).toContain('&lt;img src=x onerror=alert(1)');
	expect(account.text).not.toContain('<img src=x');

	const thief = newVisitor();
	for (const [name, value] of guestCookies) thief.cookies.set(name, value);
	expectRefusal(
		await thief.get(`/api/chat/sessions/${conversationId}`),
		'not-found',
		'the guest’s old cookie'
	);
	expect((await person.call('POST', '/sign-out', { body: '', headers })).status).toBe(303);
	expectRefusal(await person.get(`/api/chat/sessions/${conversationId}`), 'not-found', 'after signing out');
});

function idsIn({ json }: { json: unknown }): string[] {
	return (json as { conversations: { id: string }[] }).conversations.map(({ id }) => id);
}
