import { newId } from '../turn.ts';
import type { Door } from './knock.ts';
import { ADMINISTRATORS, EVERYBODY } from './who.ts';

const changeOfNothing: Door = {
	to: ADMINISTRATORS,
	isToNothing: true,
	knock: () => ({ address: `/admin/knowledge/${newId()}`, form: { kind: 'delete', base: 'a'.repeat(64) } })
};
const replayOfNothing: Door = {
	to: ADMINISTRATORS,
	isToNothing: true,
	knock: () => ({ address: `/admin/knowledge/${newId()}`, form: { replay: newId() } })
};

export const KNOWLEDGE_DOORS: Record<string, Door> = {
	'GET /knowledge/[id]': { to: EVERYBODY, knock: ({ documentId: id }) => ({ address: `/knowledge/${id}` }) },
	'GET /admin/knowledge': { to: ADMINISTRATORS, knock: () => ({ address: '/admin/knowledge' }) },
	'POST /admin/knowledge?/remove': {
		to: ADMINISTRATORS,
		isToNothing: true,
		knock: () => ({ address: '/admin/knowledge', form: { id: newId() } })
	},
	'POST /admin/knowledge?/again': {
		to: ADMINISTRATORS,
		knock: () => ({ address: '/admin/knowledge', form: {} })
	},
	'GET /admin/knowledge/[id]': {
		to: ADMINISTRATORS,
		knock: ({ documentId: id }) => ({ address: `/admin/knowledge/${id}` })
	},
	'POST /admin/knowledge/[id]?/try': changeOfNothing,
	'POST /admin/knowledge/[id]?/publishNow': changeOfNothing,
	'POST /admin/knowledge/[id]?/publish': replayOfNothing,
	'POST /admin/knowledge/[id]?/rollBack': replayOfNothing,
	// What is not there is discarded already.
	'POST /admin/knowledge/[id]?/discard': { to: ADMINISTRATORS, knock: replayOfNothing.knock },
	'GET /api/knowledge/replays/[id]': {
		to: ADMINISTRATORS,
		isToNothing: true,
		knock: () => ({ address: `/api/knowledge/replays/${newId()}` })
	},
	'GET /api/knowledge/index': { to: ADMINISTRATORS, knock: () => ({ address: '/api/knowledge/index' }) },
	'POST /api/knowledge/index': {
		to: ADMINISTRATORS,
		knock: () => ({ address: '/api/knowledge/index', json: {} })
	},
	'GET /api/knowledge/documents': { to: EVERYBODY, knock: () => ({ address: '/api/knowledge/documents' }) },
	'POST /api/knowledge/documents': {
		to: ADMINISTRATORS,
		knock: () => ({
			address: '/api/knowledge/documents',
			json: { name: 'matrix.md', mediaType: 'text/markdown', text: '# Doors\n\nWho may come in.' }
		})
	},
	'POST /api/knowledge/pages': {
		to: ADMINISTRATORS,
		knock: () => ({ address: '/api/knowledge/pages', json: { address: 'https://127.0.0.1/' } })
	},
	'GET /api/knowledge/documents/[id]': {
		to: EVERYBODY,
		knock: ({ documentId: id }) => ({ address: `/api/knowledge/documents/${id}` })
	},
	'DELETE /api/knowledge/documents/[id]': {
		to: ADMINISTRATORS,
		spends: true,
		knock: ({ documentId: id }) => ({ address: `/api/knowledge/documents/${id}` })
	},
	'GET /api/knowledge/documents/[id]/passage': {
		to: EVERYBODY,
		knock: ({ documentId: id }) => ({ address: `/api/knowledge/documents/${id}/passage?start=0&end=5` })
	},
	'GET /api/knowledge/documents/[id]/original': {
		to: EVERYBODY,
		knock: ({ documentId: id }) => ({ address: `/api/knowledge/documents/${id}/original` })
	},
	'GET /api/knowledge/ingests': { to: ADMINISTRATORS, knock: () => ({ address: '/api/knowledge/ingests' }) },
	'POST /api/knowledge/ingests': {
		to: ADMINISTRATORS,
		// Without a word in it: it ends soon.
		knock: () => ({ address: '/api/knowledge/ingests?name=matrix.txt', json: {} })
	},
	'GET /api/knowledge/ingests/[id]': {
		to: ADMINISTRATORS,
		isToNothing: true,
		knock: () => ({ address: `/api/knowledge/ingests/${newId()}` })
	},
	'DELETE /api/knowledge/ingests/[id]': {
		to: ADMINISTRATORS,
		knock: () => ({ address: `/api/knowledge/ingests/${newId()}` })
	},
	'POST /api/knowledge/ingests/[id]/retry': {
		to: ADMINISTRATORS,
		isToNothing: true,
		knock: () => ({ address: `/api/knowledge/ingests/${newId()}/retry`, json: {} })
	},
	'GET /api/knowledge/sites': { to: ADMINISTRATORS, knock: () => ({ address: '/api/knowledge/sites' }) },
	'DELETE /api/knowledge/sites/[id]': {
		to: ADMINISTRATORS,
		knock: () => ({ address: `/api/knowledge/sites/${newId()}` })
	},
	'POST /api/knowledge/sites/[id]/again': {
		to: ADMINISTRATORS,
		isToNothing: true,
		knock: () => ({ address: `/api/knowledge/sites/${newId()}/again`, json: {} })
	},
	'POST /api/knowledge/search': {
		to: EVERYBODY,
		knock: () => ({ address: '/api/knowledge/search', json: { query: 'lesson' } })
	}
};
