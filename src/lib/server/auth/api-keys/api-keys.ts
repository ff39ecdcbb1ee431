// People's API keys.
//
// - A key acts as its person, with what both the person may and the key's scopes name, whatever changes after it was made.
// - It is shown once. The table holds its hash; 190 random bits need no slower one.
// - A key that is unknown, expired, revoked or of somebody disabled is refused in the same words, after the same work.
// - Only a signed-in session that has confirmed itself makes keys: a stolen key or cookie cannot grow into more keys.
import { m } from '#lib/paraglide/messages.js';
import { can, KeyScope, requirePermission, scopesFor, type Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { newId, sha256Hex } from '#lib/shared/ids.ts';
import type { RunInBackground } from '../../observability/index.ts';
import type { Audit, Clock, Database } from '../../platform/index.ts';
import type { Person } from '../sessions/sessions.ts';
import type { StepUp } from '../step-up/step-up.ts';
import { MAX_LIFETIME_DAYS, type KeyListQuery, type NewKey } from './forms.ts';
import { isWholeKey, makeKey } from './key-format.ts';
import { createKeyStore, type KeyRow } from './key-store.ts';

export type KeyState = 'open' | 'expired' | 'revoked';

/** A key as it is listed: never the key itself. Times in milliseconds since epoch. */
export interface ApiKey {
	id: string;
	name: string;
	/** Its first characters, to tell it by. */
	prefix: string;
	scopes: KeyScope[];
	state: KeyState;
	createdAt: number;
	/** null: never. */
	expiresAt: number | null;
	/** To within five minutes. */
	lastUsedAt: number | null;
}

export interface OwnedKey extends ApiKey {
	owner: { id: string; role: Actor['role']; displayName: string | null };
}

export interface KeyPage<K> {
	keys: K[];
	nextCursor: string | null;
}

/** What the actor may choose from for a new key. */
export interface KeyChoices {
	scopes: KeyScope[];
	maxLifetimeDays: number;
	mayBeUnlimited: boolean;
}

export interface ApiKeys {
	/** Who the key acts as. Throws `unauthenticated` for one that opens nothing. Notes the use without holding the caller up. */
	identify(key: string): Promise<Person>;
	/** Throws as `create` does, so that nobody fills in a form in vain. */
	choices(actor: Actor): Promise<KeyChoices>;
	/**
	 * Makes a key and gives it, this once. Throws `forbidden` until the session has confirmed itself, and for keys and tokens always;
	 * `invalid` for a scope or a lifetime that is not the actor's to give; `conflict` for more than twenty that open.
	 */
	create(actor: Actor, form: NewKey): Promise<{ key: string; apiKey: ApiKey }>;
	/** The actor's own, newest first, those that ended included. */
	list(actor: Actor, query: KeyListQuery): Promise<KeyPage<ApiKey>>;
	/** Everybody's, or one person's: for those who may read people. */
	listAll(actor: Actor, query: KeyListQuery & { personId?: string | undefined }): Promise<KeyPage<OwnedKey>>;
	/** From the next request on it opens nothing; again is fine. Throws `not-found` for keys the actor may not see. */
	revoke(actor: Actor, id: string): Promise<void>;
}

export interface ApiKeysOptions {
	database: Database;
	clock: Clock;
	audit: Audit;
	runInBackground: RunInBackground;
	stepUp: Pick<StepUp, 'requireStepUp'>;
}

export const MAX_OPEN_KEYS = 20;
const USED_EVERY_MS = 5 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

export function createApiKeys({ database, clock, audit, runInBackground, stepUp }: ApiKeysOptions): ApiKeys {
	const store = createKeyStore(database);

	function noteUsed({ id, lastUsedAt }: KeyRow): void {
		const before = clock.now() - USED_EVERY_MS;
		if (lastUsedAt !== null && lastUsedAt > before) return;
		runInBackground('note when a key was used', store.setUsed(id, clock.now(), before));
	}

	async function choicesFor(actor: Actor): Promise<KeyChoices> {
		await stepUp.requireStepUp(actor);
		return {
			scopes: scopesFor(actor.role),
			maxLifetimeDays: MAX_LIFETIME_DAYS,
			mayBeUnlimited: actor.role === 'admin'
		};
	}

	return {
		async identify(key) {
			const found = (await isWholeKey(key)) ? await store.findByHash(await sha256Hex(key)) : undefined;
			if (
				found === undefined ||
				stateOf(found.key, clock.now()) !== 'open' ||
				found.owner.disabledAt !== null ||
				found.owner.role === 'guest'
			)
				throw new AppError('unauthenticated', m.auth_key_unknown());
			noteUsed(found.key);
			const { id, role, displayName } = found.owner;
			return {
				userId: id,
				role,
				...(displayName === null ? {} : { displayName }),
				via: 'api-key',
				keyId: found.key.id,
				scopes: knownScopes(found.key)
			};
		},

		choices: choicesFor,

		async create(actor, { name, scopes, expiresInDays }) {
			const choices = await choicesFor(actor);
			const strange = scopes.filter((scope) => !choices.scopes.includes(scope));
			if (strange.length > 0) throw wrong('scopes', m.keys_scope_not_yours({ scope: strange.join(', ') }));
			if (expiresInDays === null && !choices.mayBeUnlimited)
				throw wrong('expiresInDays', m.keys_must_expire({ count: choices.maxLifetimeDays }));
			const { key, prefix } = await makeKey();
			const now = clock.now();
			const row = {
				id: newId(),
				// requireStepUp has let nobody but a person through.
				userId: actor.userId ?? '',
				name,
				keyHash: await sha256Hex(key),
				prefix,
				scopes,
				createdAt: now,
				expiresAt: expiresInDays === null ? null : now + expiresInDays * DAY_MS
			};
			if (!(await store.insert(row, MAX_OPEN_KEYS)))
				throw new AppError('conflict', m.keys_too_many({ count: MAX_OPEN_KEYS }));
			record(actor, 'api-key.created', row.id, { prefix, scopes: scopes.join(' ') });
			return { key, apiKey: toApiKey({ ...row, lastUsedAt: null, revokedAt: null }, now) };
		},

		async list(actor, { cursor, limit }) {
			const { userId } = actor;
			requirePermission(actor, 'read:person', { personId: userId });
			if (userId === undefined) throw new AppError('unauthenticated', m.auth_sign_in_first());
			const { rows, nextCursor } = await store.list({ userId, cursor, limit });
			return { keys: rows.map(({ key }) => toApiKey(key, clock.now())), nextCursor };
		},

		async listAll(actor, { cursor, limit, personId }) {
			requirePermission(actor, 'read:person');
			const { rows, nextCursor } = await store.list({ userId: personId, cursor, limit });
			const keys = rows.map(({ key, owner: { id, role, displayName } }) => ({
				...toApiKey(key, clock.now()),
				owner: { id, role, displayName }
			}));
			return { keys, nextCursor };
		},

		async revoke(actor, id) {
			const found = await store.find(id);
			if (found === undefined || !can(actor, 'write:person', { personId: found.owner.id }))
				throw new AppError('not-found', m.keys_unknown());
			if (await store.revoke(id, clock.now()))
				record(actor, 'api-key.revoked', id, { prefix: found.key.prefix });
		}
	};

	function record(actor: Actor, action: string, objectId: string, details: Record<string, string>): void {
		audit.record(actor, { action, objectType: 'api-key', objectId, outcome: 'allowed', details });
	}
}

function stateOf({ revokedAt, expiresAt }: KeyRow, now: number): KeyState {
	if (revokedAt !== null) return 'revoked';
	return expiresAt !== null && expiresAt <= now ? 'expired' : 'open';
}

/** A scope that a later release dropped carries nothing. */
function knownScopes({ scopes }: KeyRow): KeyScope[] {
	return KeyScope.options.filter((scope) => scopes.includes(scope));
}

function toApiKey(row: KeyRow, now: number): ApiKey {
	const { id, name, prefix, createdAt, expiresAt, lastUsedAt } = row;
	return {
		id,
		name,
		prefix,
		scopes: knownScopes(row),
		state: stateOf(row, now),
		createdAt,
		expiresAt,
		lastUsedAt
	};
}

function wrong(field: string, message: string): AppError {
	return new AppError('invalid', message, { details: { problems: [{ field, message }] } });
}
