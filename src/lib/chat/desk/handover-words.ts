// The prepared hand-over in words.
import { m } from '#lib/paraglide/messages.js';
import type { Role } from '#lib/shared/actor.ts';
import type { PreparedHandover } from '#lib/shared/prepared-handover.ts';

const TOOLS: Readonly<Record<string, () => string>> = {
	search_knowledge_base: m.handover_tool_search,
	create_ticket: m.handover_tool_create_ticket,
	get_ticket: m.handover_tool_get_ticket,
	update_ticket: m.handover_tool_update_ticket,
	get_performance_analysis: m.handover_tool_analysis,
	get_user_context: m.handover_tool_context,
	hand_over: m.handover_tool_hand_over
};

/** A tool without words of its own is called by its name. */
export const toolDone = (toolName: string): string => TOOLS[toolName]?.() ?? toolName;

interface TriedTool {
	toolName: string;
	worked: number;
	failed: number;
}

/** Each tool once, in the order of first use. */
export function triedTools(tried: PreparedHandover['tried']): TriedTool[] {
	const tools = new Map<string, TriedTool>();
	for (const { toolName, success } of tried) {
		const tool = tools.get(toolName) ?? { toolName, worked: 0, failed: 0 };
		tools.set(toolName, {
			...tool,
			...(success ? { worked: tool.worked + 1 } : { failed: tool.failed + 1 })
		});
	}
	return [...tools.values()];
}

/** `value`: -1 .. 1. The middle is wide: most messages are neither. */
export function moodOf(value: number): string {
	if (value <= -0.5) return m.handover_mood_angry();
	if (value <= -0.15) return m.handover_mood_unhappy();
	if (value < 0.15) return m.handover_mood_even();
	return value < 0.5 ? m.handover_mood_friendly() : m.handover_mood_delighted();
}

const ROLES: Record<Role, () => string> = {
	guest: m.handover_role_guest,
	user: m.handover_role_user,
	teacher: m.handover_role_teacher,
	agent: m.handover_role_agent,
	admin: m.handover_role_admin
};
export const roleName = (role: Role): string => ROLES[role]();

const LANGUAGES = new Intl.DisplayNames(['en'], { type: 'language' });

export function languageName(code: string): string {
	try {
		return LANGUAGES.of(code) ?? code;
	} catch {
		return code;
	}
}
