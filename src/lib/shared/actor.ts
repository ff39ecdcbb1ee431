// Who acts, and what a role may do. Permissions read action:object:scope; `own` means the object carries the actor's
// person id, `assigned` that it was given to the actor, `any` everything. The table is the whole truth: no role is special in code.
import { z } from 'zod';
import { AppError } from './errors.ts';

export const Role = z.enum(['guest', 'user', 'teacher', 'agent', 'admin']);
export type Role = z.infer<typeof Role>;

/** What an API key can be given of its person's permissions: a closed set, so that a key's reach can be read off its list. */
export const KeyScope = z.enum([
	'conversations:read',
	'conversations:write',
	'handovers:read',
	'handovers:write',
	'knowledge:read',
	'knowledge:write',
	'recordings:read',
	'recordings:write',
	'tickets:read',
	'tickets:write',
	'people:read',
	'people:write',
	'audit:read'
]);
export type KeyScope = z.infer<typeof KeyScope>;

export const Actor = z.object({
	/** undefined only for a visitor who has not written anything yet. */
	userId: z.string().optional(),
	role: Role,
	displayName: z.string().optional(),
	/** How this request proved who it is. Cookies need the cross-site check; keys and tokens do not. */
	via: z.enum(['session', 'api-key', 'token', 'anonymous', 'system']),
	sessionId: z.string().optional(),
	/** The person's key that the request came with. */
	keyId: z.string().optional(),
	/** What that key carries; undefined is everything the role may. */
	scopes: z.array(KeyScope).optional()
});
export type Actor = z.infer<typeof Actor>;

export const SYSTEM: Actor = { userId: 'system', role: 'admin', via: 'system' };
export const VISITOR: Actor = { role: 'guest', via: 'anonymous' };

type Scope = 'own' | 'assigned' | 'any';
type Ability =
	| 'read:conversation'
	| 'write:conversation'
	| 'delete:conversation'
	/** Answer in place of the assistant, and write notes about it. */
	| 'take:conversation'
	/** See personal data in a transcript: for a reason that is kept. No key carries it. */
	| 'unmask:conversation'
	| 'read:knowledge'
	| 'write:knowledge'
	| 'delete:knowledge'
	| 'read:recording'
	| 'write:recording'
	| 'delete:recording'
	| 'read:student'
	| 'write:student'
	| 'read:ticket'
	| 'write:ticket'
	| 'write:delivery'
	| 'read:person'
	| 'write:person'
	| 'read:handover'
	| 'write:handover'
	| 'read:rating'
	| 'write:rating'
	| 'read:audit'
	| 'read:mail'
	| 'write:flag'
	| 'read:health';
export type Permission = `${Ability}:${Scope}`;

const GUEST: Permission[] = [
	'read:conversation:own',
	'write:conversation:own',
	'delete:conversation:own',
	'read:knowledge:any',
	'write:handover:own',
	'read:ticket:own',
	'write:ticket:own',
	'read:person:own',
	'write:person:own'
];
const USER: Permission[] = [
	...GUEST,
	'read:recording:own',
	'write:recording:own',
	'delete:recording:own',
	'read:student:own'
];
/** Recordings and students are assigned to a teacher by the link the student accepted. */
const TEACHER: Permission[] = [
	...USER,
	'read:recording:assigned',
	'write:recording:assigned',
	'delete:recording:assigned',
	'read:student:assigned',
	'write:student:assigned'
];
const AGENT: Permission[] = [
	...USER,
	'read:conversation:any',
	'take:conversation:any',
	'read:handover:any',
	'write:handover:assigned',
	'read:ticket:any',
	'write:ticket:any',
	'read:rating:any'
];
const ADMIN: Permission[] = [
	...AGENT,
	'delete:conversation:any',
	'unmask:conversation:any',
	'write:knowledge:any',
	'delete:knowledge:any',
	'read:recording:any',
	'write:recording:any',
	'delete:recording:any',
	'read:student:any',
	'write:student:any',
	'read:person:any',
	'write:person:any',
	'write:handover:any',
	'write:delivery:any',
	'write:rating:any',
	'read:audit:any',
	'write:flag:any',
	'read:mail:any',
	'read:health:any'
];

const PERMISSIONS: Record<Role, ReadonlySet<Permission>> = {
	guest: new Set(GUEST),
	user: new Set(USER),
	teacher: new Set(TEACHER),
	agent: new Set(AGENT),
	admin: new Set(ADMIN)
};

/** An ability that no scope names is carried by no key. */
const SCOPE_ABILITIES: Record<KeyScope, readonly Ability[]> = {
	'conversations:read': ['read:conversation'],
	'conversations:write': ['write:conversation', 'delete:conversation'],
	'handovers:read': ['read:handover'],
	'handovers:write': ['write:handover', 'take:conversation'],
	'knowledge:read': ['read:knowledge'],
	'knowledge:write': ['write:knowledge', 'delete:knowledge'],
	'recordings:read': ['read:recording', 'read:student'],
	'recordings:write': ['write:recording', 'delete:recording', 'write:student'],
	'tickets:read': ['read:ticket'],
	'tickets:write': ['write:ticket'],
	'people:read': ['read:person'],
	'people:write': ['write:person'],
	'audit:read': ['read:audit']
};

/** The scopes that carry something for somebody of this role. */
export function scopesFor(role: Role): KeyScope[] {
	const granted = Array.from(PERMISSIONS[role]);
	return KeyScope.options.filter((scope) =>
		SCOPE_ABILITIES[scope].some((ability) =>
			granted.some((permission) => permission.startsWith(`${ability}:`))
		)
	);
}

/** The object a permission is asked for: whose it is, and to whom it is assigned. Leave out for objects of nobody. */
export interface Target {
	personId?: string | undefined;
	assigneeId?: string | undefined;
}

export function can(actor: Actor, ability: Ability, target: Target = {}): boolean {
	if (actor.scopes?.some((scope) => SCOPE_ABILITIES[scope].includes(ability)) === false) return false;
	const granted = PERMISSIONS[actor.role];
	if (granted.has(`${ability}:any`)) return true;
	if (actor.userId === undefined) return false;
	if (granted.has(`${ability}:own`) && target.personId === actor.userId) return true;
	return granted.has(`${ability}:assigned`) && target.assigneeId === actor.userId;
}

/** Throws `forbidden` when the actor may not: for objects whose existence is no secret (a page, a list). */
export function requirePermission(actor: Actor, ability: Ability, target?: Target): void {
	if (can(actor, ability, target)) return;
	throw actor.via === 'anonymous'
		? new AppError('unauthenticated', 'Please sign in first.')
		: new AppError('forbidden', 'Your account may not do this.');
}

/** Throws `not-found` when the actor may not: somebody else's object must look like one that is not there. */
export function requireVisible(actor: Actor, ability: Ability, target: Target, what: string): void {
	if (!can(actor, ability, target)) throw new AppError('not-found', `There is no such ${what}.`);
}
