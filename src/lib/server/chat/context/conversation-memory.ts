// What a model, and somebody who takes over, is given of a conversation: its summary and the newest messages that fit a budget.
import type { RollingContext } from './rolling-context.ts';

/** About four characters a token, for every language that is written in letters. */
const CHARACTERS_OF_A_TOKEN = 4;

type Said = { role: string; text: string };

export interface MemorisedConversation<Message = Said> {
	summary: string;
	recentMessages: Message[];
	activeTopics: string[];
	resolvedIssues: string[];
	openQuestion: string | null;
	lastSummaryAt: number | null;
	ttl: number | null;
}

/** What the newest messages may take, with a text that is given in any case. */
export interface Budget {
	tokens: number;
	besides?: string;
}

/** `recent`: newest last; as many of the newest as fit are given, beginning with a question. Reads no more of it than that. */
export function getContext<Message extends Said>(
	context: RollingContext | undefined,
	recent: readonly Message[],
	{ tokens, besides = '' }: Budget
): MemorisedConversation<Message> {
	let left = tokens * CHARACTERS_OF_A_TOKEN - besides.length;
	let from = recent.length;
	while (from > 0) {
		left -= recent[from - 1]?.text.length ?? 0;
		if (left < 0) break;
		from--;
	}
	while (from > 0 && from < recent.length && recent[from]?.role !== 'user') from++;
	return {
		summary: context?.summary ?? '',
		recentMessages: recent.slice(from),
		activeTopics: context?.activeTopics.map(({ name }) => name) ?? [],
		resolvedIssues: context?.resolvedIssues ?? [],
		openQuestion: context?.openQuestion ?? null,
		lastSummaryAt: context?.lastSummaryAt ?? null,
		ttl: context?.ttl ?? null
	};
}

/** undefined once its time is over. */
export function cleanup(context: RollingContext | undefined, now: number): RollingContext | undefined {
	return context === undefined || now - context.lastSummaryAt > context.ttl ? undefined : context;
}
