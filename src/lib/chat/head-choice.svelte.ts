// Which branch is shown. A choice made on this page counts at once, and until the server has answered the last of several quick
// ones; otherwise the log's word does, so that tabs agree. What is shown always goes on to the branch's end.
import { newestLeaf } from '#lib/shared/conversation/branches.ts';
import type { ConversationState as Log } from '#lib/shared/conversation/fold.ts';

export class HeadChoice {
	#chosenId: string | undefined = $state();
	#saving: Promise<unknown> = Promise.resolve();
	#count = 0;

	/** The leaf to show; unknown to the log when the page that holds it is not loaded. */
	leafOf({ messages, headId }: Pick<Log, 'messages' | 'headId'>): string | null {
		const id = this.#chosenId ?? headId;
		return id === null || messages[id] === undefined ? id : newestLeaf(messages, id);
	}

	/** Choices are saved one after the other: the last one made is the last one kept. */
	async choose(messageId: string, save: () => Promise<void>): Promise<void> {
		const mine = ++this.#count;
		this.#chosenId = messageId;
		const saving = this.#saving.then(() => (mine === this.#count ? save() : undefined));
		this.#saving = saving.catch(() => undefined);
		try {
			await saving;
		} finally {
			if (mine === this.#count) this.#chosenId = undefined;
		}
	}

	/** Resolves when the server knows what is shown: what is asked next follows that. */
	async saved(): Promise<void> {
		await this.#saving;
	}
}
