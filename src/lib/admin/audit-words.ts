// An audit event in words: `session.created` is a name for programs.
import { m } from '#lib/paraglide/messages.js';

const OUTCOMES = {
	allowed: m.audit_allowed,
	refused: m.audit_refused,
	failed: m.audit_failed
};

export function outcomeName(outcome: keyof typeof OUTCOMES): string {
	return OUTCOMES[outcome]();
}

/** `from: user, to: agent`; empty without details. */
export function detailsText(details: Record<string, string | number | boolean> | null): string {
	return Object.entries(details ?? {})
		.map(([name, value]) => `${name}: ${value}`)
		.join(', ');
}
