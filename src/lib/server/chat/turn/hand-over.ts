// The tool hand_over: records that a person is wanted, once a turn, and says what that means. No person is live yet: the request
// waits in the school's list, and the answer must not promise more.
import { z } from 'zod';
import type { TurnPart } from '#lib/shared/conversation/parts.ts';
import { defineTool, type RegisteredTool } from '../../tools/index.ts';
import type { ConversationContext } from '../conversation-context.ts';
import { wishForPerson } from '../floor/wishes.ts';

const Parameters = z.object({
	reason: z.string().trim().min(1).max(500).describe('Why a person is wanted, in one sentence.')
});

export interface HandOverAnswer {
	requestId: string;
	status: 'requested';
	/** For the model: what it may say. */
	note: string;
}

export function createHandOverTool(
	context: ConversationContext,
	emit: (part: TurnPart) => void
): RegisteredTool {
	const { clock, log } = context;
	return defineTool<z.infer<typeof Parameters>, HandOverAnswer>(
		{
			name: 'hand_over',
			description:
				'Records that the person wants to talk to a human of the school. Call it when they ask for one, or when you cannot help. Nobody joins at once.',
			parameters: Parameters,
			permission: 'write:handover',
			timeoutMs: 2_000,
			confirmation: 'never',
			idempotencyKey: (_input, context) => context.turnId,
			async execute({ reason }, { turnId }) {
				const known = context.store.handovers.open();
				const standing = wishForPerson(context, turnId, { reason, origin: 'model' });
				if (standing.id !== known?.id)
					emit({
						type: 'data-handover',
						id: standing.id,
						data: { requestId: standing.id, reason, status: 'requested' }
					});
				return {
					requestId: standing.id,
					status: 'requested',
					note: 'The request has been recorded for the school. No person has joined the conversation yet.'
				};
			}
		},
		{ clock, log }
	);
}
