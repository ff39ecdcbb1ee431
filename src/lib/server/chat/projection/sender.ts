// One sending at a time: a second wish for it is served by the first.
import type { ConversationStore } from '../store/index.ts';
import type { Projection } from './projection.ts';
import { sendOutbox } from './send-outbox.ts';

export interface Sender {
	/** Brings the projection up to date. False: the person is gone, and the conversation with them. */
	send(): Promise<boolean>;
	/** Resolves when nothing is on its way. Never rejects. */
	settled(): Promise<void>;
}

/** `onGone` erases the conversation; when it rejects, the next sending finds the person gone again. */
export function createSender(
	store: ConversationStore,
	projection: Projection,
	escalate: (requestId: string) => Promise<void>,
	onGone: () => Promise<void>
): Sender {
	let sending: Promise<boolean> | undefined;

	async function sendNow(): Promise<boolean> {
		if (!(await sendOutbox(store, projection, escalate))) {
			await onGone();
			return false;
		}
		if (store.outbox.pending(1).length === 0) store.schedule.cancel('outbox');
		return true;
	}

	return {
		send() {
			sending ??= sendNow().finally(() => {
				sending = undefined;
			});
			return sending;
		},
		async settled() {
			await sending?.catch(() => undefined);
		}
	};
}
