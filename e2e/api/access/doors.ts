// Who may come to which door: the whole of it, said once more and independently of the product's own rules.
import { ACCOUNT_DOORS } from './accounts.ts';
import { ADMINISTRATION_DOORS } from './administration.ts';
import { CONVERSATION_DOORS } from './conversations.ts';
import { KNOWLEDGE_DOORS } from './knowledge.ts';
import type { Door } from './knock.ts';
import { RECORDING_DOORS } from './recordings.ts';
import { TICKET_DOORS } from './tickets.ts';
import { TRANSCRIPT_DOORS } from './transcripts.ts';
import { EVERYBODY } from './who.ts';

export const DOORS: Record<string, Door> = {
	...ACCOUNT_DOORS,
	...ADMINISTRATION_DOORS,
	...CONVERSATION_DOORS,
	...KNOWLEDGE_DOORS,
	...RECORDING_DOORS,
	...TICKET_DOORS,
	...TRANSCRIPT_DOORS,
	'GET /manifest.webmanifest': { to: EVERYBODY, knock: () => ({ address: '/manifest.webmanifest' }) },
	'GET /api/health': { to: EVERYBODY, knock: () => ({ address: '/api/health' }) },
	'POST /theme': {
		to: EVERYBODY,
		knock: () => ({
			address: '/theme',
			form: { back: '/', from: 'dark' },
			headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }
		})
	}
};
