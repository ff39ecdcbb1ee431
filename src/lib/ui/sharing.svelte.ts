// The links by which others see one thing of somebody's: made, seen, revoked. The address of a link is told once, when it is made.
import { WireError } from '#lib/shared/wire-error.ts';

export interface SharingLink {
	id: string;
	createdAt: number;
	expiresAt: number;
}

/** Where the links are kept. What goes wrong there is a WireError. */
export interface LinkStore {
	/** Those that open something, newest first. */
	read: () => Promise<SharingLink[]>;
	/** `address`: the whole of it, as it is given to others. */
	make: (expiresInDays: number) => Promise<SharingLink & { address: string }>;
	revoke: (id: string) => Promise<void>;
}

export class Sharing {
	/** undefined until they were read. */
	links: SharingLink[] | undefined = $state.raw();
	/** The one just made, with its whole address. */
	made: (SharingLink & { address: string }) | undefined = $state.raw();
	isBusy = $state(false);
	problem: 'unreachable' | 'refused' | undefined = $state();
	/** The server's own words, where it gave some. */
	reason = $state('');

	constructor(private readonly store: LinkStore) {}

	read(): Promise<void> {
		return this.#attempt(async () => {
			this.links = await this.store.read();
		});
	}

	make(expiresInDays: number): Promise<void> {
		return this.#attempt(async () => {
			this.made = await this.store.make(expiresInDays);
			const { id, createdAt, expiresAt } = this.made;
			this.links = [{ id, createdAt, expiresAt }, ...(this.links ?? [])];
		});
	}

	revoke(id: string): Promise<void> {
		return this.#attempt(async () => {
			await this.store.revoke(id);
			this.links = this.links?.filter((link) => link.id !== id);
			if (this.made?.id === id) this.made = undefined;
		});
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
