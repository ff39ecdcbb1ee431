// Signed tokens of another house (JWT by RS256, as Supabase, Auth0 and the like give them), taken as proof of who calls.
//
// - The signature, the issuer, the audience and the time are checked, and an end is asked for. The algorithm is ours to say: none, HS256
//   and whatever else a header names are refused before any key is looked for.
// - A person is known by issuer and subject. At first sight an account is made for them; an account of ours is never given away because
//   a token names its e-mail address, and no address is taken over from one.
// - A token is no session: it ends by itself, opens no sensitive act, and closing the account here ends what it opens.
import { errors, jwtVerify } from 'jose';
import { m } from '#lib/paraglide/messages.js';
import type { Role } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import type { RunInBackground } from '../../observability/index.ts';
import type { Audit, Clock, Database } from '../../platform/index.ts';
import type { Person } from '../sessions/sessions.ts';
import { personIn, type RoleRule, type TokenPerson } from './claims.ts';
import { createIdentityStore, type IdentityPerson } from './identity-store.ts';
import type { KeySet } from './key-set.ts';

export interface ExternalTokens {
	/** Who the token is of. Throws `unauthenticated`, saying what is wrong with it, or `unavailable`. */
	identify(token: string): Promise<Person>;
}

export interface TokenRules {
	issuer: string;
	audience: string;
	clockSkewSeconds: number;
	role: RoleRule;
}

export interface ExternalTokensOptions {
	database: Database;
	clock: Clock;
	audit: Audit;
	runInBackground: RunInBackground;
	keySet: KeySet;
	rules: TokenRules;
}

/** Ample for what houses put into one; a header that is longer is not taken apart. */
const MAX_TOKEN_LENGTH = 8192;

export function createExternalTokens(options: ExternalTokensOptions): ExternalTokens {
	const { database, clock, audit, runInBackground, keySet, rules } = options;
	const store = createIdentityStore(database);

	async function verify(token: string): Promise<TokenPerson> {
		if (token.length > MAX_TOKEN_LENGTH) throw refused(m.tokens_too_long());
		let payload: unknown;
		try {
			const verified = await jwtVerify(token, (header) => keySet.find(header, runInBackground), {
				algorithms: ['RS256'],
				issuer: rules.issuer,
				audience: rules.audience,
				clockTolerance: rules.clockSkewSeconds,
				currentDate: new Date(clock.now()),
				requiredClaims: ['exp', 'sub']
			});
			payload = verified.payload;
		} catch (thrown) {
			throw thrown instanceof AppError ? thrown : refused(describe(thrown), thrown);
		}
		const person = personIn(payload, rules.role);
		if (person === undefined) throw refused(m.tokens_malformed());
		return person;
	}

	async function findOrMake({ subject, displayName, role = 'user' }: TokenPerson): Promise<IdentityPerson> {
		const { issuer } = rules;
		const known = await store.find(issuer, subject);
		if (known !== undefined) return known;
		const isMade = await store.make({ issuer, subject, role, displayName }, clock.now());
		const person = await store.find(issuer, subject);
		if (person === undefined) throw new Error('an identity was made and is not there');
		if (isMade)
			audit.record(
				{ userId: person.id, role: person.role, via: 'token' },
				{ action: 'account.created', objectType: 'user', objectId: person.id, outcome: 'allowed' }
			);
		return person;
	}

	/** Where a claim says the role, it says it each time: a house that takes it away has taken it away here. */
	async function followRole(person: IdentityPerson, role: Role): Promise<void> {
		await store.setRole(person.id, role, clock.now());
		audit.record(
			{ userId: person.id, role, via: 'token' },
			{
				action: 'role.changed',
				objectType: 'user',
				objectId: person.id,
				outcome: 'allowed',
				details: { from: person.role, to: role }
			}
		);
	}

	return {
		async identify(token) {
			const claimed = await verify(token);
			const person = await findOrMake(claimed);
			if (person.disabledAt !== null) throw refused(m.tokens_person_disabled());
			const role = claimed.role ?? person.role;
			if (role !== person.role) await followRole(person, role);
			return {
				userId: person.id,
				role,
				...(person.displayName === null ? {} : { displayName: person.displayName }),
				via: 'token'
			};
		}
	};
}

/** What is wrong with it, for whoever has to mend it; never what it says. */
function describe(thrown: unknown): string {
	if (thrown instanceof errors.JWTExpired) return m.tokens_expired();
	if (thrown instanceof errors.JWTClaimValidationFailed)
		switch (thrown.claim) {
			case 'iss':
				return m.tokens_wrong_issuer();
			case 'aud':
				return m.tokens_wrong_audience();
			case 'nbf':
				return m.tokens_not_yet();
			case 'exp':
				return m.tokens_no_end();
			default:
				return m.tokens_malformed();
		}
	if (thrown instanceof errors.JOSEAlgNotAllowed) return m.tokens_wrong_algorithm();
	if (thrown instanceof errors.JWSSignatureVerificationFailed) return m.tokens_wrong_signature();
	if (thrown instanceof errors.JWKSNoMatchingKey || thrown instanceof errors.JWKSMultipleMatchingKeys)
		return m.tokens_key_unknown();
	if (thrown instanceof errors.JOSEError) return m.tokens_malformed();
	throw thrown;
}

function refused(message: string, cause?: unknown): AppError {
	return new AppError('unauthenticated', message, { cause });
}
