// The tool get_user_context: what was said before, in this conversation and in others of the same person, and what of theirs is open. What
// lies in other rooms is asked for through what the composition root gives.
import { z } from 'zod';
import type { Actor } from '#lib/shared/actor.ts';
import type { Logger } from '../../observability/index.ts';
import type { Clock, Database } from '../../platform/index.ts';
import { defineTool, type RegisteredTool } from '../../tools/index.ts';
import { readUserContexts, requireOwnConversation, type KeptOfConversation } from './user-contexts.ts';

const Parameters = z.object({
	session_id: z
		.string()
		.trim()
		.min(1)
		.max(100)
		.optional()
		.describe('The id of another conversation of this person. Left out: this one.')
});

export interface UserContextAnswer extends Omit<KeptOfConversation, 'lastSummaryAt'> {
	/** ISO 8601; null where nothing is kept of the conversation. */
	lastSummaryAt: string | null;
	/** What the person's other conversations said, newest first. */
	otherConversations: (Pick<KeptOfConversation, 'summary' | 'openQuestion'> & {
		sessionId: string;
		title: string;
		lastSummaryAt: string;
	})[];
	openTickets: number;
	/** Left out for whoever has none. */
	recentRecordings?: RecentRecording[];
}

export interface RecentRecording {
	id: string;
	title: string;
}

export interface UserContextToolDependencies {
	database: Database;
	clock: Clock;
	log: Logger;
	openTickets: (actor: Actor) => Promise<number>;
	/** undefined for an actor who has no recordings to read. */
	recentRecordings: (actor: Actor) => Promise<RecentRecording[] | undefined>;
}

const NOTHING = { summary: '', activeTopics: [], resolvedIssues: [], openQuestion: null };

export function createUserContextTool(dependencies: UserContextToolDependencies): RegisteredTool {
	return defineTool<z.infer<typeof Parameters>, UserContextAnswer>(
		{
			name: 'get_user_context',
			description:
				'What was said before: a summary of this conversation (or of another of this person), its topics, what is settled and what is open, what their other conversations said lately, how many of their tickets are open and their latest recordings. Call it when they refer to earlier talks.',
			parameters: Parameters,
			permission: 'read:conversation',
			timeoutMs: 5_000,
			confirmation: 'never',
			async execute({ session_id: asked }, { actor, conversationId }) {
				if (asked !== undefined && asked !== conversationId)
					await requireOwnConversation(dependencies, actor, asked);
				const [{ conversation, others }, openTickets, recordings] = await Promise.all([
					readUserContexts(dependencies, actor, asked ?? conversationId),
					dependencies.openTickets(actor),
					dependencies.recentRecordings(actor)
				]);
				const { summary, activeTopics, resolvedIssues, openQuestion } = conversation ?? NOTHING;
				return {
					...{ summary, activeTopics, resolvedIssues, openQuestion, openTickets },
					lastSummaryAt: conversation === undefined ? null : iso(conversation.lastSummaryAt),
					otherConversations: others.map((other) => ({
						...{ sessionId: other.conversationId, title: other.title, summary: other.summary },
						...{ openQuestion: other.openQuestion, lastSummaryAt: iso(other.lastSummaryAt) }
					})),
					...(recordings === undefined ? {} : { recentRecordings: recordings })
				};
			}
		},
		dependencies
	);
}

const iso = (at: number): string => new Date(at).toISOString();
