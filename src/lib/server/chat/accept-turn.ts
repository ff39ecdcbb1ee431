// What opens a turn: a message, the wish for another answer, or the person's word on what a tool asked.
import type { Actor } from '#lib/shared/actor.ts';
import { acceptMessage, acceptRetry, type TurnOrder } from './accept.ts';
import { acceptApproval } from './approve.ts';
import type { ConversationContext } from './conversation-context.ts';
import type { Turn } from './store/turns.ts';

export function acceptTurn(context: ConversationContext, actor: Actor, order: TurnOrder): Turn {
	switch (order.trigger) {
		case 'submit':
			return acceptMessage(context, actor, order);
		case 'retry':
			return acceptRetry(context, actor, order);
		case 'approve':
			return acceptApproval(context, actor, order);
	}
}
