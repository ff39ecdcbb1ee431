// Who a document is for, and who may read it. Each audience includes those before it.
import { z } from 'zod';
import type { Role } from '#lib/shared/actor.ts';

export const Audience = z.enum(['public', 'students', 'teachers', 'staff']);
export type Audience = z.infer<typeof Audience>;

const READABLE: Record<Role, readonly Audience[]> = {
	guest: ['public'],
	user: ['public', 'students'],
	teacher: ['public', 'students', 'teachers'],
	agent: ['public', 'students', 'teachers', 'staff'],
	admin: ['public', 'students', 'teachers', 'staff']
};

export function readableAudiences(role: Role): readonly Audience[] {
	return READABLE[role];
}
