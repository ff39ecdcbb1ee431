// Before a link is made: what it shows has to be in the database, whole.
import { AppError } from '#lib/shared/errors.ts';
import type { ConversationContext } from '../conversation-context.ts';
import type { Sender } from '../projection/sender.ts';
import type { ConversationRecord } from '../store/conversation-record.ts';

/** Gives the leaf of the branch that is shown, once the projection holds all of it. */
export async function prepareShare(
	{ store }: ConversationContext,
	{ headId }: ConversationRecord,
	sender: Sender
): Promise<{ headId: string }> {
	if (headId === null || store.messages.byId(headId) === undefined)
		throw new AppError('conflict', 'The answer is still being written. Share the conversation after it.');
	await sender.send().catch((cause: unknown) => {
		throw new AppError('unavailable', 'The conversation cannot be shared just now. Please try again.', {
			cause
		});
	});
	return { headId };
}
