// What a token says of its person, as far as it is believed: who they are to their house, what to call them, and, where the
// deployment says so, what they may be here.
import { z } from 'zod';
import type { Role } from '#lib/shared/actor.ts';
import { Role as RoleSchema } from '#lib/shared/actor.ts';

/** Standard claims, and where Supabase keeps a name. */
const Claims = z.looseObject({
	sub: z.string().min(1).max(255),
	name: z.unknown().optional(),
	user_metadata: z.unknown().optional()
});

export interface TokenPerson {
	subject: string;
	displayName: string | null;
	/** undefined: the token has no say in it. */
	role: Exclude<Role, 'guest'> | undefined;
}

export interface RoleRule {
	/** A claim's own name, or the path to it by dots. Left out, no token says what its person may be. */
	claim: string | undefined;
	/** Whether a token can make agents and administrators. */
	isStaffAllowed: boolean;
}

/** undefined when the payload names nobody. */
export function personIn(payload: unknown, rule: RoleRule): TokenPerson | undefined {
	const parsed = Claims.safeParse(payload);
	if (!parsed.success) return undefined;
	const { sub, name, user_metadata: metadata } = parsed.data;
	return {
		subject: sub,
		displayName:
			nameFrom(name) ?? nameFrom(at(metadata, 'full_name')) ?? nameFrom(at(metadata, 'name')) ?? null,
		role:
			rule.claim === undefined ? undefined : roleFrom(claimAt(parsed.data, rule.claim), rule.isStaffAllowed)
	};
}

/** What names no role of ours, or one that tokens may not give, is a plain user. */
function roleFrom(value: unknown, isStaffAllowed: boolean): Exclude<Role, 'guest'> {
	const role = RoleSchema.exclude(['guest']).safeParse(value).data ?? 'user';
	const isStaff = role === 'agent' || role === 'admin';
	return isStaff && !isStaffAllowed ? 'user' : role;
}

/** Names with dots in them (https://school.example/role) are names first. */
function claimAt(payload: object, path: string): unknown {
	return Object.hasOwn(payload, path) ? at(payload, path) : path.split('.').reduce<unknown>(at, payload);
}

function at(value: unknown, name: string): unknown {
	if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
	return (value as Record<string, unknown>)[name];
}

/** Controls, lone surrogates and marks that turn the direction of text have no place in a name. */
function nameFrom(value: unknown): string | undefined {
	if (typeof value !== 'string') return undefined;
	const name = value
		.replace(/[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	return name === '' ? undefined : Array.from(name).slice(0, 80).join('').trim();
}
