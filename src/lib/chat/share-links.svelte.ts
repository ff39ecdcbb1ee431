// The links by which others read one conversation. The address of a link is told once, when it is made.
import type { NewShareLink, ShareLink, ShareLinks } from '#lib/shared/conversation/sharing.ts';
import { request, WireError, type Surroundings } from './wire.ts';

export class Sharing {
	/** undefined until they were read. */
	links: ShareLink[] | undefined = $state.raw();
	/** The one just made, with its whole address. */
	made: (ShareLink & { address: string }) | undefined = $state.raw();
	isBusy = $state(false);
	problem: 'unreachable' | 'refused' | undefined = $state();
	/** The server's own words, where it gave some. */
	reason = $state('');

	constructor(
		private readonly surroundings: Pick<Surroundings, 'fetch'>,
		private readonly conversationId: string,
		private readonly origin: string
	) {}

	read(): Promise<void> {
		return this.#attempt(async () => {
			const response = await request(this.surroundings, 'GET', this.#path);
			this.links = (await response.json<ShareLinks>()).links;
		});
	}

	make(expiresInDays: number): Promise<void> {
		return this.#attempt(async () => {
			const response = await request(this.surroundings, 'POST', this.#path, { expiresInDays });
			const { id, createdAt, expiresAt, path } = await response.json<NewShareLink>();
			const link = { id, createdAt, expiresAt };
			this.links = [link, ...(this.links ?? [])];
			this.made = { ...link, address: this.origin + path };
		});
	}

	revoke(id: string): Promise<void> {
		return this.#attempt(async () => {
			await request(this.surroundings, 'DELETE', `${this.#path}?link=${id}`);
			this.links = this.links?.filter((link) => link.id !== id);
			if (this.made?.id === id) this.made = undefined;
		});
	}

	get #path(): string {
		return `/api/chat/${this.conversationId}/share`;
	}

	async #attempt(work: () => Promise<void>): Promise<void> {
		this.isBusy = true;
		this.problem = undefined;
		try {
			await work();
		} catch (thrown) {
			if (!(thrown instanceof WireError)) throw thrown;
			this.problem = thrown.code === 'unreachable' ? 'unreachable' : 'refused';
			this.reason = thrown.code === 'unreachable' ? '' : thrown.message;
		} finally {
			this.isBusy = false;
		}
	}
}
