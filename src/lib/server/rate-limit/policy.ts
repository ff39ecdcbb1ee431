// Whose buckets a request is taken from. Accounts have their own. Guests cost nothing to make, so theirs stand beside one of their
// network: a fresh cookie is not a fresh allowance. The deployment's own key has one generous bucket.
import type { Actor } from '#lib/shared/actor.ts';
import type { LimitRequest } from './rate-limiter.ts';

/** chat: starts a turn. auth: tries a password. general: everything else. */
export type LimitClass = 'chat' | 'auth' | 'general';

/** Requests a minute for one person. */
export type LimitTable = Record<LimitClass, number>;

/** A classroom shares a network. */
const PEOPLE_PER_NETWORK = 10;
const KEYS_TOGETHER = 3;
/** 2,000 a second: programs of the school's own. */
export const KEY_REQUESTS_PER_MINUTE = 120_000;

export function limitFor(actor: Actor, network: string, kind: LimitClass, table: LimitTable): LimitRequest {
	const perMinute = table[kind];
	if (kind === 'auth') return { shard: `network:${network}`, buckets: [{ name: kind, perMinute }] };
	// A person's key has what a person has, and all keys of theirs together three times that: more keys are not ever more allowance.
	if (actor.keyId !== undefined)
		return {
			shard: `person:${actor.userId ?? ''}`,
			buckets: [
				{ name: `${kind}:key:${actor.keyId}`, perMinute },
				{ name: `${kind}:keys`, perMinute: perMinute * KEYS_TOGETHER }
			]
		};
	if (actor.via === 'api-key')
		return {
			shard: `key:${actor.userId ?? ''}`,
			buckets: [{ name: 'any', perMinute: KEY_REQUESTS_PER_MINUTE }]
		};
	if (actor.role !== 'guest' && actor.userId !== undefined)
		return { shard: `person:${actor.userId}`, buckets: [{ name: kind, perMinute }] };
	return {
		shard: `network:${network}`,
		buckets: [
			{ name: `${kind}:${actor.userId ?? 'visitors'}`, perMinute },
			{ name: `${kind}:network`, perMinute: perMinute * PEOPLE_PER_NETWORK }
		]
	};
}
