// Against a real server on loopback, which the tests let answer, fail, hang or lie.
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#lib/shared/errors.ts';
import { createLogger } from '../../observability/index.ts';
import { createManualClock } from '../../platform/index.ts';
import { makeKey, type HouseKey } from './fixtures/token-house.ts';
import { createKeySet, FLOOR_MS, FRESH_MS, RETRY_MS, STALE_MS, type KeySet } from './key-set.ts';

let server: Server;
let url: string;
let answer: RequestListener;
let asked = 0;
let first: HouseKey;
let second: HouseKey;
let store: Map<string, string>;
let clock: ReturnType<typeof createManualClock>;

const log = createLogger({ write: () => undefined });
let pending: Promise<unknown>[] = [];
const keepAlive = (_label: string, work: Promise<unknown>) => void pending.push(work);
const show =
	(...keys: unknown[]): RequestListener =>
	(_, response) => {
		response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }));
	};
const fail: RequestListener = (_, response) => {
	response.writeHead(500).end('no');
};

beforeAll(async () => {
	[first, second] = await Promise.all([makeKey('first'), makeKey('second')]);
	server = createServer((request, response) => {
		asked++;
		answer(request, response);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/.well-known/jwks.json`;
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});
beforeEach(async () => {
	await Promise.all(pending);
	pending = [];
	asked = 0;
	store = new Map();
	clock = createManualClock();
	answer = show(first.jwk);
});

/** An isolate that has just started. */
function newIsolate(): KeySet {
	const kept = {
		get: (name: string) => Promise.resolve(JSON.parse(store.get(name) ?? 'null') as unknown),
		put: (name: string, value: string) => Promise.resolve(void store.set(name, value))
	} as unknown as KVNamespace;
	return createKeySet({ url, store: kept, clock, log, timeoutMs: 200 });
}
const find = (set: KeySet, kid?: unknown) =>
	set.find({ alg: 'RS256', ...(kid === undefined ? {} : { kid }) } as { alg: string }, keepAlive);
const codeOf = (work: Promise<unknown>) =>
	work.then(
		() => 'found',
		(thrown: unknown) => (thrown instanceof AppError ? thrown.code : String(thrown))
	);

describe('the keys of another house', () => {
	it('are asked for once, whoever needs them, and again when they are ten minutes old', async () => {
		const set = newIsolate();
		await Promise.all(Array.from({ length: 20 }, () => find(set, 'first')));
		expect(asked).toBe(1);
		clock.advance(FRESH_MS - 1);
		await find(set, 'first');
		await Promise.all(pending);
		await find(newIsolate(), 'first');
		expect(asked).toBe(1);
		clock.advance(1);
		await find(set, 'first');
		expect(asked).toBe(2);
	});

	it('are asked for again when a token names a new one, and not more than once in half a minute', async () => {
		const set = newIsolate();
		await find(set, 'first');
		answer = show(first.jwk, second.jwk);
		expect(await codeOf(find(set, 'second'))).toBe('unauthenticated');
		clock.advance(FLOOR_MS);
		expect(await codeOf(find(set, 'second'))).toBe('found');
		expect(asked).toBe(2);
		clock.advance(FLOOR_MS);
		const invented = Array.from({ length: 50 }, (_, i) => codeOf(find(set, `invented ${i}`)));
		expect(new Set(await Promise.all(invented)).size).toBe(1);
		for (let i = 0; i < 50; i++) await codeOf(find(set, `invented again ${i}`));
		expect(asked).toBe(3);
	});

	it('that were taken away open nothing from the next time on', async () => {
		const set = newIsolate();
		await find(set, 'first');
		answer = show(second.jwk);
		clock.advance(FRESH_MS);
		expect(await codeOf(find(set, 'second'))).toBe('found');
		expect(await codeOf(find(set, 'first'))).toBe('unauthenticated');
	});

	it('go on for an hour while the house does not answer, and are unavailable after it', async () => {
		const set = newIsolate();
		await find(set, 'first');
		answer = fail;
		clock.advance(FRESH_MS);
		expect(await codeOf(find(set, 'first'))).toBe('found');
		expect(await codeOf(find(set, 'second'))).toBe('unavailable');
		clock.advance(STALE_MS - FRESH_MS);
		expect(await codeOf(find(set, 'first'))).toBe('unavailable');
		answer = show(first.jwk);
		clock.advance(RETRY_MS);
		expect(await codeOf(find(set, 'first'))).toBe('found');
	});

	it('are not asked for at every request while the house is down', async () => {
		answer = fail;
		const set = newIsolate();
		for (let i = 0; i < 20; i++) expect(await codeOf(find(set, 'first'))).toBe('unavailable');
		expect(asked).toBe(1);
	});

	it.each<[string, () => RequestListener]>([
		['hangs', () => () => undefined],
		['sends the way elsewhere', () => (_, response) => void response.writeHead(302, { location: '/' }).end()],
		['sends a page', () => (_, response) => void response.end('<html>')],
		[
			'sends too much',
			() => (_, response) => void response.end(JSON.stringify({ keys: ['x'.repeat(70_000)] }))
		],
		['has no keys', () => show()],
		['has only keys of other kinds', () => show({ kty: 'oct', k: 'c2VjcmV0' }, { ...first.jwk, use: 'enc' })],
		['breaks off', () => (_, response) => void response.destroy()]
	])('are unavailable, and no token is called wrong, when the house %s', async (_, listener) => {
		answer = listener();
		expect(await codeOf(find(newIsolate(), 'first'))).toBe('unavailable');
	});

	it('work while KV does not', async () => {
		const broken = () => Promise.reject(new Error('no KV'));
		const set = createKeySet({
			url,
			store: { get: broken, put: broken },
			clock,
			log,
			timeoutMs: 200
		});
		expect(await codeOf(find(set, 'first'))).toBe('found');
		// The background says so in the log.
		expect((await Promise.allSettled(pending)).map(({ status }) => status)).toContain('rejected');
		pending = [];
	});

	it('are not taken from what somebody else left in KV', async () => {
		const set = newIsolate();
		await find(set, 'first');
		await Promise.all(pending);
		expect(store.size).toBe(1);
		for (const name of store.keys()) store.set(name, '{"fetchedAt":9e15,"keys":"all"}');
		expect(await codeOf(find(newIsolate(), 'first'))).toBe('found');
		expect(asked).toBe(2);
	});

	it.each([
		[7],
		[{ toString: () => 'first' }],
		[['first']],
		[null],
		['x'.repeat(201)],
		['../first'],
		['__proto__']
	])('are not found by %j', async (kid) => {
		expect(await codeOf(find(newIsolate(), kid))).toBe('unauthenticated');
	});
});
