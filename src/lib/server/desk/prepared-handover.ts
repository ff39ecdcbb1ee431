// The prepared hand-over: what whoever takes a conversation over is given so that nobody has to tell their story twice, and a reply they
// could send. Read beside the conversation, never before it: a claim waits for none of this. Only for those who may take conversations.
import { requirePermission, type Actor } from '#lib/shared/actor.ts';
import { activePath } from '#lib/shared/conversation/branches.ts';
import type { ConversationMessage } from '#lib/shared/conversation/message.ts';
import type { PreparedHandover, SuggestedReply } from '#lib/shared/prepared-handover.ts';
import type { AnswerModels } from '../ai/index.ts';
import type { Chat } from '../chat/index.ts';
import type { Database } from '../platform/index.ts';
import type { RegisteredTool } from '../tools/index.ts';
import { describePerson, findPersonOf } from './prepared-person.ts';
import { conversationUpTo, openQuestionOf } from './prepared-question.ts';
import { writeReply } from './prepared-reply.ts';

/** As many of the newest messages as one page of history holds. */
const MESSAGES_READ = 100;

export interface PreparedHandovers {
	/** Throws `forbidden` for whoever may not take conversations, `not-found` where there is none. */
	read(actor: Actor, conversationId: string): Promise<PreparedHandover>;
	/** Throws `unavailable` when the model fails. Stores nothing and sends nothing. */
	suggest(actor: Actor, conversationId: string, signal: AbortSignal): Promise<SuggestedReply>;
}

export interface PreparedHandoverDependencies {
	database: Database;
	chat: Pick<Chat, 'messages' | 'rollingContext'>;
	answerModels: () => AnswerModels;
	search: RegisteredTool;
	schoolName: string;
}

export function createPreparedHandovers(dependencies: PreparedHandoverDependencies): PreparedHandovers {
	const { database, chat, answerModels, search, schoolName } = dependencies;

	async function branchOf(actor: Actor, conversationId: string): Promise<ConversationMessage[]> {
		const { conversation, messages } = await chat.messages(actor, conversationId, { limit: MESSAGES_READ });
		return activePath(Object.fromEntries(messages.map((one) => [one.id, one])), conversation.headId);
	}

	return {
		async read(actor, conversationId) {
			requirePermission(actor, 'take:conversation');
			const [branch, context, person] = await Promise.all([
				branchOf(actor, conversationId),
				chat.rollingContext(actor, conversationId),
				findPersonOf(database, conversationId)
			]);
			return {
				summary: context?.summary.split('\n').filter((line) => line !== '') ?? [],
				openQuestion: openQuestionOf(branch),
				resolved: context?.resolvedIssues ?? [],
				topics: context?.activeTopics.map(({ name }) => name) ?? [],
				tried: context?.tried ?? [],
				sentiment: context?.sentiment ?? null,
				person: person === undefined ? null : await describePerson(database, actor, person, conversationId)
			};
		},
		async suggest(actor, conversationId, signal) {
			requirePermission(actor, 'take:conversation');
			const [branch, person] = await Promise.all([
				branchOf(actor, conversationId),
				findPersonOf(database, conversationId)
			]);
			const question = openQuestionOf(branch);
			const models = answerModels();
			if (question === null)
				return { question: null, text: '', citations: [], leftOut: 0, confidence: 0, model: models[0].label };
			return writeReply({
				...{ conversationId, question: question.text, answerModels: models, search, schoolName, signal },
				messages: conversationUpTo(branch, question),
				reader: { userId: person?.id ?? '', role: person?.role ?? 'guest', via: 'system' }
			});
		}
	};
}
