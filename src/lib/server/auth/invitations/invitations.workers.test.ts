import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VISITOR, type Actor } from '#lib/shared/actor.ts';
import { createDatabase, schema } from '../../platform/index.ts';
import { client, openLifeStage, PASSWORD } from '../fixtures/test-account-life.ts';
import { codeOf } from '../fixtures/test-auth.ts';
import { createPeopleStore } from '../people-store.ts';
import type { Entered } from '../sessions/sessions.ts';
import { INVITATION_MS } from './invitations.ts';

const TESS = 'tess@example.com';
const { auditEvents, invitations: rows, users } = schema;
const database = createDatabase(env.DB);
const stage = openLifeStage(env.DB);
const { invitations, sessions, clock } = stage;
let admin: Entered;
beforeEach(async () => {
	admin = await stage.makePerson('ada@example.com', 'admin');
});
afterEach(() => stage.emptyTables());

const invite = async (role: 'user' | 'teacher' | 'agent' | 'admin' = 'teacher', email = TESS) => {
	const { invitation } = await invitations.create(admin.actor, { email, role });
	return { id: invitation.id, token: stage.tokenFor(email) };
};
const accept = (token: string, actor: Actor = VISITOR) =>
	invitations.accept(actor, { token, password: PASSWORD, displayName: 'Tess' }, client);
const peopleWith = (email: string) => database.select().from(users).where(eq(users.email, email));

describe('an invitation', () => {
	it('makes an account with its role and a verified address', async () => {
		const { token } = await invite();
		expect(await invitations.read(VISITOR, token)).toMatchObject({
			email: TESS,
			role: 'teacher',
			next: 'new'
		});
		const { actor, session } = await accept(token);
		const [row] = await peopleWith(TESS);
		expect(row).toMatchObject({ id: actor.userId, role: 'teacher', displayName: 'Tess', isDemo: false });
		expect(row).toMatchObject({ emailVerifiedAt: clock.now(), disabledAt: null, totpSecret: null });
		expect((await sessions.find(session.secret))?.actor).toMatchObject({
			role: 'teacher',
			userId: actor.userId
		});
		const { invitations: list } = await invitations.list(admin.actor, { limit: 10 });
		expect(list).toMatchObject([{ state: 'accepted', email: TESS }]);
	});

	it('makes the guest who opens it the account: what they asked stays theirs', async () => {
		const { token } = await invite();
		const id = crypto.randomUUID();
		await createPeopleStore(database).insertGuest(id, clock.now());
		const guest = await sessions.open(VISITOR, { userId: id, role: 'guest' }, client);
		const { actor } = await accept(token, guest.actor);
		expect(actor.userId).toBe(id);
		expect(await peopleWith(TESS)).toMatchObject([{ id, role: 'teacher', emailVerifiedAt: clock.now() }]);
		expect(await sessions.find(guest.session.secret)).toBeUndefined();
	});

	it('gives an account of that address the role, with a new session in place of all others', async () => {
		const before = await stage.makePerson(TESS);
		const { token } = await invite();
		expect(await invitations.read(VISITOR, token)).toMatchObject({ next: 'sign-in' });
		expect(await codeOf(accept(token))).toBe('conflict');
		expect(await invitations.read(before.actor, token)).toMatchObject({ next: 'accept' });
		const after = await invitations.join(before.actor, token, client);
		expect(after.actor).toMatchObject({ userId: before.actor.userId, role: 'teacher' });
		expect(await sessions.find(before.session.secret)).toBeUndefined();
		expect((await sessions.find(after.session.secret))?.actor.role).toBe('teacher');
	});

	it('is nothing to somebody else who is signed in', async () => {
		await stage.makePerson(TESS);
		const bob = await stage.makePerson('bob@example.com');
		const { token } = await invite();
		expect(await invitations.read(bob.actor, token)).toMatchObject({ next: 'sign-in' });
		expect(await codeOf(invitations.join(bob.actor, token, client))).toBe('not-found');
		expect(await codeOf(accept(token, bob.actor))).toBe('conflict');
		expect((await peopleWith('bob@example.com'))[0]?.role).toBe('user');
	});

	it('never changes an administrator’s role', async () => {
		const { token } = await invite('teacher', 'second@example.com');
		const second = await stage.makePerson('second@example.com', 'admin');
		expect(await codeOf(invitations.join(second.actor, token, client))).toBe('conflict');
		expect(await codeOf(invitations.create(admin.actor, { email: 'ada@example.com', role: 'user' }))).toBe(
			'conflict'
		);
		expect((await peopleWith('second@example.com'))[0]?.role).toBe('admin');
	});

	it('is accepted by one of many at the same moment', async () => {
		const { token } = await invite();
		const codes = await Promise.all([1, 2, 3, 4].map(() => codeOf(accept(token))));
		expect(codes.filter((code) => code === 'nothing thrown')).toHaveLength(1);
		expect(await peopleWith(TESS)).toHaveLength(1);
		const [row] = await database.select().from(rows);
		expect(row?.acceptedBy).toBe((await peopleWith(TESS))[0]?.id);
	});

	it('is joined by one of two at the same moment', async () => {
		const { actor } = await stage.makePerson(TESS);
		const { token } = await invite();
		const codes = await Promise.all([1, 2].map(() => codeOf(invitations.join(actor, token, client))));
		expect(codes.toSorted()).toEqual(['not-found', 'nothing thrown']);
	});

	it('is not used up by a weak password', async () => {
		const { token } = await invite();
		const form = { token, password: 'password1234', displayName: undefined };
		expect(await codeOf(invitations.accept(VISITOR, form, client))).toBe('invalid');
		expect(await codeOf(accept(token))).toBe('nothing thrown');
	});
});

describe('an invitation opens nothing', () => {
	const dead = async (token: string) => {
		expect(await codeOf(invitations.read(VISITOR, token))).toBe('not-found');
		expect(await codeOf(accept(token))).toBe('not-found');
		expect(await peopleWith(TESS)).toEqual([]);
	};

	it.each([[''], ['a'.repeat(43)], ['a'.repeat(1_000_000)], ["' or 1=1 --"]])(
		'when it is forged (%#)',
		async (token) => {
			await invite();
			await dead(token);
		}
	);

	it('after seven days, or once it is taken back', async () => {
		const { token, id } = await invite();
		await invitations.revoke(admin.actor, id);
		await dead(token);
		expect(await codeOf(invitations.revoke(admin.actor, id))).toBe('conflict');
		expect(await codeOf(invitations.resend(admin.actor, id))).toBe('conflict');
		const next = await invite();
		clock.advance(INVITATION_MS);
		await dead(next.token);
		const { invitations: list } = await invitations.list(admin.actor, { limit: 10 });
		expect(list.map(({ state }) => state).toSorted()).toEqual(['expired', 'revoked']);
	});

	it('by its old link when it was sent again; the new one lasts seven days from then', async () => {
		const { token, id } = await invite();
		clock.advance(60_000);
		await invitations.resend(admin.actor, id);
		const newer = stage.tokenFor(TESS);
		await dead(token);
		expect(await invitations.read(VISITOR, newer)).toMatchObject({ expiresAt: clock.now() + INVITATION_MS });
	});

	it('a second time', async () => {
		const { token } = await invite();
		await accept(token);
		expect(await codeOf(invitations.read(VISITOR, token))).toBe('not-found');
		expect(await codeOf(accept(token))).toBe('not-found');
		expect(await peopleWith(TESS)).toHaveLength(1);
	});
});

describe('inviting', () => {
	it.each(['user', 'teacher', 'agent'] as const)('is not for a %s', async (role) => {
		const { actor } = await stage.makePerson('x@example.com', role);
		const form = { email: TESS, role: 'admin' } as const;
		expect(await codeOf(invitations.create(actor, form))).toBe('forbidden');
		expect(await codeOf(invitations.list(actor, { limit: 1 }))).toBe('forbidden');
		expect(await codeOf(invitations.create(VISITOR, form))).toBe('unauthenticated');
		const { id } = await invite();
		expect(await codeOf(invitations.revoke(actor, id))).toBe('forbidden');
		expect(await codeOf(invitations.resend(actor, id))).toBe('forbidden');
	});

	it('asks the session to confirm itself first', async () => {
		clock.advance(11 * 60_000);
		await expect(invitations.create(admin.actor, { email: TESS, role: 'user' })).rejects.toMatchObject({
			details: { reason: 'step-up' }
		});
	});

	it('stands when its letter cannot be sent, says so, and can be sent again', async () => {
		stage.setMailDown(true);
		const { invitation, isMailed } = await invitations.create(admin.actor, { email: TESS, role: 'teacher' });
		expect(isMailed).toBe(false);
		stage.setMailDown(false);
		expect(await invitations.resend(admin.actor, invitation.id)).toEqual({ isMailed: true });
		expect(await codeOf(accept(stage.tokenFor(TESS)))).toBe('nothing thrown');
	});

	it('one address has one open invitation; the list goes page by page', async () => {
		await invite();
		expect(await codeOf(invitations.create(admin.actor, { email: TESS, role: 'agent' }))).toBe('conflict');
		for (const number of [1, 2, 3]) await invite('user', `pupil${number}@example.com`);
		const seen: string[] = [];
		let cursor: string | undefined;
		do {
			const page = await invitations.list(admin.actor, { limit: 2, cursor });
			seen.push(...page.invitations.map(({ email }) => email));
			cursor = page.nextCursor ?? undefined;
		} while (cursor !== undefined);
		expect(new Set(seen).size).toBe(4);
		expect(seen).toHaveLength(4);
	});

	it('is written to the audit trail without the address, and the link is in no table', async () => {
		const { token } = await invite();
		await accept(token);
		await stage.settle();
		const events = await database.select().from(auditEvents);
		expect(events.map(({ action }) => action).toSorted()).toEqual([
			'invitation.accepted',
			'invitation.created'
		]);
		expect(JSON.stringify([events, await database.select().from(rows)])).not.toContain(token);
		expect(JSON.stringify(events)).not.toContain(TESS);
	});
});
