import { m } from '#lib/paraglide/messages.js';
import type { KeyScope } from '#lib/shared/actor.ts';

const WORDS: Record<KeyScope, () => string> = {
	'conversations:read': m.keys_scope_conversations_read,
	'conversations:write': m.keys_scope_conversations_write,
	'handovers:read': m.keys_scope_handovers_read,
	'handovers:write': m.keys_scope_handovers_write,
	'knowledge:read': m.keys_scope_knowledge_read,
	'knowledge:write': m.keys_scope_knowledge_write,
	'recordings:read': m.keys_scope_recordings_read,
	'recordings:write': m.keys_scope_recordings_write,
	'tickets:read': m.keys_scope_tickets_read,
	'tickets:write': m.keys_scope_tickets_write,
	'people:read': m.keys_scope_people_read,
	'people:write': m.keys_scope_people_write,
	'audit:read': m.keys_scope_audit_read
};

export function scopeWords(scope: KeyScope): string {
	return WORDS[scope]();
}
