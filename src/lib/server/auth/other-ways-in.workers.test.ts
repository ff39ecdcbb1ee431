import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it } from 'vitest';
import { VISITOR } from '#lib/shared/actor.ts';
import { schema } from '../platform/index.ts';
import { KEY_PERSON } from './api-key.ts';
import { DEMO_PEOPLE } from './demo.ts';
import { client, codeOf, KEY, openStage } from './fixtures/test-auth.ts';

const { users } = schema;
const { database, makeAuth, emptyTables } = openStage(env.DB);

afterEach(emptyTables);

describe('keys and the demo', () => {
	it('takes the administrator key, and gives what it writes a person', async () => {
		const { actor } = await (await makeAuth()).identify({ apiKey: KEY });
		expect(actor).toMatchObject({ role: 'admin', via: 'api-key', userId: KEY_PERSON.id });
		await (await makeAuth()).ensurePerson(actor, client);
		const rows = await database.select().from(users);
		expect(rows.map(({ id }) => id)).toEqual([KEY_PERSON.id]);
	});

	it.each([['another key'], [''], ['x'.repeat(10_000_000)], [KEY + '\0']])(
		'refuses a wrong key (%#)',
		async (apiKey) => {
			expect(await codeOf((await makeAuth()).identify({ apiKey }))).toBe('unauthenticated');
		}
	);

	it('refuses every key where none is set', async () => {
		const without = await makeAuth({ keyHash: undefined });
		expect(await codeOf(without.identify({ apiKey: KEY }))).toBe('unauthenticated');
	});

	it('lets nobody into the demo of a school that is none', async () => {
		expect(await codeOf((await makeAuth()).enterDemo(VISITOR, 'admin', client))).toBe('not-found');
		expect(await database.select().from(users)).toEqual([]);
	});

	it('enters as the same person each time where it is one', async () => {
		const demo = await makeAuth({ isDemo: true });
		const first = await demo.enterDemo(VISITOR, 'teacher', client);
		const second = await demo.enterDemo(first.actor, 'admin', client);
		const third = await demo.enterDemo(VISITOR, 'teacher', client);
		expect(first.actor.userId).toBe(DEMO_PEOPLE.teacher.id);
		expect(third.actor.userId).toBe(first.actor.userId);
		expect(second.actor.role).toBe('admin');
		const before = await demo.identify({ sessionSecret: first.session.secret });
		expect(before).toEqual({ actor: VISITOR, isCookieDead: true });
	});
});
