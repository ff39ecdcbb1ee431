import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { env } from 'cloudflare:workers';
import type { Actor } from '#lib/shared/actor.ts';
import { newId } from '#lib/shared/ids.ts';
import { createLogger } from '../../observability/index.ts';
import { createDatabase, createManualClock, schema } from '../../platform/index.ts';
import { createSessions } from '../sessions/sessions.ts';
import type { AccountRole } from './people.ts';
import { createPeople } from './people.ts';
import { ListPeople } from './forms.ts';

const database = createDatabase(env.DB);
const START = 1_750_000_000_000;

// Sessions are opened by the machine's own clock: without this every one would have expired before it is asked for.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: START }));
afterEach(() => void vi.useRealTimers());

function open() {
	const clock = createManualClock(START);
	const recorded: string[] = [];
	const audit = { record: (_: Actor, { action }: { action: string }) => void recorded.push(action) };
	const sessions = createSessions({
		database,
		clock,
		audit,
		runInBackground: (_label, work) => void work.catch(() => undefined)
	});
	let isConfirmed = true;
	const stoodDown: string[] = [];
	let isUnreachable = false;
	const people = createPeople({
		database,
		clock,
		audit,
		sessions,
		stepUp: {
			requireStepUp: () => (isConfirmed ? Promise.resolve() : Promise.reject(new Error('step-up')))
		},
		log: createLogger({ write: () => undefined }),
		async standDown(_, userId) {
			if (isUnreachable) throw new Error('nobody answers');
			stoodDown.push(userId);
		}
	});
	async function add(role: AccountRole, more: Partial<typeof schema.users.$inferInsert> = {}) {
		const id = newId();
		await database.insert(schema.users).values({
			...{ id, role, email: `${id}@example.org`, displayName: `Person ${id.slice(0, 4)}` },
			...{ createdAt: clock.now(), updatedAt: clock.now() },
			...more
		});
		return id;
	}
	const actorOf = (userId: string, role: Actor['role']): Actor => ({ userId, role, via: 'session' });
	return {
		...{ people, sessions, clock, recorded, stoodDown, add, actorOf },
		loseTouch: () => {
			isUnreachable = true;
		},
		forgetWho: () => {
			isConfirmed = false;
		}
	};
}

const list = (given: Record<string, unknown> = {}) => ListPeople.parse(given);

describe('people, as administrators see them', () => {
	it('are listed newest first, in pages, without guests, and found by name, address and role', async () => {
		const { people, add, actorOf, clock } = open();
		const admin = actorOf(await add('admin'), 'admin');
		const tag = newId();
		const ids: string[] = [];
		for (const role of ['user', 'teacher', 'user'] as const) {
			clock.advance(1_000);
			ids.unshift(await add(role, { displayName: `100%_ ${tag}` }));
		}
		const one = await people.list(admin, list({ q: tag, limit: 2 }));
		const two = await people.list(admin, list({ q: tag, limit: 2, cursor: one.nextCursor }));
		expect([...one.people, ...two.people].map(({ id }) => id)).toEqual(ids);
		expect(two.nextCursor).toBeNull();
		expect((await people.list(admin, list({ q: '%_ ' + tag, role: 'teacher' }))).people).toHaveLength(1);
		expect((await people.list(admin, list({ q: `${tag}x` }))).people).toEqual([]);
		await expect(people.list(admin, list({ cursor: 'made up' }))).rejects.toMatchObject({ code: 'invalid' });
	});

	it('are found by the whole of an address, however long and however it is written', async () => {
		const { people, add, actorOf } = open();
		const admin = actorOf(newId(), 'admin');
		const email = `${'a-long-name.'.repeat(5)}${newId()}@conservatory.example`;
		const id = await add('user', { email });
		const found = await people.list(admin, list({ q: email.toUpperCase() }));
		expect(found.people.map((person) => person.id)).toEqual([id]);
	});

	it.each(['guest', 'user', 'teacher', 'agent'] as const)(
		'are nothing a %s may read or change',
		async (role) => {
			const { people, add, actorOf } = open();
			const id = await add('user');
			const actor = actorOf(newId(), role);
			for (const act of [
				() => people.list(actor, list()),
				() => people.view(actor, id),
				() => people.changeRole(actor, id, 'admin'),
				() => people.disable(actor, id),
				() => people.enable(actor, id)
			])
				await expect(act()).rejects.toMatchObject({ code: 'forbidden' });
		}
	);

	it('get a new role, and every session of theirs ends', async () => {
		const { people, sessions, add, actorOf, recorded } = open();
		const admin = actorOf(await add('admin'), 'admin');
		const id = await add('user');
		const { session } = await sessions.open(
			{ role: 'guest', via: 'anonymous' },
			{ userId: id, role: 'user' },
			{}
		);
		expect(await people.changeRole(admin, id, 'user')).toBe(false);
		expect(await sessions.find(session.secret)).toBeDefined();
		expect(await people.changeRole(admin, id, 'agent')).toBe(true);
		expect(await sessions.find(session.secret)).toBeUndefined();
		expect(await people.view(admin, id)).toMatchObject({ role: 'agent', sessions: 0 });
		expect(recorded).toContain('role.changed');
	});

	it('who answer no more stand down, and the change stands where they cannot be reached', async () => {
		const { people, add, actorOf, stoodDown, loseTouch } = open();
		const admin = actorOf(await add('admin'), 'admin');
		const [one, other, closed] = [await add('agent'), await add('agent'), await add('agent')];
		await people.changeRole(admin, one, 'admin');
		expect(stoodDown).toEqual([]);
		await people.changeRole(admin, one, 'user');
		await people.disable(admin, closed);
		expect(stoodDown).toEqual([one, closed]);
		loseTouch();
		expect(await people.changeRole(admin, other, 'teacher')).toBe(true);
		expect(await people.view(admin, other)).toMatchObject({ role: 'teacher' });
	});

	it('are closed and opened again without losing anything', async () => {
		const { people, sessions, add, actorOf } = open();
		const admin = actorOf(await add('admin'), 'admin');
		const id = await add('teacher');
		const { session } = await sessions.open(
			{ role: 'guest', via: 'anonymous' },
			{ userId: id, role: 'teacher' },
			{}
		);
		expect(await sessions.find(session.secret)).toBeDefined();
		await people.disable(admin, id);
		expect(await sessions.find(session.secret)).toBeUndefined();
		expect((await people.view(admin, id)).disabledAt).not.toBeNull();
		await people.enable(admin, id);
		expect(await people.view(admin, id)).toMatchObject({ disabledAt: null, role: 'teacher' });
	});

	it('keep one administrator, whoever tries, and two at once', async () => {
		await database.delete(schema.users);
		const { people, add, actorOf } = open();
		const one = await add('admin');
		const two = await add('admin');
		const actor = actorOf(newId(), 'admin');
		const outcomes = await Promise.allSettled([
			people.changeRole(actor, one, 'user'),
			people.disable(actor, two)
		]);
		expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		await expect(people.changeRole(actorOf(one, 'admin'), one, 'user')).rejects.toMatchObject({
			code: 'conflict'
		});
	});

	it('are not changed by whoever has not confirmed who they are', async () => {
		const { people, add, actorOf, forgetWho } = open();
		const admin = actorOf(await add('admin'), 'admin');
		const id = await add('user');
		forgetWho();
		await expect(people.changeRole(admin, id, 'admin')).rejects.toThrow('step-up');
		expect((await people.view(admin, id)).role).toBe('user');
	});
});
