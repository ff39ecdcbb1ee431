// Accounts, and every way in.
import type { Actor } from '#lib/shared/actor.ts';
import {
	createAccountLife,
	createApiKeys,
	createAuth,
	createCodeTaker,
	createEntry,
	createExternalTokens,
	createKeySet,
	createPeople,
	createSecondFactor,
	createSessions,
	createStepUp,
	type AccountLife,
	type ApiKeys,
	type Auth,
	type Entry,
	type ExternalTokens,
	type KeySet,
	type People,
	type SecondFactor,
	type Sessions,
	type StepUp
} from '../auth/index.ts';
import { createLogger } from '../observability/index.ts';
import { createPasswordHasher } from '../password-hashing/index.ts';
import { ofIsolate } from '../platform/index.ts';
import type { Ground } from './ground.ts';

export interface PeopleServices extends AccountLife {
	auth: Auth;
	apiKeys: ApiKeys;
	sessions: Sessions;
	entry: Entry;
	stepUp: StepUp;
	secondFactor: SecondFactor;
	people: People;
}

interface Needed {
	/** What somebody does for the school while they still may. */
	standDown(actor: Actor, userId: string): Promise<void>;
}

export function composePeople(ground: Ground, { standDown }: Needed): PeopleServices {
	const { bindings, settings, runInBackground, log, clock, database, audit, rateLimiter, mail, letters } =
		ground;
	const passwordHasher = createPasswordHasher({ namespace: bindings.PASSWORDS, log });
	const sessions = createSessions({ database, clock, audit, runInBackground });
	const codes = createCodeTaker({ database, clock, audit, secret: settings.SEGUE_SECRET });
	const entry = createEntry({
		database,
		clock,
		rateLimiter,
		audit,
		runInBackground,
		sessions,
		codes,
		triesPerMinute: settings.AUTH_REQUESTS_PER_MINUTE
	});
	const stepUp = createStepUp({
		database,
		clock,
		rateLimiter,
		audit,
		sessions,
		passwordHasher,
		codes,
		triesPerMinute: settings.AUTH_REQUESTS_PER_MINUTE
	});
	const apiKeys = createApiKeys({ database, clock, audit, runInBackground, stepUp });
	const auth = createAuth({
		database,
		clock,
		rateLimiter,
		audit,
		sessions,
		passwordHasher,
		entry,
		apiKeys,
		externalTokens: openExternalTokens(),
		keyHash: settings.SEGUE_KEY_HASH,
		isDemo: settings.SEGUE_DEMO,
		triesPerMinute: settings.AUTH_REQUESTS_PER_MINUTE,
		isRequiredOfStaff: settings.STAFF_SECOND_FACTOR === 'required',
		schoolName: settings.SCHOOL_NAME,
		welcome: (userId) => accountLife.addresses.welcome(userId)
	});
	const secondFactor = createSecondFactor({
		database,
		clock,
		audit,
		stepUp,
		secret: settings.SEGUE_SECRET,
		schoolName: settings.SCHOOL_NAME,
		isRequiredOfStaff: settings.STAFF_SECOND_FACTOR === 'required'
	});
	const accountLife = createAccountLife({
		database,
		clock,
		rateLimiter,
		audit,
		runInBackground,
		sessions,
		passwordHasher,
		stepUp,
		mail,
		letters,
		schoolName: settings.SCHOOL_NAME,
		triesPerMinute: settings.AUTH_REQUESTS_PER_MINUTE
	});
	/** undefined where the deployment names no issuer. */
	function openExternalTokens(): ExternalTokens | undefined {
		const { JWT_ISSUER: issuer, JWT_AUDIENCE: audience, JWT_JWKS_URL: url } = settings;
		if (issuer === undefined || audience === undefined || url === undefined) return undefined;
		return createExternalTokens({
			database,
			clock,
			audit,
			runInBackground,
			keySet: ofIsolate(keySets, bindings.CACHE, () =>
				createKeySet({ url, store: bindings.CACHE, clock, log: createLogger({ level: settings.LOG_LEVEL }) })
			),
			rules: {
				issuer,
				audience,
				clockSkewSeconds: settings.JWT_CLOCK_SKEW_SECONDS,
				role: { claim: settings.JWT_ROLE_CLAIM, isStaffAllowed: settings.JWT_STAFF_ROLES }
			}
		});
	}

	return {
		...{ auth, apiKeys, sessions, entry, stepUp, secondFactor, ...accountLife },
		people: createPeople({ database, clock, audit, sessions, stepUp, log, standDown })
	};
}

const keySets = new WeakMap<object, KeySet>();
