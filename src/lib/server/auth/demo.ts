// The people of the demo school. Everybody who enters as one of them shares that account, which the page says.
import type { Role } from '#lib/shared/actor.ts';

export type DemoRole = Exclude<Role, 'guest'>;

export const DEMO_PEOPLE: Record<DemoRole, { id: string; displayName: string }> = {
	user: { id: '00000000-0000-4000-8000-000000000001', displayName: 'Sam, a student' },
	teacher: { id: '00000000-0000-4000-8000-000000000002', displayName: 'Tess, a teacher' },
	agent: { id: '00000000-0000-4000-8000-000000000003', displayName: 'Alex at the front desk' },
	admin: { id: '00000000-0000-4000-8000-000000000004', displayName: 'Ada, the administrator' }
};
