// The chains of a conversation, as what carries them out calls them.
import type { Outcome } from '#lib/shared/errors.ts';
import type { ChainPlace } from '../../tools/index.ts';
import type { ConversationCalls } from '../conversation-calls.ts';

type Ask = <T>(conversationId: string, work: (calls: ConversationCalls) => Promise<Outcome<T>>) => Promise<T>;

export function createChainCalls(ask: Ask): ChainPlace {
	return {
		chain: (conversationId, chainId, progress) =>
			ask(conversationId, (calls) => calls.chain(chainId, progress)),
		endChain: (conversationId, chainId) => ask(conversationId, (calls) => calls.endChain(chainId))
	};
}
