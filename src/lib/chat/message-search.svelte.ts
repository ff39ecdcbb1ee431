// Searching one's own conversations as one types. A slower, older search never overwrites a newer one.
import type { SearchHit, SearchPage } from '#lib/shared/conversation/search.ts';
import { WireError } from '#lib/shared/wire-error.ts';
import { request, type Surroundings } from './wire.ts';

export class MessageSearch {
	/** What the hits answer. */
	query = $state('');
	hits: readonly SearchHit[] = $state.raw([]);
	nextCursor: string | null = $state(null);
	isSearching = $state(false);
	problem: 'unreachable' | 'refused' | undefined = $state();
	#searches = 0;

	constructor(private readonly surroundings: Pick<Surroundings, 'fetch'>) {}

	/** What the server found with the page. */
	take(query: string, page: SearchPage | null): void {
		this.#searches++;
		this.#put(query, page);
	}

	/** What stands here, to be put back when the reader returns. */
	kept(): { query: string; page: SearchPage } {
		return { query: this.query, page: { hits: [...this.hits], nextCursor: this.nextCursor } };
	}

	async search(query: string): Promise<void> {
		const wanted = query.trim().slice(0, 200);
		const mine = ++this.#searches;
		if (wanted === '') {
			this.#put('', null);
			return;
		}
		await this.#attempt(mine, async () => {
			const page = await this.#fetch({ q: wanted });
			if (mine === this.#searches) this.#put(wanted, page);
		});
	}

	/** The next page, below what is there. */
	async more(): Promise<void> {
		const { nextCursor: cursor, query: q } = this;
		if (cursor === null || this.isSearching) return;
		const mine = ++this.#searches;
		await this.#attempt(mine, async () => {
			const page = await this.#fetch({ q, cursor });
			if (mine !== this.#searches) return;
			this.hits = [...this.hits, ...page.hits];
			this.nextCursor = page.nextCursor;
		});
	}

	#put(query: string, page: SearchPage | null): void {
		this.query = query;
		this.hits = page?.hits ?? [];
		this.nextCursor = page?.nextCursor ?? null;
		this.isSearching = false;
		this.problem = undefined;
	}

	async #fetch(query: Record<string, string>): Promise<SearchPage> {
		const path = `/api/chat/search?${new URLSearchParams(query)}`;
		return (await request(this.surroundings, 'GET', path)).json<SearchPage>();
	}

	async #attempt(mine: number, work: () => Promise<void>): Promise<void> {
		this.isSearching = true;
		this.problem = undefined;
		try {
			await work();
		} catch (thrown) {
			if (!(thrown instanceof WireError)) throw thrown;
			if (mine === this.#searches) this.problem = thrown.code === 'unreachable' ? 'unreachable' : 'refused';
		} finally {
			if (mine === this.#searches) this.isSearching = false;
		}
	}
}
