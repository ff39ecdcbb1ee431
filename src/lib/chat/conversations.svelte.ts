// Every conversation of this reader that the page knows of: the list beside the page and the ones that are open. Lives in a
// context, never in a module: the server renders for many.
import { createContext } from 'svelte';
import type { ConversationList, ConversationSummary } from '#lib/shared/conversation/requests.ts';
import { unattended } from '#lib/ui/unattended.ts';
import { Conversation } from './conversation.svelte.ts';
import type { Outbox } from './outbox.ts';
import { request, type Surroundings } from './wire.ts';

export class Conversations {
	#loaded: ConversationSummary[] = $state.raw([]);
	#found: ConversationSummary[] | undefined = $state.raw();
	#removedIds: readonly string[] = $state.raw([]);
	nextCursor: string | null = $state(null);
	query = $state('');
	isSearching = $state(false);
	/** The list, or what the search found; what was just removed is left out at once. */
	readonly shown = $derived(
		(this.#found ?? this.#loaded).filter((one) => !this.#removedIds.includes(one.id))
	);

	readonly #open: Record<string, Conversation> = {};
	#searches = 0;

	constructor(
		readonly surroundings: Surroundings,
		readonly outbox: Outbox
	) {}

	/** Takes the list as the server gave it with the page. */
	takeList(list: ConversationList): void {
		this.#loaded = list.conversations;
		this.nextCursor = list.nextCursor;
	}

	open(id: string): Conversation {
		const known = this.#open[id];
		if (known !== undefined) return known;
		const fresh = new Conversation(id, this.surroundings, this.outbox, (changed) => this.#put(changed));
		this.#open[id] = fresh;
		return fresh;
	}

	/** A new conversation that begins with `text`. */
	begin(text: string): Conversation {
		const conversation = this.open(this.surroundings.newId());
		unattended(conversation.send(text));
		this.#put(conversation, text);
		return conversation;
	}

	/** Sends what was left unsent, on whichever page this is. */
	flushOutbox(): void {
		for (const unsent of this.outbox.all()) unattended(this.open(unsent.conversationId).take(unsent));
	}

	async loadMore(): Promise<void> {
		if (this.nextCursor === null) return;
		const list = await this.#fetchList(`cursor=${encodeURIComponent(this.nextCursor)}`);
		const isKnown = ({ id }: ConversationSummary) => this.#loaded.some((one) => one.id === id);
		this.#loaded = [...this.#loaded, ...list.conversations.filter((one) => !isKnown(one))];
		this.nextCursor = list.nextCursor;
	}

	async search(query: string): Promise<void> {
		this.query = query;
		const mine = ++this.#searches;
		if (query.trim() === '') {
			this.#found = undefined;
			this.isSearching = false;
			return;
		}
		this.isSearching = true;
		try {
			const list = await this.#fetchList(`q=${encodeURIComponent(query.trim().slice(0, 200))}`);
			// A slower, older search never overwrites a newer one.
			if (mine === this.#searches) this.#found = list.conversations;
		} finally {
			if (mine === this.#searches) this.isSearching = false;
		}
	}

	async rename(id: string, title: string): Promise<void> {
		const before = [...this.#loaded];
		this.#change(id, { title });
		this.#open[id]?.rename(title);
		try {
			await request(this.surroundings, 'PATCH', `/api/chat/sessions/${id}`, { title });
		} catch (thrown) {
			this.#loaded = before;
			throw thrown;
		}
	}

	/** Removed at once; `restore` undoes it while the server's grace period lasts. */
	async remove(id: string): Promise<void> {
		this.#removedIds = [...this.#removedIds, id];
		try {
			await request(this.surroundings, 'DELETE', `/api/chat/sessions/${id}`);
		} catch (thrown) {
			this.#reinstate(id);
			throw thrown;
		}
	}

	async restore(id: string): Promise<void> {
		await request(this.surroundings, 'PATCH', `/api/chat/sessions/${id}`, { deleted: false });
		this.#reinstate(id);
	}

	#reinstate(id: string): void {
		this.#removedIds = this.#removedIds.filter((removed) => removed !== id);
	}

	async #fetchList(query: string): Promise<ConversationList> {
		const response = await request(this.surroundings, 'GET', `/api/chat/sessions?${query}`);
		return response.json<ConversationList>();
	}

	#change(id: string, change: Partial<ConversationSummary>): void {
		const put = (list: ConversationSummary[]) =>
			list.map((one) => (one.id === id ? { ...one, ...change } : one));
		this.#loaded = put(this.#loaded);
		if (this.#found !== undefined) this.#found = put(this.#found);
	}

	/** Puts a conversation at the top of the list, or brings its title up to date there. */
	#put(conversation: Conversation, firstWords = ''): void {
		const title = conversation.title || firstWords;
		if (this.#loaded.some((one) => one.id === conversation.id)) {
			if (title !== '') this.#change(conversation.id, { title });
			return;
		}
		const now = this.surroundings.now();
		const summary: ConversationSummary = {
			id: conversation.id,
			title,
			status: 'active',
			language: 'en',
			channel: 'text',
			messageCount: 1,
			createdAt: now,
			updatedAt: now,
			deletedAt: null,
			pinned: false,
			tags: []
		};
		this.#loaded = [summary, ...this.#loaded];
	}
}

export const [useConversations, provideConversations] = createContext<Conversations>();
