import { newId } from '../turn.ts';
import type { Door, Who } from './knock.ts';
import { ADMINISTRATORS, EVERYBODY } from './who.ts';

const DESK: readonly Who[] = ['agent', 'admin'];
/** No ticket has it: whose real ones are is tried in the room of tickets. */
const NOBODYS = 999_999_999;
const NOBODY: readonly Who[] = [];
const page = (address: string, to: readonly Who[]): Door => ({ to, knock: () => ({ address }) });
const form = (address: string, to: readonly Who[], fields: () => Record<string, string>): Door => ({
	to,
	knock: () => ({ address, form: fields() })
});
const json = (address: string, to: readonly Who[], body: () => unknown): Door => ({
	to,
	knock: () => ({ address, json: body() })
});
const comment = () => ({ body: 'Hello', clientKey: newId() });
const reply = () => ({ title: newId(), body: 'Hello {requester}' });

export const TICKET_DOORS: Record<string, Door> = {
	'GET /tickets': page('/tickets', EVERYBODY),
	'GET /tickets/new': page('/tickets/new', EVERYBODY),
	'POST /tickets/new?/default': {
		...form('/tickets/new', EVERYBODY, () => ({
			subject: 'A door',
			description: 'Opens?',
			clientKey: newId()
		})),
		spends: true
	},
	'GET /tickets/[number]': page(`/tickets/${NOBODYS}`, NOBODY),
	'POST /tickets/[number]?/comment': form(`/tickets/${NOBODYS}`, NOBODY, comment),
	'POST /tickets/[number]?/solve': form(`/tickets/${NOBODYS}`, NOBODY, () => ({ version: '1' })),
	'POST /tickets/[number]?/rate': form(`/tickets/${NOBODYS}`, NOBODY, () => ({ rating: 'good' })),
	'GET /api/tickets': page('/api/tickets', EVERYBODY),
	'POST /api/tickets': {
		...json('/api/tickets', EVERYBODY, () => ({
			subject: 'A door',
			description: 'Opens?',
			clientKey: newId()
		})),
		spends: true
	},
	'POST /api/tickets/files': {
		to: EVERYBODY,
		spends: true,
		knock: () => ({ address: '/api/tickets/files', file: 'Hello' })
	},
	'GET /api/tickets/files/[id]': page(`/api/tickets/files/${newId()}`, NOBODY),
	'DELETE /api/tickets/files/[id]': page(`/api/tickets/files/${newId()}`, NOBODY),
	'PUT /api/tickets/[number]/presence': json(`/api/tickets/${NOBODYS}/presence`, NOBODY, () => ({
		isWriting: false
	})),
	'DELETE /api/tickets/[number]/presence': page(`/api/tickets/${NOBODYS}/presence`, DESK),
	'GET /api/tickets/[number]': page(`/api/tickets/${NOBODYS}`, NOBODY),
	'PATCH /api/tickets/[number]': json(`/api/tickets/${NOBODYS}`, NOBODY, () => ({
		version: 1,
		status: 'solved'
	})),
	'POST /api/tickets/[number]/comments': json(`/api/tickets/${NOBODYS}/comments`, NOBODY, comment),
	'POST /api/tickets/[number]/merge': json(`/api/tickets/${NOBODYS}/merge`, NOBODY, () => ({ into: 1 })),
	'PUT /api/tickets/[number]/rating': json(`/api/tickets/${NOBODYS}/rating`, NOBODY, () => ({
		rating: 'good'
	})),
	'POST /api/tickets/bulk': json('/api/tickets/bulk', DESK, () => ({
		numbers: [NOBODYS],
		changes: { team: 'X' }
	})),
	'GET /api/tickets/filters': page('/api/tickets/filters', DESK),
	'POST /api/tickets/filters': json('/api/tickets/filters', DESK, () => ({
		name: 'A door',
		query: 'status=open'
	})),
	'DELETE /api/tickets/filters/[id]': page(`/api/tickets/filters/${newId()}`, DESK),
	'GET /api/tickets/replies': page('/api/tickets/replies', DESK),
	'POST /api/tickets/replies': json('/api/tickets/replies', DESK, reply),
	'PATCH /api/tickets/replies/[id]': json(`/api/tickets/replies/${newId()}`, DESK, () => ({
		...reply(),
		version: 1
	})),
	'DELETE /api/tickets/replies/[id]': page(`/api/tickets/replies/${newId()}`, DESK),
	// Where there is no external desk, nobody speaks for one.
	'POST /api/tickets/inbound': json('/api/tickets/inbound', NOBODY, () => ({ id: newId(), number: 1 })),
	'GET /api/tickets/deliveries': page('/api/tickets/deliveries', ADMINISTRATORS),
	'POST /api/tickets/deliveries/[id]/replay': json(
		`/api/tickets/deliveries/${newId()}/replay`,
		NOBODY,
		() => ({})
	),
	'GET /admin/tickets': page('/admin/tickets', DESK),
	'POST /admin/tickets?/bulk': form('/admin/tickets', DESK, () => ({
		[`ticket-${NOBODYS}`]: 'on',
		addTag: 'x'
	})),
	'POST /admin/tickets?/save': form('/admin/tickets', DESK, () => ({ name: 'A door', query: 'status=open' })),
	'POST /admin/tickets?/remove': form('/admin/tickets', DESK, () => ({ id: newId() })),
	'GET /admin/tickets/[number]': page(`/admin/tickets/${NOBODYS}`, NOBODY),
	'POST /admin/tickets/[number]?/change': form(`/admin/tickets/${NOBODYS}`, NOBODY, () => ({
		...{ version: '1', status: 'solved', addTags: '', removeTags: '' }
	})),
	'POST /admin/tickets/[number]?/comment': form(`/admin/tickets/${NOBODYS}`, NOBODY, comment),
	'POST /admin/tickets/[number]?/merge': form(`/admin/tickets/${NOBODYS}`, NOBODY, () => ({ into: '1' })),
	'GET /admin/tickets/replies': page('/admin/tickets/replies', DESK),
	'POST /admin/tickets/replies?/add': form('/admin/tickets/replies', DESK, reply),
	'POST /admin/tickets/replies?/change': form('/admin/tickets/replies', DESK, () => ({
		...{ ...reply(), id: newId(), version: '1' }
	})),
	'POST /admin/tickets/replies?/remove': form('/admin/tickets/replies', DESK, () => ({ id: newId() })),
	'GET /admin/deliveries': page('/admin/deliveries', ADMINISTRATORS),
	'POST /admin/deliveries?/replay': form('/admin/deliveries', NOBODY, () => ({ id: newId() }))
};
