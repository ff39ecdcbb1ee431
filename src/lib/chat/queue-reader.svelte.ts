// The place of somebody who waits for a person, as it was read last.
import type { QueueAnswer, QueuePlace } from '#lib/shared/desk.ts';
import { request, unlessUnreachable, type Surroundings } from './wire.ts';

export class QueueReader {
	/** null where nobody is waited for, and before it is known. */
	place: QueuePlace | null = $state.raw(null);

	constructor(
		private readonly surroundings: Pick<Surroundings, 'fetch'>,
		private readonly conversationId: string
	) {}

	/** What was read last stays where it cannot be read again. */
	look(): Promise<void> {
		return unlessUnreachable(this.#read());
	}

	async #read(): Promise<void> {
		const response = await request(this.surroundings, 'GET', `/api/chat/${this.conversationId}/queue`);
		this.place = (await response.json<QueueAnswer>()).queue;
	}
}
