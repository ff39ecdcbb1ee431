import { newId } from '../turn.ts';
import type { Door, Who } from './knock.ts';
import { ADMINISTRATORS, EVERYBODY, PERSONS } from './who.ts';

/** Agents and administrators read everybody's conversations; what is done in one is its owner's alone. */
const READERS: Who[] = ['agent', 'admin'];
const NOBODY: Who[] = [];

export const CONVERSATION_DOORS: Record<string, Door> = {
	'GET /': { to: EVERYBODY, knock: () => ({ address: '/' }) },
	'POST /?/ask': { to: EVERYBODY, spends: true, knock: () => ({ address: '/', form: { message: 'Hello' } }) },
	'GET /c/[id]': {
		own: PERSONS,
		others: READERS,
		knock: ({ conversationId: id }) => ({ address: `/c/${id}` })
	},
	'POST /c/[id]?/ask': {
		own: PERSONS,
		others: NOBODY,
		spends: true,
		knock: ({ conversationId: id }) => ({ address: `/c/${id}`, form: { message: 'Hello again' } })
	},
	'GET /search': { to: EVERYBODY, knock: () => ({ address: '/search?q=hello' }) },
	'POST /api/chat': {
		own: PERSONS,
		others: NOBODY,
		spends: true,
		knock: ({ conversationId }) => ({
			address: '/api/chat',
			json: { conversationId, message: 'Hello again' }
		})
	},
	'POST /api/chat/[id]/edit': {
		own: PERSONS,
		others: NOBODY,
		spends: true,
		knock: ({ conversationId: id, questionId: messageId }) => ({
			address: `/api/chat/${id}/edit`,
			json: { messageId, message: 'Good day' }
		})
	},
	'POST /api/chat/[id]/retry': {
		own: PERSONS,
		others: NOBODY,
		spends: true,
		knock: ({ conversationId: id, messageId }) => ({ address: `/api/chat/${id}/retry`, json: { messageId } })
	},
	'POST /api/chat/[id]/claim': {
		own: READERS,
		others: READERS,
		spends: true,
		knock: ({ conversationId: id }) => ({ address: `/api/chat/${id}/claim`, json: {} })
	},
	'POST /api/chat/[id]/release': {
		own: READERS,
		others: READERS,
		knock: ({ conversationId: id }) => ({ address: `/api/chat/${id}/release`, json: { position: 1 } })
	},
	'POST /api/chat/[id]/agent-messages': {
		own: READERS,
		others: READERS,
		knock: ({ conversationId: id }) => ({
			address: `/api/chat/${id}/agent-messages`,
			json: { position: 1, clientMessageId: newId(), message: 'Hello, this is the front desk' }
		})
	},
	'GET /api/chat/[id]/notes': {
		own: NOBODY,
		others: READERS,
		knock: ({ conversationId: id }) => ({ address: `/api/chat/${id}/notes` })
	},
	'POST /api/chat/[id]/notes': {
		own: NOBODY,
		others: READERS,
		knock: ({ conversationId: id }) => ({
			address: `/api/chat/${id}/notes`,
			json: { id: newId(), text: 'Called back' }
		})
	},
	'POST /api/chat/[id]/handover': {
		own: PERSONS,
		others: NOBODY,
		knock: ({ conversationId: id }) => ({ address: `/api/chat/${id}/handover`, json: {} })
	},
	'DELETE /api/chat/[id]/handover': {
		own: PERSONS,
		others: NOBODY,
		knock: ({ conversationId: id }) => ({ address: `/api/chat/${id}/handover`, method: 'DELETE' })
	},
	'GET /api/chat/[id]/queue': {
		own: PERSONS,
		others: READERS,
		knock: ({ conversationId: id }) => ({ address: `/api/chat/${id}/queue` })
	},
	'POST /api/chat/[id]/approve': {
		own: NOBODY,
		others: NOBODY,
		knock: ({ conversationId: id }) => ({
			address: `/api/chat/${id}/approve`,
			json: { toolCallId: newId(), approved: true }
		})
	},
	'POST /api/chat/[id]/stop': {
		own: PERSONS,
		others: NOBODY,
		knock: ({ conversationId: id }) => ({ address: `/api/chat/${id}/stop`, json: {} })
	},
	'GET /api/chat/[id]/stream': {
		own: PERSONS,
		others: READERS,
		knock: ({ conversationId: id }) => ({ address: `/api/chat/${id}/stream?after=0` })
	},
	'GET /api/chat/[id]/live': {
		own: PERSONS,
		others: READERS,
		knock: ({ conversationId: id }) => ({ address: `/api/chat/${id}/live`, isUpgrade: true })
	},
	'GET /api/chat/[id]/voice': {
		own: PERSONS,
		others: NOBODY,
		knock: ({ conversationId: id }) => ({ address: `/api/chat/${id}/voice`, isUpgrade: true })
	},
	// The media server calls here: the secret in the address is what lets it in, and asking without a socket tells nobody whether it holds.
	'GET /api/chat/[id]/voice/media/[secret]': {
		to: EVERYBODY,
		knock: () => ({ address: `/api/chat/${newId()}/voice/media/${'s'.repeat(43)}` })
	},
	'POST /api/chat/[id]/voice': {
		own: PERSONS,
		others: NOBODY,
		// A visitor becomes a guest.
		spends: true,
		knock: ({ conversationId: id }) => ({ address: `/api/chat/${id}/voice`, json: {} })
	},
	'PUT /api/chat/[id]/messages/[messageId]/rating': {
		own: PERSONS,
		others: NOBODY,
		knock: ({ conversationId: id, messageId }) => ({
			address: `/api/chat/${id}/messages/${messageId}/rating`,
			json: { value: 'up' }
		})
	},
	'GET /api/chat/search': { to: EVERYBODY, knock: () => ({ address: '/api/chat/search?q=hello' }) },
	'GET /api/chat/sessions': { to: EVERYBODY, knock: () => ({ address: '/api/chat/sessions' }) },
	'GET /api/chat/sessions/tags': { to: EVERYBODY, knock: () => ({ address: '/api/chat/sessions/tags' }) },
	'GET /api/chat/sessions/[id]': {
		own: PERSONS,
		others: READERS,
		knock: ({ conversationId: id }) => ({ address: `/api/chat/sessions/${id}` })
	},
	'GET /api/chat/sessions/[id]/messages': {
		own: PERSONS,
		others: READERS,
		knock: ({ conversationId: id }) => ({ address: `/api/chat/sessions/${id}/messages` })
	},
	'PATCH /api/chat/sessions/[id]': {
		own: PERSONS,
		others: NOBODY,
		knock: ({ conversationId: id }) => ({ address: `/api/chat/sessions/${id}`, json: { title: 'Mine' } })
	},
	'DELETE /api/chat/sessions/[id]': {
		own: PERSONS,
		others: ['admin'],
		spends: true,
		knock: ({ conversationId: id }) => ({ address: `/api/chat/sessions/${id}` })
	},
	'POST /api/chat/[id]/share': {
		own: PERSONS,
		others: NOBODY,
		knock: ({ conversationId: id }) => ({ address: `/api/chat/${id}/share`, json: {} })
	},
	'GET /api/chat/[id]/share': {
		own: PERSONS,
		others: NOBODY,
		knock: ({ conversationId: id }) => ({ address: `/api/chat/${id}/share` })
	},
	'DELETE /api/chat/[id]/share': {
		own: PERSONS,
		others: NOBODY,
		knock: ({ conversationId: id }) => ({ address: `/api/chat/${id}/share` })
	},
	'GET /api/chat/[id]/export': {
		own: PERSONS,
		others: READERS,
		knock: ({ conversationId: id }) => ({ address: `/api/chat/${id}/export?format=md` })
	},
	'POST /api/attachments': {
		to: EVERYBODY,
		spends: true,
		knock: () => ({ address: `/api/attachments?conversationId=${newId()}`, file: 'Hello' })
	},
	// Nobody has this file. Whose real ones are is tried where the room is tested.
	'GET /api/attachments/[id]': { to: NOBODY, knock: () => ({ address: `/api/attachments/${newId()}` }) },
	'DELETE /api/attachments/[id]': { to: NOBODY, knock: () => ({ address: `/api/attachments/${newId()}` }) },
	// Nobody has this link: for everybody it is one that has ended. Who has a real one is tried where sharing is tested.
	'GET /api/shared/[token]': { to: NOBODY, knock: () => ({ address: `/api/shared/${newId()}` }) },
	'POST /api/shared/[token]/import': {
		to: NOBODY,
		spends: true,
		knock: () => ({ address: `/api/shared/${newId()}/import`, json: { key: newId() } })
	},
	'GET /shared/[token]': { to: NOBODY, knock: () => ({ address: `/shared/${newId()}` }) },
	'POST /shared/[token]?/default': {
		to: NOBODY,
		spends: true,
		knock: () => ({ address: `/shared/${newId()}`, form: { key: newId() } })
	},
	'GET /admin/desk': { to: READERS, knock: () => ({ address: '/admin/desk' }) },
	'GET /admin/desk/people': { to: ADMINISTRATORS, knock: () => ({ address: '/admin/desk/people' }) },
	'POST /admin/desk/people?/change': {
		to: ADMINISTRATORS,
		isToNothing: true,
		knock: () => ({
			address: '/admin/desk/people',
			form: { id: newId(), capacity: '2', skills: 'pricing, de' }
		})
	},
	'GET /admin/desk/[id]': {
		own: READERS,
		others: READERS,
		knock: ({ conversationId: id }) => ({ address: `/admin/desk/${id}` })
	},
	'GET /api/desk': { to: READERS, knock: () => ({ address: '/api/desk' }) },
	'PUT /api/desk/presence': {
		to: READERS,
		knock: () => ({ address: '/api/desk/presence', json: { status: 'away' } })
	},
	'PUT /api/desk/agents/[id]': {
		to: ADMINISTRATORS,
		isToNothing: true,
		knock: () => ({ address: `/api/desk/agents/${newId()}`, json: { capacity: 1 } })
	},
	'GET /api/desk/[id]/prepared': {
		own: READERS,
		others: READERS,
		knock: ({ conversationId: id }) => ({ address: `/api/desk/${id}/prepared` })
	},
	'POST /api/desk/[id]/suggestion': {
		own: READERS,
		others: READERS,
		knock: ({ conversationId: id }) => ({ address: `/api/desk/${id}/suggestion`, json: {} })
	},
	'GET /admin/feedback': { to: READERS, knock: () => ({ address: '/admin/feedback' }) },
	'POST /admin/feedback?/review': {
		to: ADMINISTRATORS,
		isToNothing: true,
		knock: ({ messageId }) => ({
			address: '/admin/feedback',
			form: { messageId, personId: newId(), updatedAt: '1', isReviewed: 'true' }
		})
	}
};
