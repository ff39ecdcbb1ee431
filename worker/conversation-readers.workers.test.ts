import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { EMPTY_CONVERSATION, foldEvents } from '#lib/shared/conversation/fold.ts';
import { messageText } from '#lib/shared/conversation/message.ts';
import type { Actor } from '#lib/shared/actor.ts';
import { newId } from '#lib/shared/ids.ts';
import { addArticle, ask, openSchool, openSocket, person, project, stubOf } from './fixtures/school.ts';

const AGENT: Actor = { userId: 'agent-1', role: 'agent', displayName: 'Ada', via: 'session' };

const services = openSchool();

beforeAll(() => addArticle(services));

describe('live sockets', () => {
	it('keep two tabs in step, through sleep, each from its own position', async () => {
		const actor = await person();
		const id = newId();
		await ask(services, actor, id, 'Hello');
		const first = await openSocket(services, actor, id, 0);
		const late = await openSocket(services, actor, id);
		await evictDurableObject(stubOf(id));
		await ask(services, actor, id, 'How long is a piano lesson?');
		await services.chat.change(actor, id, { title: 'Lessons' });
		const { seq } = await services.chat.view(actor, id);
		await first.until(seq);
		await late.until(seq);
		expect(first.seqs()).toEqual(Array.from({ length: seq }, (_, index) => index + 1));
		expect(first.seqs().slice(-late.seqs().length)).toEqual(late.seqs());
		const state = foldEvents(EMPTY_CONVERSATION, first.events());
		const { messages, conversation } = await services.chat.messages(actor, id, { limit: 10 });
		expect(Object.values(state.messages).map(messageText)).toEqual(messages.map(messageText));
		expect(state.title).toBe('Lessons');
		expect(state.headId).toBe(conversation.headId);
	});

	it('show who is here: the owner’s tabs as one person, staff by name, and nobody once they have left', async () => {
		const owner = await person();
		const id = newId();
		await ask(services, owner, id, 'Hello');
		const tab = await openSocket(services, owner, id);
		const other = await openSocket(services, owner, id);
		const agent = await openSocket(services, AGENT, id);
		const { key } = await tab.frame('ready');
		expect((await other.frame('ready')).key).toBe(key);
		const { key: agentKey } = await agent.frame('ready');
		const { people } = await tab.frame('presence', (frame) => frame.people.length === 2);
		expect(people).toEqual([
			{ key, role: 'owner', tabs: 2 },
			{ key: agentKey, role: 'staff', name: 'Ada', tabs: 1 }
		]);
		await evictDurableObject(stubOf(id));
		agent.close();
		await tab.frame('presence', (frame) => frame.people.length === 1);
		other.close();
		await tab.frame('presence', (frame) => frame.people[0]?.tabs === 1);
	});

	it('tell the others that somebody types, and nobody that a mere reader does', async () => {
		const owner = await person();
		const id = newId();
		await ask(services, owner, id, 'Hello');
		const tab = await openSocket(services, owner, id);
		const agent = await openSocket(services, AGENT, id);
		const { key } = await tab.frame('ready');
		agent.send(JSON.stringify({ type: 'typing', isTyping: true }));
		tab.send('garbage');
		tab.send(JSON.stringify({ type: 'stop' }));
		tab.send(JSON.stringify({ type: 'typing', isTyping: true }));
		expect(await agent.frame('typing')).toEqual({ type: 'typing', key, isTyping: true });
		tab.send(JSON.stringify({ type: 'typing', isTyping: false }));
		expect(await agent.frame('typing', (frame) => !frame.isTyping)).toMatchObject({ key });
		await ask(services, owner, id, 'How long is a lesson?');
		expect(tab.frames().filter(({ type }) => type === 'typing')).toEqual([]);
	});

	it('close on whoever floods them, and stay open for the others', async () => {
		const owner = await person();
		const id = newId();
		await ask(services, owner, id, 'Hello');
		const calm = await openSocket(services, owner, id);
		const wild = await openSocket(services, owner, id);
		for (let count = 0; count < 200; count++) wild.send('x'.repeat(2_000));
		await wild.closed();
		await ask(services, owner, id, 'How long is a lesson?');
		await calm.until((await services.chat.view(owner, id)).seq);
	});

	it('are refused to somebody else', async () => {
		const id = newId();
		await ask(services, await person(), id, 'Hello');
		await expect(services.chat.live(await person(), id)).rejects.toMatchObject({ code: 'not-found' });
	});
});

describe('the list of conversations', () => {
	it('is its owner’s alone, newest first, in pages, and finds words said and titles', async () => {
		const actor = await person();
		const ids: string[] = [];
		for (const text of ['Tell me about zithers', 'Hello', 'What of ukuleles?']) {
			const id = newId();
			ids.unshift(id);
			await ask(services, actor, id, text);
			await project(id);
		}
		await ask(services, await person(), newId(), 'Tell me about zithers');
		const list = (request: object) => services.chat.list(actor, { limit: 2, ...request });
		const one = await list({});
		const two = await list({ cursor: one.nextCursor! });
		expect([...one.conversations, ...two.conversations].map(({ id }) => id)).toEqual(ids);
		expect(two.nextCursor).toBeNull();
		expect((await list({ q: 'zith' })).conversations.map(({ id }) => id)).toEqual([ids[2]]);
		await services.chat.change(actor, ids[1]!, { title: '100% _own_' });
		await project(ids[1]!);
		expect((await list({ q: '% _own_' })).conversations.map(({ id }) => id)).toEqual([ids[1]]);
		expect((await list({ q: '" OR 1 NEAR(' })).conversations).toEqual([]);
		await expect(list({ cursor: 'made up' })).rejects.toMatchObject({ code: 'invalid' });
	});

	it('loses a deleted conversation at once and everything of it when it is erased', async () => {
		const actor = await person();
		const id = newId();
		await ask(services, actor, id, 'Remember me');
		await services.chat.remove(actor, id);
		await project(id);
		expect((await services.chat.list(actor, { limit: 10 })).conversations).toEqual([]);
		await runInDurableObject(stubOf(id), (_instance, state) => {
			state.storage.sql.exec(`UPDATE due SET at = 0`);
		});
		await runDurableObjectAlarm(stubOf(id));
		const left = await env.DB.prepare(`SELECT COUNT(*) AS n FROM messages WHERE conversation_id = ?`)
			.bind(id)
			.first('n');
		expect(left).toBe(0);
		await runInDurableObject(stubOf(id), (_instance, state) => {
			expect(
				state.storage.sql
					.exec(`SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_%' ESCAPE '\\'`)
					.toArray()
			).toEqual([]);
		});
		await expect(services.chat.view(actor, id)).rejects.toMatchObject({ code: 'not-found' });
	});
});
