import { m } from '#lib/paraglide/messages.js';
import type { Role } from '#lib/shared/actor.ts';

const NAMES: Record<Role, () => string> = {
	guest: m.auth_role_guest,
	user: m.auth_role_user,
	teacher: m.auth_role_teacher,
	agent: m.auth_role_agent,
	admin: m.auth_role_admin
};

export function roleName(role: Role): string {
	return NAMES[role]();
}
