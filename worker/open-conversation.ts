// A conversation over its object's storage, with everything a deployment gives it.
import {
	createConversation,
	createDatabaseProjection,
	createObjectArchive,
	readTopics,
	type Conversation,
	type ConversationDependencies
} from '#lib/server/chat/index.ts';
import { createStaffCheck } from '#lib/server/auth/index.ts';
import type { RunInBackground } from '#lib/server/observability/index.ts';
import { createJobs, type Bindings } from '#lib/server/platform/index.ts';
import type { Services } from '#lib/server/services.ts';
import { newId } from '#lib/shared/ids.ts';
import { conversationStorage } from './conversation-storage.ts';

type Hooks = Pick<ConversationDependencies, 'sockets' | 'call' | 'onErased' | 'onLeft'>;

export function openConversation(
	ctx: DurableObjectState,
	env: Bindings,
	services: Services,
	runInBackground: RunInBackground,
	hooks: Hooks
): Conversation {
	const { settings, database, flags } = services;
	const { clock, log, answerModels, spokenAnswerModels, smallModels, tools, attachments, retention } =
		services;
	// Objects are found by their conversation's id.
	const name = ctx.id.name ?? '';
	return createConversation({
		...{ name, clock, log, newId, answerModels, spokenAnswerModels, smallModels },
		...{ tools, attachments, retention },
		storage: conversationStorage(ctx.storage),
		variantsFor: (actor) => flags.variantsFor(actor),
		schoolName: settings.SCHOOL_NAME,
		unsupportedSentences: settings.UNSUPPORTED_SENTENCES,
		mayAnswer: createStaffCheck(database),
		hours: services.supportHours,
		policyTopics: readTopics(settings.HANDOVER_TOPICS),
		startChain: (chainId) => createJobs(env).startToolChain(name, chainId),
		escalate: async (requestId) => {
			await createJobs(env).startEscalation(requestId);
		},
		runInBackground,
		projection: createDatabaseProjection(database),
		archive: createObjectArchive(env.FILES, database),
		later: (delayMs, work) => void setTimeout(work, delayMs),
		...hooks
	});
}
