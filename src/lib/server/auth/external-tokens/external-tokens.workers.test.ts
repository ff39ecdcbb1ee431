import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { CompactSign, exportSPKI } from 'jose';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#lib/shared/errors.ts';
import { newId } from '#lib/shared/ids.ts';
import { createLogger } from '../../observability/index.ts';
import { createAudit, createManualClock, schema } from '../../platform/index.ts';
import { openStage } from '../fixtures/test-auth.ts';
import { createExternalTokens, type ExternalTokens, type TokenRules } from './external-tokens.ts';
import {
	claimsAt,
	forge,
	HOUSE,
	makeKey,
	seconds,
	sign,
	signHmac,
	type HouseKey
} from './fixtures/token-house.ts';
import { createKeySet } from './key-set.ts';

const { externalIdentities, users, auditEvents } = schema;
const { database, emptyTables } = openStage(env.DB);
const log = createLogger({ write: () => undefined });
const SKEW = 60;

let house: HouseKey;
let stranger: HouseKey;
let clock: ReturnType<typeof createManualClock>;
let background: Promise<unknown>[] = [];
let tokens: ExternalTokens;

const runInBackground = (_label: string, work: Promise<unknown>) => void background.push(work);
beforeAll(async () => {
	[house, stranger] = await Promise.all([makeKey('house'), makeKey('house')]);
});
beforeEach(() => {
	clock = createManualClock();
	tokens = makeTokens();
});
afterEach(async () => {
	await Promise.all(background);
	background = [];
	await emptyTables();
});

function makeTokens(role: TokenRules['role'] = { claim: undefined, isStaffAllowed: false }): ExternalTokens {
	return createExternalTokens({
		database,
		clock,
		audit: createAudit({ database, clock, runInBackground }),
		runInBackground,
		keySet: createKeySet({
			url: 'https://house.example/jwks.json',
			store: { get: () => Promise.resolve(null), put: () => Promise.resolve() } as unknown as KVNamespace,
			clock,
			log,
			fetch: () => Promise.resolve(Response.json({ keys: [house.jwk] }))
		}),
		rules: { ...HOUSE, clockSkewSeconds: SKEW, role }
	});
}
const tokenWith = (changes: Record<string, unknown> = {}) => sign(house, claimsAt(clock.now(), changes));
const refusalOf = (work: Promise<unknown>) =>
	work.then(
		() => 'taken',
		(thrown: unknown) => (thrown instanceof AppError ? `${thrown.code}: ${thrown.message}` : String(thrown))
	);

describe('a token of the other house', () => {
	it('is its person, the same one each time, under an account made at first sight', async () => {
		const actor = await tokens.identify(await tokenWith());
		expect(actor).toEqual({ userId: actor.userId, role: 'user', displayName: 'Anna Meyer', via: 'token' });
		clock.advance(60_000);
		expect(await tokens.identify(await tokenWith())).toEqual(actor);
		expect((await tokens.identify(await tokenWith({ sub: 'somebody else' }))).userId).not.toBe(actor.userId);
		expect(await database.$count(users)).toBe(2);
		expect(await database.$count(externalIdentities)).toBe(2);
	});

	it('seen first by many requests at once makes one account', async () => {
		const token = await tokenWith();
		const actors = await Promise.all(Array.from({ length: 12 }, () => tokens.identify(token)));
		expect(new Set(actors.map(({ userId }) => userId)).size).toBe(1);
		expect(await database.$count(users)).toBe(1);
		await Promise.all(background);
		expect(await database.$count(auditEvents)).toBe(1);
	});

	it('is never given the account of somebody here because of its e-mail address, nor takes the address', async () => {
		const id = newId();
		const now = clock.now();
		await database.insert(users).values({
			id,
			role: 'admin',
			email: 'anna@example.com',
			emailVerifiedAt: now,
			createdAt: now,
			updatedAt: now
		});
		const actor = await tokens.identify(await tokenWith());
		expect(actor).toMatchObject({ role: 'user' });
		expect(actor.userId).not.toBe(id);
		const [made] = await database.select().from(users).where(eq(users.id, actor.userId));
		expect(made).toMatchObject({ email: null, emailVerifiedAt: null, passwordHash: null });
	});

	it('opens nothing once its person is disabled, and begins anew when the account is gone', async () => {
		const { userId } = await tokens.identify(await tokenWith());
		await database.update(users).set({ disabledAt: clock.now() }).where(eq(users.id, userId));
		expect(await refusalOf(tokens.identify(await tokenWith()))).toMatch(/^unauthenticated: .* closed/);
		await database.delete(users).where(eq(users.id, userId));
		expect(await database.$count(externalIdentities)).toBe(0);
		expect((await tokens.identify(await tokenWith())).userId).not.toBe(userId);
	});

	it('works within the skew of the clocks, and not a second beyond', async () => {
		const now = seconds(clock.now());
		for (const times of [{ exp: now - SKEW + 1 }, { nbf: now + SKEW }])
			expect(await refusalOf(tokens.identify(await tokenWith(times)))).toBe('taken');
		expect(await refusalOf(tokens.identify(await tokenWith({ exp: now - SKEW })))).toMatch(/has expired/);
		expect(await refusalOf(tokens.identify(await tokenWith({ nbf: now + SKEW + 1 })))).toMatch(
			/not valid yet/
		);
	});

	it('that was taken is refused when it is sent again after its end', async () => {
		const token = await tokenWith();
		await tokens.identify(token);
		clock.advance((3600 + SKEW) * 1000);
		expect(await refusalOf(tokens.identify(token))).toBe('unauthenticated: This token has expired.');
	});

	it('names its person only in words that can be shown', async () => {
		const nameOf = async (name: unknown) =>
			(await tokens.identify(await tokenWith({ sub: newId(), name, user_metadata: undefined }))).displayName;
		expect(await nameOf('Zoë\u202e\n Ng ')).toBe('Zoë Ng');
		expect(await nameOf('x'.repeat(500))).toHaveLength(80);
		for (const name of ['', ' \u0000 ', 7, null, { toString: 'x' }, ['x']])
			expect(await nameOf(name)).toBeUndefined();
	});
});

describe('what a token’s person may be', () => {
	const roleOf = async (rule: TokenRules['role'], changes: Record<string, unknown>) =>
		(await makeTokens(rule).identify(await tokenWith({ sub: newId(), ...changes }))).role;

	it('is a user, whatever it says, unless the deployment names the claim', async () => {
		const rule = { claim: undefined, isStaffAllowed: true };
		expect(await roleOf(rule, { role: 'admin', app_metadata: { role: 'admin' } })).toBe('user');
	});

	it('is a user or a teacher by that claim, and staff only where the deployment allows it', async () => {
		const rule = { claim: 'app_metadata.role', isStaffAllowed: false };
		const say = (role: unknown) => ({ app_metadata: { role } });
		expect(await roleOf(rule, say('teacher'))).toBe('teacher');
		for (const role of [
			'admin',
			'agent',
			'guest',
			'Teacher',
			'owner',
			['teacher'],
			{ role: 'teacher' },
			null,
			1
		])
			expect(await roleOf(rule, say(role)), JSON.stringify(role)).toBe('user');
		expect(await roleOf(rule, { app_metadata: 'teacher' })).toBe('user');
		expect(await roleOf(rule, { 'app_metadata.role': 'teacher' })).toBe('teacher');
		expect(await roleOf({ ...rule, isStaffAllowed: true }, say('admin'))).toBe('admin');
		expect(await roleOf({ ...rule, claim: '__proto__.role' }, { role: 'teacher' })).toBe('user');
	});

	it('follows the claim: what it no longer says is taken away', async () => {
		const rule = { claim: 'school_role', isStaffAllowed: false };
		const { userId, role } = await makeTokens(rule).identify(await tokenWith({ school_role: 'teacher' }));
		expect(role).toBe('teacher');
		expect((await makeTokens(rule).identify(await tokenWith())).role).toBe('user');
		const [row] = await database.select().from(users).where(eq(users.id, userId));
		expect(row?.role).toBe('user');
	});

	it('is what an administrator here made of them, where no claim says it', async () => {
		const { userId } = await tokens.identify(await tokenWith());
		await database.update(users).set({ role: 'teacher' }).where(eq(users.id, userId));
		expect((await tokens.identify(await tokenWith())).role).toBe('teacher');
	});
});

describe('refused is a token', () => {
	const bad: Record<string, [RegExp, () => Promise<string> | string]> = {
		'without a signature (alg none)': [/RS256/, () => forge({ alg: 'none' }, claimsAt(clock.now()))],
		'of alg None, by another spelling': [/RS256/, () => forge({ alg: 'nOnE' }, claimsAt(clock.now()))],
		'signed by HMAC with the public key as its secret': [
			/RS256/,
			async () =>
				signHmac({ alg: 'HS256', kid: 'house' }, claimsAt(clock.now()), await exportSPKI(house.publicKey))
		],
		'that says RS256 and is signed by HMAC': [
			/signature/,
			async () =>
				signHmac({ alg: 'RS256', kid: 'house' }, claimsAt(clock.now()), await exportSPKI(house.publicKey))
		],
		'signed by another key of the same name': [/signature/, () => sign(stranger, claimsAt(clock.now()))],
		'with a key of its own in its header (jwk)': [
			/signature/,
			() => sign(stranger, claimsAt(clock.now()), { jwk: stranger.jwk })
		],
		'with an address of keys in its header (jku, x5u)': [
			/does not show/,
			() =>
				sign({ ...stranger, kid: 'evil' }, claimsAt(clock.now()), {
					jku: 'https://evil.example/jwks.json',
					x5u: 'https://evil.example/key.pem'
				})
		],
		'of a key that is a path': [
			/does not show/,
			() => sign({ ...house, kid: '../../dev/null' }, claimsAt(clock.now()))
		],
		'that asks for what nobody knows (crit)': [
			/not a token/,
			() => forge({ alg: 'RS256', kid: 'house', crit: ['x'], x: 1 }, claimsAt(clock.now()), 'AAAA')
		],
		'whose claims were changed': [
			/signature/,
			async () => {
				const [header, , signature] = (await tokenWith()).split('.');
				const [, claims] = forge({}, claimsAt(clock.now(), { sub: 'the head of the school' })).split('.');
				return `${header ?? ''}.${claims ?? ''}.${signature ?? ''}`;
			}
		],
		'of another issuer': [/iss/, () => tokenWith({ iss: 'https://evil.example' })],
		'of an issuer that begins alike': [/iss/, () => tokenWith({ iss: `${HOUSE.issuer}/` })],
		'without an issuer': [/iss/, () => tokenWith({ iss: undefined })],
		'for another audience': [/aud/, () => tokenWith({ aud: 'another service' })],
		'for no audience': [/aud/, () => tokenWith({ aud: undefined })],
		'that has expired': [/expired/, () => tokenWith({ exp: seconds(clock.now()) - 3600 })],
		'without an end': [/no end/, () => tokenWith({ exp: undefined })],
		'whose end is words': [/no end/, () => tokenWith({ exp: 'never' })],
		'that is not valid yet': [/not valid yet/, () => tokenWith({ nbf: seconds(clock.now()) + 3600 })],
		'of nobody': [/not a token/, () => tokenWith({ sub: undefined })],
		'of an empty subject': [/not a token/, () => tokenWith({ sub: '' })],
		'of a subject that is no text': [/not a token/, () => tokenWith({ sub: { id: 1 } })],
		'of a subject without end': [/not a token/, () => tokenWith({ sub: 'x'.repeat(256) })],
		'that is huge': [/longer/, () => tokenWith({ padding: 'x'.repeat(10_000) })],
		'of ten million letters': [/longer/, () => 'e'.repeat(10_000_000)],
		'that is a payload alone': [/not a token/, () => 'eyJhbGciOiJSUzI1NiJ9'],
		'of five parts (encrypted)': [/not a token/, () => 'a.b.c.d.e'],
		'of no letters': [/not a token/, () => ''],
		'of nonsense': [/not a token/, () => '..'],
		'whose header is no object': [/not a token/, () => forge('RS256', claimsAt(clock.now()), 'AAAA')],
		'whose claims are a list': [
			/not a token/,
			() =>
				new CompactSign(new TextEncoder().encode('[]'))
					.setProtectedHeader({ alg: 'RS256', kid: 'house' })
					.sign(house.privateKey)
		]
	};
	for (const [name, [words, make]] of Object.entries(bad))
		it(name, async () => {
			const refusal = await refusalOf(tokens.identify(await make()));
			expect(refusal).toMatch(/^unauthenticated: /);
			expect(refusal).toMatch(words);
			expect(await database.$count(users)).toBe(0);
		});
});

it('a token that cannot be checked is told so, and is not called wrong', async () => {
	const unreachable = createExternalTokens({
		database,
		clock,
		audit: createAudit({ database, clock, runInBackground }),
		runInBackground,
		keySet: createKeySet({
			url: 'https://house.example/jwks.json',
			store: env.CACHE,
			clock,
			log,
			fetch: () => Promise.reject(new TypeError('no network'))
		}),
		rules: { ...HOUSE, clockSkewSeconds: SKEW, role: { claim: undefined, isStaffAllowed: false } }
	});
	expect(await refusalOf(unreachable.identify(await tokenWith()))).toMatch(
		/^unavailable: .* does not answer/
	);
	// What can be told without a key is told.
	expect(await refusalOf(unreachable.identify(forge({ alg: 'none' }, claimsAt(clock.now()))))).toMatch(
		/RS256/
	);
});
