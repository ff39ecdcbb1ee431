import { newEmail, type Door } from './knock.ts';
import { newId } from '../turn.ts';
import { ACCOUNTS, EVERYBODY, PERSONS } from './who.ts';

const PASSWORD = 'four bars of rest';
const TOKEN = 'x'.repeat(43);
const page = (address: string): Door => ({ to: EVERYBODY, knock: () => ({ address }) });
const ownPage = (address: string): Door => ({ to: ACCOUNTS, knock: () => ({ address }) });
const form = (address: string, fields: Record<string, string>, to = EVERYBODY): Door => ({
	to,
	spends: true,
	knock: () => ({ address, form: fields })
});
/** The accounts of a demo are everybody's: what would change one is refused to all. Real accounts are tried in the auth room. */
const notInDemo = (address: string, fields: Record<string, string> = {}): Door => form(address, fields, []);
const ownForm = (address: string, fields: Record<string, string> = {}): Door =>
	form(address, fields, ACCOUNTS);

export const ACCOUNT_DOORS: Record<string, Door> = {
	'GET /sign-in': page('/sign-in'),
	'GET /sign-in/code': page('/sign-in/code'),
	'GET /sign-up': page('/sign-up'),
	'GET /sign-out': page('/sign-out'),
	'GET /demo': page('/demo'),
	'GET /forgot-password': page('/forgot-password'),
	'GET /reset-password': page(`/reset-password?token=${TOKEN}`),
	'GET /verify-email': page(`/verify-email?token=${TOKEN}`),
	'GET /invitation': page(`/invitation?token=${TOKEN}`),
	// Nobody has this receipt.
	'GET /account-deleted': { to: [], knock: () => ({ address: '/account-deleted' }) },
	'POST /sign-in/code?/default': { ...form('/sign-in/code', { code: '123456' }), to: [] },
	'POST /sign-in?/default': {
		...form('/sign-in', { email: 'nobody@example.org', password: PASSWORD }),
		to: []
	},
	'POST /sign-up?/default': {
		to: ['visitor', 'guest', ...ACCOUNTS],
		spends: true,
		knock: () => ({ address: '/sign-up', form: { email: newEmail(), password: PASSWORD } })
	},
	'POST /sign-out?/default': form('/sign-out', { scope: 'here' }),
	'POST /demo?/default': form('/demo', { role: 'user' }),
	'POST /forgot-password?/default': form('/forgot-password', { email: 'nobody@example.org' }),
	'POST /reset-password?/default': form('/reset-password', { token: TOKEN, newPassword: PASSWORD }, []),
	'POST /verify-email?/default': form('/verify-email', { token: TOKEN }, []),
	// A link that opens nothing; whoever has an account is told before that they have one.
	'POST /invitation?/accept': form(
		'/invitation',
		{ token: TOKEN, displayName: 'A', password: PASSWORD },
		ACCOUNTS
	),
	'POST /invitation?/join': form('/invitation', { token: TOKEN }, []),
	'GET /account': ownPage('/account'),
	'GET /account/confirm': ownPage('/account/confirm'),
	'GET /account/delete': { to: [], knock: () => ({ address: '/account/delete' }) },
	'GET /account/email': ownPage('/account/email'),
	'GET /account/keys': ownPage('/account/keys'),
	'GET /account/keys/new': ownPage('/account/keys/new'),
	'GET /account/password': ownPage('/account/password'),
	'GET /account/security': ownPage('/account/security'),
	'GET /account/security/second-factor': ownPage('/account/security/second-factor'),
	'POST /account/keys/new?/default': ownForm('/account/keys/new', {
		name: 'Matrix',
		'knowledge:read': 'on',
		lifetime: '7'
	}),
	// A key that is not there: everybody is told so.
	'POST /account/keys?/revoke': { ...ownForm('/account/keys', { id: newId() }), to: [] },
	'GET /api/keys': { to: PERSONS, knock: () => ({ address: '/api/keys' }) },
	'POST /api/keys': {
		to: ACCOUNTS,
		knock: () => ({
			address: '/api/keys',
			json: { name: 'Matrix', scopes: ['knowledge:read'], expiresInDays: 1 }
		})
	},
	'DELETE /api/keys/[id]': { to: [], knock: () => ({ address: `/api/keys/${newId()}` }) },
	'POST /account/confirm?/default': ownForm('/account/confirm', { password: 'wrong' }),
	// Without the typed confirmation: nobody is deleted by this.
	'POST /account/delete?/default': notInDemo('/account/delete', { confirmation: 'no' }),
	'POST /account/email?/change': notInDemo('/account/email', { email: 'somebody@example.org' }),
	'POST /account/email?/cancel': notInDemo('/account/email'),
	'POST /account/email?/verify': notInDemo('/account/email'),
	'POST /account/password?/default': notInDemo('/account/password', {
		currentPassword: 'wrong',
		newPassword: PASSWORD
	}),
	// A session that is not there.
	'POST /account/security?/end': form('/account/security', { id: '0'.repeat(64) }, []),
	'POST /account/security?/end-others': form('/account/security', {}, PERSONS),
	'POST /account/security/second-factor?/begin': notInDemo('/account/security/second-factor'),
	'POST /account/security/second-factor?/confirm': notInDemo('/account/security/second-factor', {
		code: '123456'
	}),
	'POST /account/security/second-factor?/renew': notInDemo('/account/security/second-factor'),
	'POST /account/security/second-factor?/turn-off': ownForm('/account/security/second-factor')
};
