import { m } from '#lib/paraglide/messages.js';

const NAMES: Record<string, () => string> = {
	public: m.admin_audience_public,
	students: m.admin_audience_students,
	teachers: m.admin_audience_teachers,
	staff: m.admin_audience_staff
};

export function audienceName(audience: string): string {
	return NAMES[audience]?.() ?? audience;
}
