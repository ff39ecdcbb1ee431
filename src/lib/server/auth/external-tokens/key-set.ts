// The public keys of the house whose tokens we take (JWKS, RFC 7517): held by the isolate and in KV, asked for again when they are old
// or when a token names a key that is not among them.
//
// - A token cannot make us ask more than once in half a minute, whatever key it names.
// - When the house does not answer, keys of the last hour go on working; a key that is not among them is `unavailable`, since nobody can
//   say that it is wrong.
// - The keys come from the configured address alone: what a token says about where its key is, is not read.
import { createLocalJWKSet, errors, type CryptoKey, type JWK, type JWSHeaderParameters } from 'jose';
import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import { sha256Hex } from '#lib/shared/ids.ts';
import type { Logger, RunInBackground } from '../../observability/index.ts';
import type { Clock } from '../../platform/index.ts';
import { readBounded } from './read-bounded.ts';

export interface KeySet {
	/**
	 * The key that the header names. Throws `unauthenticated` when there is none, `unavailable` when that cannot be known. `keepAlive` is
	 * for work that the request which begins it may not live to see.
	 */
	find(header: JWSHeaderParameters, keepAlive: RunInBackground): Promise<CryptoKey>;
}

export interface KeySetOptions {
	url: string;
	store: Pick<KVNamespace, 'get' | 'put'>;
	clock: Clock;
	log: Logger;
	fetch?: (address: string, init: RequestInit) => Promise<Response>;
	timeoutMs?: number;
}

export const FRESH_MS = 10 * 60 * 1000;
/** Also how long KV keeps them. */
export const STALE_MS = 60 * 60 * 1000;
export const FLOOR_MS = 30 * 1000;
/** After a failure: sooner, since everybody waits. */
export const RETRY_MS = 5 * 1000;
const MAX_BYTES = 64 * 1024;
const MAX_KEY_ID = 200;

/** Only what makes an RSA key that checks signatures; whatever else a key says of itself is dropped. */
const Jwk = z.object({
	kty: z.literal('RSA'),
	n: z.string(),
	e: z.string(),
	kid: z.string().max(MAX_KEY_ID).optional(),
	alg: z.literal('RS256').optional(),
	use: z.literal('sig').optional()
});
const Jwks = z.object({ keys: z.array(z.unknown()).max(100) });
const Kept = z.object({ fetchedAt: z.number(), keys: z.array(Jwk) });

interface Held {
	fetchedAt: number;
	find: (header: JWSHeaderParameters) => Promise<CryptoKey>;
}

/** Made once an isolate: it holds what was asked for. */
export function createKeySet(options: KeySetOptions): KeySet {
	const {
		url,
		store,
		clock,
		log,
		fetch = (address: string, init: RequestInit) => globalThis.fetch(address, init),
		timeoutMs = 3000
	} = options;
	let held: Held | undefined;
	let askedAt = -Infinity;
	let hasFailed = false;
	let asking: { since: number; work: Promise<Held> } | undefined;

	const hold = ({ fetchedAt, keys }: z.infer<typeof Kept>): Held => ({
		fetchedAt,
		find: createLocalJWKSet({ keys: keys as JWK[] })
	});
	const ifYounger = (found: Held | undefined, ageMs: number) =>
		// Another isolate's clock may be a little ahead; a time far ahead is as bad as one long ago.
		found !== undefined && Math.abs(clock.now() - found.fetchedAt) < ageMs ? found : undefined;

	async function readStore(): Promise<Held | undefined> {
		try {
			const kept = Kept.safeParse(await store.get(await storeKey(url), 'json'));
			return kept.success ? hold(kept.data) : undefined;
		} catch (cause) {
			log.warn('the kept key set could not be read', { cause });
			return undefined;
		}
	}

	async function load(keepAlive: RunInBackground): Promise<Held> {
		try {
			const response = await fetch(url, {
				headers: { accept: 'application/json' },
				// An address that leads elsewhere is set wrongly, or is not the house's any more.
				redirect: 'manual',
				signal: AbortSignal.timeout(timeoutMs)
			});
			if (response.status !== 200) throw new Error(`status ${response.status}`);
			const { keys: given } = Jwks.parse(JSON.parse(await readBounded(response, MAX_BYTES)));
			const keys = given.flatMap((key) => Jwk.safeParse(key).data ?? []);
			if (keys.length === 0) throw new Error('no RSA key for signatures is among them');
			const fresh = { fetchedAt: clock.now(), keys };
			held = hold(fresh);
			hasFailed = false;
			keepAlive('keep the key set', keep(fresh));
			return held;
		} catch (cause) {
			hasFailed = true;
			log.warn('the key set of the tokens’ issuer could not be had', { cause });
			throw unreachable(cause);
		}
	}

	async function keep(fresh: z.infer<typeof Kept>): Promise<void> {
		await store.put(await storeKey(url), JSON.stringify(fresh), { expirationTtl: STALE_MS / 1000 });
	}

	/** One at a time; who comes meanwhile waits for the same answer, and no longer than it may take. */
	function refresh(keepAlive: RunInBackground): Promise<Held> {
		let mine = asking;
		// One that should have ended long ago died with the request that began it.
		if (mine === undefined || clock.now() - mine.since > 2 * timeoutMs) {
			askedAt = clock.now();
			mine = { since: askedAt, work: load(keepAlive) };
			asking = mine;
			const forget = () => {
				if (asking === mine) asking = undefined;
			};
			keepAlive('ask for the key set', mine.work.then(forget, forget));
		}
		return withTimeout(mine.work, 2 * timeoutMs);
	}

	async function current(keepAlive: RunInBackground): Promise<Held> {
		held ??= await readStore();
		const fresh = ifYounger(held, FRESH_MS);
		if (fresh) return fresh;
		const old = ifYounger(held, STALE_MS);
		if (hasFailed && clock.now() - askedAt < RETRY_MS) {
			if (old) return old;
			throw unreachable();
		}
		return refresh(keepAlive).catch((thrown: unknown) => {
			if (old) return old;
			throw thrown;
		});
	}

	/** The set after asking again for a key that was not in it; undefined when it was asked for a moment ago. */
	async function renewed(known: Held, keepAlive: RunInBackground): Promise<Held | undefined> {
		const sinceMs = clock.now() - Math.max(askedAt, known.fetchedAt);
		if (asking === undefined && sinceMs < (hasFailed ? RETRY_MS : FLOOR_MS)) {
			if (hasFailed) throw unreachable();
			return undefined;
		}
		return refresh(keepAlive);
	}

	return {
		async find(header, keepAlive) {
			const { kid } = header as { kid?: unknown };
			if (kid !== undefined && (typeof kid !== 'string' || kid.length > MAX_KEY_ID)) throw unknownKey();
			const known = await current(keepAlive);
			try {
				return await known.find(header);
			} catch (thrown) {
				if (!(thrown instanceof errors.JWKSNoMatchingKey)) throw thrown;
			}
			const next = await renewed(known, keepAlive);
			if (next === undefined) throw unknownKey();
			return next.find(header);
		}
	};
}

async function storeKey(url: string): Promise<string> {
	return `jwks:${await sha256Hex(url)}`;
}

async function withTimeout<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
	let timer: ReturnType<typeof setTimeout> | null = null;
	const tooLate = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(unreachable(new Error(`no answer in ${timeoutMs} ms`))), timeoutMs);
	});
	try {
		return await Promise.race([work, tooLate]);
	} finally {
		clearTimeout(timer);
	}
}

function unreachable(cause?: unknown): AppError {
	return new AppError('unavailable', m.tokens_keys_unreachable(), {
		retryAfterSeconds: RETRY_MS / 1000,
		cause
	});
}

function unknownKey(): AppError {
	return new AppError('unauthenticated', m.tokens_key_unknown());
}
