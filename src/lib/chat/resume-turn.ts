// Picks a broken answer up where it broke off, as often as it takes.
import type { FoldableEvent } from '#lib/shared/conversation/fold.ts';
import { backoffMs, WireError } from '#lib/shared/wire-error.ts';
import { readTurn, request, type Surroundings } from './wire.ts';

/** What resuming needs to know of the conversation and to do to it. */
export interface Resumable {
	readonly id: string;
	/** The last position seen. */
	readonly seq: number;
	/** The answer that is still coming. */
	readonly coming: { id: string } | undefined;
	isLineLost: boolean;
	apply(event: FoldableEvent): void;
	/** The whole truth again, for when the line has nothing more to give and the page still waits. */
	reload(): Promise<void>;
}

/** Resolves when nothing is left to wait for, or when the server refuses for good. */
export async function resumeTurn(surroundings: Surroundings, conversation: Resumable): Promise<void> {
	for (let attempt = 0; conversation.coming !== undefined; attempt++) {
		const seqBefore = conversation.seq;
		if ((await resumeOnce(surroundings, conversation, conversation.coming.id)) === 'over') return;
		conversation.isLineLost = true;
		if (conversation.seq > seqBefore) attempt = 0;
		await surroundings.wait(backoffMs(attempt));
	}
}

async function resumeOnce(
	surroundings: Surroundings,
	conversation: Resumable,
	messageId: string
): Promise<'over' | 'broken'> {
	try {
		const path = `/api/chat/${conversation.id}/stream?after=${conversation.seq}`;
		const response = await request(surroundings, 'GET', path);
		if (response.status === 204) {
			await conversation.reload();
			return 'over';
		}
		conversation.isLineLost = false;
		const onevent = (event: FoldableEvent) => conversation.apply(event);
		const isEnded = await readTurn(response, messageId, onevent, surroundings.now);
		return isEnded && conversation.coming === undefined ? 'over' : 'broken';
	} catch (thrown) {
		return thrown instanceof WireError && !thrown.isRetryable ? 'over' : 'broken';
	}
}
