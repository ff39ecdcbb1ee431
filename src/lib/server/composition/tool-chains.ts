// Chains of tools: what carries them out, for the workflow and the alarm of the companion Worker.
import type { Chat } from '../chat/index.ts';
import { createJobs } from '../platform/index.ts';
import {
	createChainWatch,
	createChainWork,
	type ChainWatch,
	type ChainWork,
	type ToolRegistry
} from '../tools/index.ts';
import type { Ground } from './ground.ts';

export interface ToolChains {
	work(conversationId: string, chainId: string): ChainWork;
	watch: ChainWatch;
}

export function composeToolChains(
	{ bindings }: Ground,
	{ chat, tools }: { chat: Pick<Chat, 'chains'>; tools: ToolRegistry }
): ToolChains {
	const { chains: place } = chat;
	const { TOOL_CHAIN } = bindings;
	return {
		work: (conversationId, chainId) => createChainWork({ place, tools, conversationId, chainId }),
		watch: createChainWatch({
			place,
			// From inside the alarm, which needs no second one.
			start: (conversationId, chainId) =>
				createJobs(TOOL_CHAIN === undefined ? {} : { TOOL_CHAIN }).startToolChain(conversationId, chainId)
		})
	};
}
