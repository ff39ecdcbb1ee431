import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { AppError } from '#lib/shared/errors.ts';
import { createLogger } from '../observability/index.ts';
import { createPasswordHasher } from './password-hasher.ts';

const log = createLogger({ level: 'error', write: () => undefined });
const hasher = createPasswordHasher({ namespace: env.PASSWORDS, log });

/** A Worker that hashes in another way than ours does. */
const namespaceThat = (hash: () => Promise<unknown>) =>
	({ idFromName: () => undefined, get: () => ({ hash }) }) as unknown as DurableObjectNamespace;
const thrownBy = (work: Promise<unknown>): Promise<unknown> =>
	work.then(
		() => undefined,
		(thrown: unknown) => thrown
	);

describe('the Worker that hashes passwords', () => {
	it('makes a hash at today’s cost, which opens with its password and with no other', async () => {
		const stored = await hasher.hash('violet harbour nine');
		expect(stored).toMatch(/^scrypt\$16384\$8\$5\$/);
		expect(hasher.isOutdated(stored)).toBe(false);
		expect(await hasher.verify('violet harbour nine', stored)).toBe(true);
		expect(await hasher.verify('violet harbour ten', stored)).toBe(false);
	});

	it('does not open without a stored hash', async () => {
		expect(await hasher.verify('violet harbour nine', null)).toBe(false);
		expect(await hasher.verify('violet harbour nine', undefined)).toBe(false);
	});

	it('is unavailable, not wrong, when it cannot be reached', async () => {
		const gone = createPasswordHasher({
			namespace: namespaceThat(() => Promise.reject(new Error('not found'))),
			log
		});
		const thrown = await thrownBy(gone.hash('violet harbour nine'));
		expect(thrown).toBeInstanceOf(AppError);
		expect(thrown).toMatchObject({ code: 'unavailable', retryable: true });
	});

	it('is unavailable when it never answers', async () => {
		const silent = createPasswordHasher({
			namespace: namespaceThat(() => new Promise(() => undefined)),
			log,
			timeoutMs: 20
		});
		expect(await thrownBy(silent.hash('violet harbour nine'))).toMatchObject({ code: 'unavailable' });
	});
});
