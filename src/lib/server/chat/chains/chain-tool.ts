// The tool execute_tool_chain: several calls that the person agrees to as a whole. They are carried out by a workflow, which survives the end
// of the turn and of its process; what came of them is told in the conversation when it ends.
import { sha256Hex } from '#lib/shared/ids.ts';
import { AppError } from '#lib/shared/errors.ts';
import { ChainPlan, defineTool, requireSound, type RegisteredTool } from '../../tools/index.ts';
import type { ConversationContext } from '../conversation-context.ts';

export interface ChainAnswer {
	chainId: string;
	status: 'started';
	title: string;
	/** For the model: what it may say. */
	note: string;
}

/** `start`: begins the work behind it, however often it is asked for once. */
export function createChainTool(
	{ store, tools, clock, log }: ConversationContext,
	start: (chainId: string) => Promise<void>
): RegisteredTool {
	return defineTool<ChainPlan, ChainAnswer>(
		{
			name: 'execute_tool_chain',
			description:
				'Carries out several tool calls one after the other, of which a later one needs what an earlier one gave: such as the analysis of a recording into a ticket. The person sees every step and agrees once. If one fails, those before it are undone. Call single tools directly instead.',
			parameters: ChainPlan,
			permission: 'write:conversation',
			timeoutMs: 10_000,
			confirmation: 'always',
			idempotencyKey: (_input, { turnId, toolCallId }) => `${turnId}:${toolCallId}`,
			async execute({ title, steps }, { actor, turnId, toolCallId, conversationId, idempotencyKey = '' }) {
				requireSound({ title, steps }, tools);
				const chainId = idOf(await sha256Hex(`${conversationId}:${idempotencyKey}`));
				store.chains.add({
					...{ id: chainId, actor, turnId, toolCallId, title, steps },
					...{ outcomes: {}, undone: {} }
				});
				try {
					await start(chainId);
				} catch (cause) {
					// Nothing has been done: whoever starts it late finds it over.
					store.chains.end(chainId);
					throw new AppError('unavailable', 'The steps could not be begun just now; nothing was done.', {
						cause
					});
				}
				log.info('a chain of tools was begun', { chainId, steps: steps.length, at: clock.now() });
				return {
					...{ chainId, status: 'started', title },
					note: 'The steps have been begun. What comes of them is told in the conversation as soon as they are done: do not say that they are.'
				};
			}
		},
		{ clock, log }
	);
}

/** The same call is the same chain: its id follows from it. */
const idOf = (hash: string): string =>
	[
		hash.slice(0, 8),
		hash.slice(8, 12),
		`8${hash.slice(13, 16)}`,
		`8${hash.slice(17, 20)}`,
		hash.slice(20, 32)
	].join('-');
