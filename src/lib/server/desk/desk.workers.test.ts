// Who is at the desk, to whom wishes are offered, and how long whoever waits will wait: on the real database.
import { afterEach, describe, expect, it } from 'vitest';
import type { Actor } from '#lib/shared/actor.ts';
import { newId } from '#lib/shared/ids.ts';
import { schema } from '../platform/index.ts';
import { PresenceForm } from './agents/forms.ts';
import { openEscalationStage, START } from './fixtures/escalation-stage.ts';
import { createQueue } from './queue/queue.ts';

const stage = openEscalationStage();
const { database, clock, presence, offers } = stage;
const queue = createQueue({
	...{ database, presence },
	chat: { view: () => Promise.reject(new Error('asks the object')) }
});
afterEach(() => stage.empty());

const MINUTE = 60_000;
const actorOf = (userId: string, role: Actor['role'] = 'agent'): Actor => ({ userId, role, via: 'session' });
const statusOf = async (userId: string) =>
	(await presence.list(actorOf(userId))).find(({ id }) => id === userId)?.status;
const available = async () => (await presence.available()).map(({ userId }) => userId);

describe('somebody at the desk', () => {
	it('is available from their first look on, and gone a minute after their last', async () => {
		const id = await stage.person('agent');
		expect(await statusOf(id)).toBeUndefined();
		await presence.beat(actorOf(id));
		expect(await statusOf(id)).toBe('available');
		for (let look = 0; look < 30; look++) {
			clock.advance(5_000);
			await presence.beat(actorOf(id));
			expect(await available()).toEqual([id]);
		}
		clock.advance(MINUTE);
		expect(await statusOf(id)).toBe('offline');
		expect(await available()).toEqual([]);
		await presence.beat(actorOf(id));
		expect(await available()).toEqual([id]);
	});

	it('stays away, when they said so, however often they look', async () => {
		const id = await stage.person('agent');
		expect(await presence.change(actorOf(id), id, { status: 'away' })).toMatchObject({
			status: 'away',
			isMe: true
		});
		await presence.beat(actorOf(id));
		expect(await available()).toEqual([]);
	});

	it('is offered nothing as an administrator before they say so; as anybody else, with a key or without a role, is nobody', async () => {
		const admin = await stage.person('admin');
		await presence.beat(actorOf(admin, 'admin'));
		expect(await statusOf(admin)).toBe('offline');
		const [agent, user] = [await stage.person('agent'), await stage.person('user')];
		await presence.beat({ ...actorOf(agent), via: 'api-key' });
		await presence.beat(actorOf(user, 'user'));
		await presence.beat(actorOf(user, 'agent'));
		expect(await database.select().from(schema.deskAgents)).toHaveLength(1);
	});

	it('is placed by administrators and nobody else, and only who works there', async () => {
		const [admin, one, two] = [
			actorOf(await stage.person('admin'), 'admin'),
			actorOf(await stage.person('agent')),
			actorOf(await stage.person('agent'))
		];
		const change = PresenceForm.parse({ capacity: 7, skills: [' Billing ', 'billing'] });
		expect(await presence.change(admin, one.userId!, change)).toMatchObject({
			capacity: 7,
			skills: ['billing']
		});
		// That somebody was placed is no sign of life of theirs.
		expect(await statusOf(one.userId!)).toBe('offline');
		await expect(presence.change(two, one.userId!, change)).rejects.toMatchObject({ code: 'forbidden' });
		const nobody = await stage.person('user');
		await expect(presence.change(admin, nobody, change)).rejects.toMatchObject({ code: 'not-found' });
		await expect(presence.change(actorOf(nobody, 'user'), nobody, {})).rejects.toMatchObject({
			code: 'forbidden'
		});
	});

	it.each([
		[{ skills: ['x'.repeat(41)] }],
		[{ skills: ['<script>'] }],
		[{ skills: Array.from({ length: 31 }, (_, n) => `s${n}`) }],
		[{ capacity: -1 }],
		[{ capacity: 1.5 }],
		[{ status: 'asleep' }]
	])('cannot say %o', (form) => {
		expect(PresenceForm.safeParse(form).success).toBe(false);
	});
});

describe('offers', () => {
	const make = (requestId: string, round = 0) =>
		offers.make({ requestId, conversationId: 'c', reason: '' }, round);

	it('never promise more conversations than somebody takes, though all are made at once', async () => {
		const [one, two] = [
			await stage.person('agent', { capacity: 2 }),
			await stage.person('agent', { capacity: 1 })
		];
		const sam = await stage.person('user');
		const wishes = await Promise.all(Array.from({ length: 6 }, () => stage.wish(sam)));
		const made = await Promise.all(wishes.map((requestId) => make(requestId)));
		const to = made.map(({ agentId }) => agentId);
		expect(to.filter((id) => id === one)).toHaveLength(2);
		expect(to.filter((id) => id === two)).toHaveLength(1);
		expect(to.filter((id) => id === null)).toHaveLength(3);
		// The same round again is the same offer, and is asked of nobody twice.
		expect(await Promise.all(wishes.map((requestId) => make(requestId)))).toEqual(made);
		expect(stage.audited.filter(({ action }) => action === 'handover.offered')).toHaveLength(3);
		// When their time is over, there is room again.
		clock.advance(MINUTE);
		const later = await Promise.all(wishes.slice(3).map((requestId) => make(requestId, 1)));
		expect(later.every(({ agentId }) => agentId !== null)).toBe(true);
	});

	it('count what somebody has already', async () => {
		const one = await stage.person('agent', { capacity: 1 });
		const sam = await stage.person('user');
		await stage.wish(sam, { status: 'taken', agentId: one, takenAt: START });
		expect(await make(await stage.wish(sam))).toMatchObject({ agentId: null });
	});

	it('go to whose skills fit what the conversation is about', async () => {
		await stage.person('agent', { skills: ['trumpet'] });
		const two = await stage.person('agent', { skills: ['billing'], lastAssignedAt: START });
		const sam = await stage.person('user');
		const conversationId = newId();
		const requestId = await stage.wish(sam, { conversationId });
		await database.insert(schema.messages).values({
			...{ id: newId(), conversationId, personId: sam, role: 'assistant', seq: 1, text: '', createdAt: 1 },
			...{
				parentId: null,
				metadata: {},
				parts: [{ type: 'data-turn', data: { topics: ['Billing'], entities: [] } }]
			}
		});
		expect(await offers.make({ requestId, conversationId, reason: '' }, 0)).toMatchObject({ agentId: two });
	});
});

describe('a place in the queue', () => {
	it('is told its owner and the desk, moves on, and ends with the wish', async () => {
		const sam = await stage.person('user');
		const agent = await stage.person('agent', { capacity: 2 });
		for (const [n, minutes] of [10, 20, 30].entries()) {
			const createdAt = START - 1_000_000 - n;
			const takenAt = createdAt + MINUTE;
			await stage.wish(sam, {
				...{ status: 'closed', outcome: 'handed-back', agentId: agent },
				...{ createdAt, takenAt, closedAt: takenAt + minutes * MINUTE }
			});
		}
		const wishes: { id: string; conversationId: string }[] = [];
		for (let n = 0; n < 5; n++) {
			clock.advance(1);
			const conversationId = newId();
			wishes.push({ id: await stage.wish(sam, { conversationId }), conversationId });
		}
		const placeOf = (n: number, actor = actorOf(sam, 'user')) =>
			queue.placeOf(actor, wishes[n]!.conversationId);
		expect(await placeOf(0)).toEqual({ position: 1, estimateMs: MINUTE });
		// Two are free: three are before them, 20 minutes each, two at a time.
		expect(await placeOf(4)).toEqual({ position: 5, estimateMs: 30 * MINUTE });
		expect(await placeOf(4, actorOf(agent))).toMatchObject({ position: 5 });
		await stage.become(wishes[0]!.id, { status: 'taken', agentId: agent, takenAt: clock.now() });
		expect(await placeOf(0)).toBeNull();
		expect(await placeOf(4)).toMatchObject({ position: 4 });
		await database.update(schema.deskAgents).set({ status: 'away' });
		expect(await placeOf(4)).toEqual({ position: 4, estimateMs: null });
	});

	it('is nobody else’s', async () => {
		const conversationId = newId();
		await stage.wish(await stage.person('user'), { conversationId });
		const other = actorOf(await stage.person('user'), 'user');
		await expect(queue.placeOf(other, conversationId)).rejects.toMatchObject({ code: 'not-found' });
		await expect(queue.placeOf(other, newId())).rejects.toThrow('asks the object');
	});
});
