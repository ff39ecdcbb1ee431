// Who acts, and what a role may do. Permissions read action:object:scope; `own` means the object carries the actor's
// person id, `assigned` that it was given to the actor, `any` everything. The table is the whole truth: no role is special in code.
import { z } from 'zod';
import { AppError } from './errors.ts';

export const Role = z.enum(['guest', 'user', 'teacher', 'agent', 'admin']);
export type Role = z.infer<typeof Role>;

export const Actor = z.object({
	/** undefined only for a visitor who has not written anything yet. */
	userId: z.string().optional(),
	role: Role,
	displayName: z.string().optional(),
	/** How this request proved who it is. Cookies need the cross-site check; keys do not. */
	via: z.enum(['session', 'api-key', 'anonymous', 'system']),
	sessionId: z.string().optional()
});
export type Actor = z.infer<typeof Actor>;

export const SYSTEM: Actor = { userId: 'system', role: 'admin', via: 'system' };
export const VISITOR: Actor = { role: 'guest', via: 'anonymous' };

type Scope = 'own' | 'assigned' | 'any';
type Ability =
	| 'read:conversation'
	| 'write:conversation'
	| 'delete:conversation'
	| 'read:knowledge'
	| 'write:knowledge'
	| 'delete:knowledge'
	| 'read:person'
	| 'write:person'
	| 'read:handover'
	| 'write:handover'
	| 'read:audit'
	| 'read:mail'
	| 'read:health';
export type Permission = `${Ability}:${Scope}`;

const GUEST: Permission[] = [
	'read:conversation:own',
	'write:conversation:own',
	'delete:conversation:own',
	'read:knowledge:any',
	'write:handover:own',
	'read:person:own',
	'write:person:own'
];
const USER: Permission[] = [...GUEST];
const TEACHER: Permission[] = [...USER];
const AGENT: Permission[] = [
	...USER,
	'read:conversation:any',
	'read:handover:any',
	'write:handover:assigned'
];
const ADMIN: Permission[] = [
	...AGENT,
	'delete:conversation:any',
	'write:knowledge:any',
	'delete:knowledge:any',
	'read:person:any',
	'write:person:any',
	'write:handover:any',
	'read:audit:any',
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

/** The object a permission is asked for: whose it is, and to whom it is assigned. Leave out for objects of nobody. */
export interface Target {
	personId?: string | undefined;
	assigneeId?: string | undefined;
}

export function can(actor: Actor, ability: Ability, target: Target = {}): boolean {
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
