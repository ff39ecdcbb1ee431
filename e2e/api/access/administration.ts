import { newId } from '../turn.ts';
import { newEmail, type Door } from './knock.ts';
import { ADMINISTRATORS } from './who.ts';

/** Switched off, as it is from the start. */
const FLAG_AS_IT_IS = {
	flag: 'answer-passages',
	version: '0',
	...{ 'role-guest': 'on', 'role-user': 'on', 'role-teacher': 'on', 'role-agent': 'on', 'role-admin': 'on' },
	percentage: '100',
	'weight-six': '100',
	'weight-three': '0',
	'weight-ten': '0'
};
const page = (address: string): Door => ({ to: ADMINISTRATORS, knock: () => ({ address }) });
/** Whoever works at the desk. */
const AGENTS = ['agent', 'admin'] as const;
const form = (address: string, fields: () => Record<string, string>, to = ADMINISTRATORS): Door => ({
	to,
	knock: () => ({ address, form: fields() })
});
/** What is not there: administrators are told so, in the same words as everybody. */
const ofNothing = (address: string): Door =>
	form(address, () => ({ id: newId(), email: 'nobody@example.org' }), []);

export const ADMINISTRATION_DOORS: Record<string, Door> = {
	'GET /admin/dashboard': { to: AGENTS, knock: () => ({ address: '/admin/dashboard' }) },
	'GET /api/desk/report': { to: AGENTS, knock: () => ({ address: '/api/desk/report' }) },
	'GET /admin/audit': page('/admin/audit'),
	'GET /admin/flags': page('/admin/flags'),
	'GET /admin/models': page('/admin/models'),
	'GET /api/models': page('/api/models'),
	'GET /admin/invitations': page('/admin/invitations'),
	'GET /admin/keys': page('/admin/keys'),
	'GET /admin/mail': page('/admin/mail'),
	'GET /admin/people': page('/admin/people'),
	// Nobody of this id: who may do it to whom is tried in the auth room.
	'GET /admin/people/[id]': { to: [], knock: () => ({ address: `/admin/people/${newId()}` }) },
	'POST /admin/people/[id]?/role': form(`/admin/people/${newId()}`, () => ({ role: 'teacher' }), []),
	'POST /admin/people/[id]?/close': form(`/admin/people/${newId()}`, () => ({}), []),
	'POST /admin/people/[id]?/open': form(`/admin/people/${newId()}`, () => ({}), []),
	'POST /admin/invitations?/create': form('/admin/invitations', () => ({ email: newEmail(), role: 'user' })),
	'POST /admin/invitations?/resend': ofNothing('/admin/invitations'),
	'POST /admin/invitations?/revoke': ofNothing('/admin/invitations'),
	'POST /admin/keys?/revoke': ofNothing('/admin/keys'),
	'POST /admin/flags?/change': form('/admin/flags', () => FLAG_AS_IT_IS)
};
