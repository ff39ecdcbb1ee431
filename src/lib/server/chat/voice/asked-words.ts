// What a tool asks the person, said aloud: the question that stands on its card, and of its fields those that are short enough to be listened to.
import { m } from '#lib/paraglide/messages.js';

const QUESTIONS: Record<string, () => string> = {
	execute_tool_chain: m.approval_chain,
	create_ticket: m.approval_create_ticket,
	update_ticket: m.approval_update_ticket
};
const FIELDS: Record<string, () => string> = {
	number: m.approval_number,
	subject: m.approval_subject,
	status: m.approval_status,
	priority: m.approval_priority
};
const LONGEST_FIELD = 120;

export function askedWords(toolName: string, input: unknown): string {
	const given = typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};
	const fields = Object.entries(FIELDS).flatMap(([name, title]) => {
		const value = given[name];
		const words = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
		return words === '' || words.length > LONGEST_FIELD
			? []
			: [`${title()}: ${words.replace(/[.!?]+$/u, '')}.`];
	});
	const question = QUESTIONS[toolName] ?? m.approval_other;
	return [question(), ...fields, m.calls_yes_or_no()].join(' ');
}
