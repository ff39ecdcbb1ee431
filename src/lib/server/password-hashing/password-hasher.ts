// Asks the Worker that hashes. Its objects are lanes: each works one hash at a time, and a few of them share what comes in.
//
// Objects, and not a plain service binding: a bound Worker runs on its caller's own thread, where a hash would hold up the very streams
// it was moved away from (developers.cloudflare.com/workers/runtime-apis/bindings/service-bindings).
import { m } from '#lib/paraglide/messages.js';
import { AppError, fromOutcome, type Outcome } from '#lib/shared/errors.ts';
import type { Logger } from '../observability/index.ts';
import { isOutdated } from './scrypt.ts';

export interface PasswordHasher {
	/** What to store. Throws `unavailable` when too many wait or nobody answers. */
	hash(password: string): Promise<string>;
	/** False without a stored hash, after the same work: the time says nothing. Throws `unavailable` as `hash` does. */
	verify(password: string, stored: string | null | undefined): Promise<boolean>;
	/** True when the hash was made at another cost than today's. */
	isOutdated(stored: string): boolean;
}

/** The remote face of worker/passwords/password.object.ts. */
export interface PasswordHasherRemote {
	hash(password: string): Promise<Outcome<string>>;
	verify(password: string, stored: string | null): Promise<Outcome<boolean>>;
	ping(): Promise<'pong'>;
}

export interface PasswordHasherOptions {
	namespace: DurableObjectNamespace;
	log: Logger;
	/** Longer than a full line takes. */
	timeoutMs?: number;
}

/** About ten hashes a second each. */
const LANES = 4;

export function createPasswordHasher({
	namespace,
	log,
	timeoutMs = 15_000
}: PasswordHasherOptions): PasswordHasher {
	async function ask<T>(question: (remote: PasswordHasherRemote) => Promise<Outcome<T>>): Promise<T> {
		const lane = namespace.idFromName(`lane-${Math.floor(Math.random() * LANES)}`);
		let timer: ReturnType<typeof setTimeout> | null = null;
		const tooLate = new Promise<never>((_, reject) => {
			timer = setTimeout(() => reject(new Error(`no answer in ${timeoutMs} ms`)), timeoutMs);
		});
		let outcome: Outcome<T>;
		try {
			const remote = namespace.get(lane) as unknown as PasswordHasherRemote;
			outcome = await Promise.race([question(remote), tooLate]);
		} catch (cause) {
			log.error('the Worker that hashes passwords did not answer', { cause });
			throw new AppError('unavailable', m.password_hashing_unreachable(), { retryAfterSeconds: 5, cause });
		} finally {
			clearTimeout(timer);
		}
		return fromOutcome(outcome);
	}

	return {
		hash: (password) => ask((remote) => remote.hash(password)),
		verify: (password, stored) => ask((remote) => remote.verify(password, stored ?? null)),
		isOutdated
	};
}
