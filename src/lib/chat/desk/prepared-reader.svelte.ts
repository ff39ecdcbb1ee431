// The prepared hand-over and the suggested reply of one conversation, as they come: beside the conversation, never before it. The newest
// request counts; what was there stays until something newer is.
import type { PreparedHandover, SuggestedReply } from '#lib/shared/prepared-handover.ts';
import { request, type Surroundings } from '../wire.ts';

class Latest<T> {
	value: T | undefined = $state.raw();
	isComing = $state(false);
	hasFailed = $state(false);
	#asked = 0;

	constructor(private readonly ask: () => Promise<T>) {}

	/** What was there, and what is on its way, counts no more. */
	forget(): void {
		this.#asked += 1;
		this.value = undefined;
		this.isComing = false;
		this.hasFailed = false;
	}

	async fetch(): Promise<void> {
		const mine = ++this.#asked;
		this.isComing = true;
		this.hasFailed = false;
		try {
			const value = await this.ask();
			if (mine === this.#asked) this.value = value;
		} catch {
			if (mine === this.#asked) this.hasFailed = true;
		} finally {
			if (mine === this.#asked) this.isComing = false;
		}
	}
}

export class PreparedReader {
	readonly handover: Latest<PreparedHandover>;
	readonly reply: Latest<SuggestedReply>;

	constructor(surroundings: Pick<Surroundings, 'fetch'>, conversationId: string) {
		const ask = async <T>(method: string, what: string): Promise<T> =>
			(await request(surroundings, method, `/api/desk/${conversationId}/${what}`)).json<T>();
		this.handover = new Latest(() => ask('GET', 'prepared'));
		this.reply = new Latest(() => ask('POST', 'suggestion'));
	}
}
