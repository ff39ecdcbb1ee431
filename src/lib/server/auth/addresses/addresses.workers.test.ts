import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { VISITOR } from '#lib/shared/actor.ts';
import { createDatabase, schema } from '../../platform/index.ts';
import { openLifeStage } from '../fixtures/test-account-life.ts';
import { codeOf } from '../fixtures/test-auth.ts';
import { LETTERS_PER_HOUR, VERIFY_MS } from './addresses.ts';

const ANNA = 'anna@example.com';
const NEW = 'anna.new@example.com';
const { users } = schema;
const database = createDatabase(env.DB);
const stage = openLifeStage(env.DB);
const { addresses, passwords, clock, box } = stage;
afterEach(() => stage.emptyTables());

const rowOf = async (id: string) => (await database.select().from(users).where(eq(users.id, id)))[0];

describe('a new account’s address', () => {
	it('is verified by the link in the letter, once', async () => {
		const { actor } = await stage.makePerson(ANNA);
		addresses.welcome(actor.userId);
		await stage.settle();
		expect(await addresses.standing(actor)).toMatchObject({ isVerified: false, letterSentAt: clock.now() });
		const token = stage.tokenFor(ANNA);
		expect(await addresses.readLink(token)).toEqual({ email: ANNA, isChange: false });
		expect((await rowOf(actor.userId))?.emailVerifiedAt).toBeNull();
		await addresses.openLink(token);
		expect(await addresses.standing(actor)).toMatchObject({ isVerified: true, letterSentAt: null });
		expect(await codeOf(addresses.openLink(token))).toBe('not-found');
	});

	it('is told to have no letter on its way when the mail server is down; asking again says so too', async () => {
		const { actor } = await stage.makePerson(ANNA);
		stage.setMailDown(true);
		addresses.welcome(actor.userId);
		await stage.settle();
		expect(await addresses.standing(actor)).toMatchObject({ isVerified: false, letterSentAt: null });
		expect(await codeOf(addresses.sendVerification(actor))).toBe('unavailable');
		stage.setMailDown(false);
		await addresses.sendVerification(actor);
		expect(await addresses.standing(actor)).toMatchObject({ letterSentAt: clock.now() });
	});

	it('gets at most five letters an hour, and asks the limiter for each', async () => {
		const { actor } = await stage.makePerson(ANNA);
		for (let count = 0; count < LETTERS_PER_HOUR; count++) await addresses.sendVerification(actor);
		expect(await codeOf(addresses.sendVerification(actor))).toBe('rate-limited');
		expect(stage.asked).toHaveLength(LETTERS_PER_HOUR + 1);
		expect(stage.asked[0]?.buckets).toEqual([{ name: 'verify-email', perMinute: 1 }]);
		clock.advance(61 * 60_000);
		expect(await codeOf(addresses.sendVerification(actor))).toBe('nothing thrown');
	});

	it('is not verified a second time, nor for those who have none', async () => {
		const { actor } = await stage.makePerson(ANNA);
		await database.update(users).set({ emailVerifiedAt: 1 });
		expect(await codeOf(addresses.sendVerification(actor))).toBe('conflict');
		expect(await codeOf(addresses.sendVerification(VISITOR))).toBe('unauthenticated');
		expect(await addresses.standing(VISITOR)).toBeUndefined();
	});
});

describe('another address', () => {
	it('takes force when its link is opened, and the old one is told', async () => {
		const { actor } = await stage.makePerson(ANNA);
		await addresses.change(actor, NEW);
		expect(await addresses.standing(actor)).toMatchObject({ email: ANNA, change: { email: NEW } });
		const token = stage.tokenFor(NEW);
		expect(await addresses.readLink(token)).toEqual({ email: NEW, isChange: true });
		await addresses.openLink(token);
		await stage.settle();
		expect(await addresses.standing(actor)).toMatchObject({ email: NEW, isVerified: true, change: null });
		expect(box.map(({ kind, to }) => `${kind} ${to}`)).toEqual([
			`email-change ${NEW}`,
			`email-changed ${ANNA}`
		]);
	});

	it('makes every link to the old one void', async () => {
		const { actor } = await stage.makePerson(ANNA);
		await addresses.sendVerification(actor);
		const verify = stage.tokenFor(ANNA);
		await passwords.requestReset(ANNA);
		await stage.settle();
		const reset = stage.tokenFor(ANNA);
		await addresses.change(actor, NEW);
		await addresses.openLink(stage.tokenFor(NEW));
		expect(await codeOf(addresses.openLink(verify))).toBe('not-found');
		expect(await codeOf(passwords.requireReset(reset))).toBe('not-found');
		expect((await rowOf(actor.userId))?.email).toBe(NEW);
	});

	it('is not taken when somebody has it by then; both keep what they had', async () => {
		const { actor } = await stage.makePerson(ANNA);
		await addresses.change(actor, NEW);
		const other = await stage.makePerson(NEW);
		expect(await codeOf(addresses.openLink(stage.tokenFor(NEW)))).toBe('conflict');
		expect((await rowOf(actor.userId))?.email).toBe(ANNA);
		expect((await rowOf(other.actor.userId))?.email).toBe(NEW);
		expect(await codeOf(addresses.change(actor, NEW))).toBe('conflict');
	});

	it('is forgotten when one changes one’s mind, or after a day', async () => {
		const { actor } = await stage.makePerson(ANNA);
		await addresses.change(actor, NEW);
		const first = stage.tokenFor(NEW);
		await addresses.cancelChange(actor);
		expect(await codeOf(addresses.openLink(first))).toBe('not-found');
		await addresses.change(actor, NEW);
		clock.advance(VERIFY_MS);
		expect(await codeOf(addresses.openLink(stage.tokenFor(NEW)))).toBe('not-found');
		expect((await rowOf(actor.userId))?.email).toBe(ANNA);
	});

	it('needs a session that has confirmed itself, and a letter that goes out', async () => {
		const { actor } = await stage.makePerson(ANNA);
		expect(await codeOf(addresses.change(actor, ANNA))).toBe('invalid');
		stage.setMailDown(true);
		expect(await codeOf(addresses.change(actor, NEW))).toBe('unavailable');
		expect(await addresses.standing(actor)).toMatchObject({ change: null });
		clock.advance(11 * 60_000);
		expect(await codeOf(addresses.change(actor, NEW))).toBe('forbidden');
	});

	it('takes one of two links opened at the same moment', async () => {
		const { actor } = await stage.makePerson(ANNA);
		const bob = await stage.makePerson('bob@example.com');
		await addresses.change(actor, NEW);
		const first = stage.tokenFor(NEW);
		await addresses.change(bob.actor, NEW);
		const second = stage.tokenFor(NEW);
		const codes = await Promise.all([first, second, first].map((token) => codeOf(addresses.openLink(token))));
		expect(codes.filter((code) => code === 'nothing thrown')).toHaveLength(1);
		const rows = await database.select().from(users).where(eq(users.email, NEW));
		expect(rows).toHaveLength(1);
	});
});

it.each([[''], ['a'.repeat(43)], ['a'.repeat(1_000_000)], ["' or 1=1 --"]])(
	'a forged link opens nothing (%#)',
	async (token) => {
		await stage.makePerson(ANNA);
		expect(await codeOf(addresses.readLink(token))).toBe('not-found');
		expect(await codeOf(addresses.openLink(token))).toBe('not-found');
	}
);
