// The people of the school, as administrators see and change them.
//
// - A new role or a closed account ends every session of that person; their keys act with what is left to them, or not at all. What they
//   were doing for the school at that moment ends, too: a conversation they held waits for somebody else.
// - Nobody changes their own role or closes their own account here, and one administrator always remains.
// - Every change asks who is there once more, and is recorded.
import { m } from '#lib/paraglide/messages.js';
import { can, requirePermission, type Actor, type Role } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import type { Logger } from '../../observability/index.ts';
import type { Audit, Clock, Database } from '../../platform/index.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { StepUp } from '../step-up/step-up.ts';
import type { ListPeople } from './forms.ts';
import { createDirectoryStore, type DirectoryRow } from './directory-store.ts';

export type AccountRole = Exclude<Role, 'guest'>;

/** Times in milliseconds since epoch. */
export interface PersonSummary {
	id: string;
	role: Role;
	email: string | null;
	displayName: string | null;
	isDemo: boolean;
	isEmailVerified: boolean;
	hasSecondFactor: boolean;
	disabledAt: number | null;
	createdAt: number;
}

export interface PersonDetail extends PersonSummary {
	sessions: number;
	lastSeenAt: number | null;
	conversations: number;
	/** Whether the actor may change this person here. */
	mayChange: boolean;
}

export interface People {
	/** Newest first, guests left out. `q` is looked for in names and addresses. */
	list(actor: Actor, query: ListPeople): Promise<{ people: PersonSummary[]; nextCursor: string | null }>;
	/** Throws `not-found`. */
	view(actor: Actor, id: string): Promise<PersonDetail>;
	/** False when it was the role before. Throws `conflict` for one's own account, a guest, an account of the demo, and the last administrator. */
	changeRole(actor: Actor, id: string, role: AccountRole): Promise<boolean>;
	/** Closes every way in, and loses nothing. Throws like changeRole. */
	disable(actor: Actor, id: string): Promise<void>;
	enable(actor: Actor, id: string): Promise<void>;
}

export interface PeopleOptions {
	database: Database;
	clock: Clock;
	audit: Audit;
	sessions: Sessions;
	stepUp: Pick<StepUp, 'requireStepUp'>;
	log: Logger;
	/** Ends what somebody does for the school. */
	standDown(actor: Actor, userId: string): Promise<void>;
}

export function createPeople(options: PeopleOptions): People {
	const { database, clock, audit, sessions, stepUp, log } = options;
	const store = createDirectoryStore(database);

	/** The change stands already: what cannot be reached now finds out by itself, a little later. */
	async function standDown(actor: Actor, userId: string): Promise<void> {
		try {
			await options.standDown(actor, userId);
		} catch (cause) {
			log.warn('what somebody did for the school could not be ended at once', { cause });
		}
	}

	async function find(id: string): Promise<DirectoryRow> {
		const person = await store.find(id);
		if (person === undefined) throw new AppError('not-found', m.people_unknown());
		return person;
	}

	/** Whom the actor may change, after they have confirmed who they are. */
	async function requireChangeable(actor: Actor, id: string): Promise<DirectoryRow> {
		requirePermission(actor, 'write:person');
		await stepUp.requireStepUp(actor);
		const person = await find(id);
		if (!isChangeable(actor, person)) throw new AppError('conflict', m.people_not_this_one());
		return person;
	}

	function record(
		actor: Actor,
		action: string,
		personId: string,
		details?: Record<string, string | number | boolean>
	): void {
		audit.record(actor, {
			action,
			objectType: 'user',
			objectId: personId,
			outcome: 'allowed',
			...(details === undefined ? {} : { details })
		});
	}

	return {
		async list(actor, query) {
			requirePermission(actor, 'read:person');
			const { rows, nextCursor } = await store.list(query);
			return { people: rows.map(toSummary), nextCursor };
		},
		async view(actor, id) {
			requirePermission(actor, 'read:person');
			const person = await find(id);
			return {
				...toSummary(person),
				...(await store.standingOf(id, clock.now())),
				mayChange: isChangeable(actor, person)
			};
		},
		async changeRole(actor, id, role) {
			const before = await requireChangeable(actor, id);
			if (before.role === role) return false;
			if (!(await store.setRole(id, role, clock.now()))) throw lastAdministrator();
			await sessions.endAll(id);
			record(actor, 'role.changed', id, { from: before.role, to: role });
			if (!answersAs(role)) await standDown(actor, id);
			return true;
		},
		async disable(actor, id) {
			const person = await requireChangeable(actor, id);
			if (person.disabledAt !== null) return;
			if (!(await store.disable(id, clock.now()))) throw lastAdministrator();
			await sessions.endAll(id);
			record(actor, 'account.disabled', id);
			await standDown(actor, id);
		},
		async enable(actor, id) {
			await requireChangeable(actor, id);
			await store.enable(id, clock.now());
			record(actor, 'account.enabled', id);
		}
	};
}

/** Whether somebody of this role may answer in a conversation. */
const answersAs = (role: Role): boolean => can({ role, via: 'system' }, 'take:conversation');

function isChangeable(actor: Actor, person: DirectoryRow): boolean {
	return person.id !== actor.userId && person.role !== 'guest' && !person.isDemo && person.email !== null;
}

function lastAdministrator(): AppError {
	return new AppError('conflict', m.people_last_administrator());
}

function toSummary(person: DirectoryRow): PersonSummary {
	const { id, role, email, displayName, isDemo, disabledAt, createdAt } = person;
	return {
		...{ id, role, email, displayName, isDemo, disabledAt, createdAt },
		isEmailVerified: person.emailVerifiedAt !== null,
		hasSecondFactor: person.totpConfirmedAt !== null
	};
}
