// Every conversation of this reader that the page knows of: the list beside the page and the ones that are open. Lives in a
// context, never in a module: the server renders for many.
import { createContext } from 'svelte';
import type { TagCounts } from '#lib/shared/conversation/labels.ts';
import type { ConversationList, ConversationSummary } from '#lib/shared/conversation/requests.ts';
import { unattended } from '#lib/ui/unattended.ts';
import { Conversation } from './conversation.svelte.ts';
import { Trays } from './attachments/trays.svelte.ts';
import type { Enclosure, Outbox } from './outbox.ts';
import { Tags } from './tags.svelte.ts';
import { request, type Surroundings } from './wire.ts';

/** What the list shows of a conversation and can change. */
export type Labels = Pick<ConversationSummary, 'title' | 'pinned' | 'tags'>;

const NOTHING: ConversationList = { conversations: [], nextCursor: null };

export class Conversations {
	readonly tags = new Tags();
	readonly trays: Trays;
	/** Only conversations with this tag are shown. */
	tag: string | undefined = $state();
	#all: ConversationList = $state.raw(NOTHING);
	#tagged: ConversationList | undefined = $state.raw();
	#removedIds: readonly string[] = $state.raw([]);

	readonly #list = $derived(this.#tagged ?? this.#all);
	/** What was just removed is left out at once. */
	readonly shown = $derived(this.#list.conversations.filter((one) => this.#isShown(one)));
	readonly pinned = $derived(this.shown.filter((one) => one.pinned));
	readonly others = $derived(this.shown.filter((one) => !one.pinned));
	readonly hasMore = $derived(this.#list.nextCursor !== null);

	readonly #open: Record<string, Conversation> = {};
	#filters = 0;

	constructor(
		readonly surroundings: Surroundings,
		readonly outbox: Outbox
	) {
		this.trays = new Trays(surroundings, outbox);
	}

	/** Takes the list and the tags as the server gave them with the page. */
	takeList(list: ConversationList, counts: TagCounts): void {
		this.#all = list;
		this.tags.take(counts);
	}

	open(id: string): Conversation {
		const known = this.#open[id];
		if (known !== undefined) return known;
		const fresh = new Conversation(id, this.surroundings, this.outbox, (changed) => this.put(changed));
		this.#open[id] = fresh;
		return fresh;
	}

	find(id: string): ConversationSummary | undefined {
		return this.#all.conversations.find((one) => one.id === id) ?? this.shown.find((one) => one.id === id);
	}

	/** A new conversation that begins with `text`, and is the one that its files were uploaded for. */
	begin(text: string, enclosure?: Enclosure): Conversation {
		const conversation = this.open(enclosure?.conversationId ?? this.surroundings.newId());
		unattended(conversation.send(text, enclosure?.files));
		this.put(conversation, text);
		return conversation;
	}

	/** Sends what was left unsent, on whichever page this is. */
	flushOutbox(): void {
		for (const unsent of this.outbox.all()) unattended(this.open(unsent.conversationId).take(unsent));
	}

	async loadMore(): Promise<void> {
		const before = this.#list;
		if (before.nextCursor === null) return;
		const more = await this.#fetchList({ cursor: before.nextCursor, tag: this.tag });
		const isNew = ({ id }: ConversationSummary) => !before.conversations.some((one) => one.id === id);
		const list = { ...more, conversations: [...before.conversations, ...more.conversations.filter(isNew)] };
		if (before === this.#tagged) this.#tagged = list;
		else if (before === this.#all) this.#all = list;
	}

	/** Shows only what has this tag; undefined shows everything again. */
	async filter(tag: string | undefined): Promise<void> {
		const before = this.tag;
		const mine = ++this.#filters;
		this.tag = tag;
		if (tag === undefined) {
			this.#tagged = undefined;
			return;
		}
		try {
			const list = await this.#fetchList({ tag });
			// A slower, older choice never overwrites a newer one.
			if (mine === this.#filters) this.#tagged = list;
		} catch (thrown) {
			if (mine === this.#filters) this.tag = before;
			throw thrown;
		}
	}

	/** Renames, pins or tags: shown at once, and taken back when it could not be kept. */
	async change(id: string, change: Partial<Labels>): Promise<void> {
		const before = this.#labelsOf(id);
		this.#show(id, change);
		try {
			await request(this.surroundings, 'PATCH', `/api/chat/sessions/${id}`, change);
		} catch (thrown) {
			if (before !== undefined) this.#show(id, before);
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

	#isShown({ id, tags }: ConversationSummary): boolean {
		const tag = this.#tagged === undefined ? undefined : this.tag?.toLowerCase();
		return (
			!this.#removedIds.includes(id) && (tag === undefined || tags.some((one) => one.toLowerCase() === tag))
		);
	}

	async #fetchList(query: { cursor?: string; tag?: string | undefined }): Promise<ConversationList> {
		const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
		const path = `/api/chat/sessions?${new URLSearchParams(given)}`;
		return (await request(this.surroundings, 'GET', path)).json<ConversationList>();
	}

	#labelsOf(id: string): Labels | undefined {
		const known = this.find(id) ?? this.#open[id];
		return known && { title: known.title, pinned: known.pinned, tags: [...known.tags] };
	}

	/** Everywhere the conversation stands on this page. */
	#show(id: string, change: Partial<Labels>): void {
		const before = this.#labelsOf(id);
		if (change.tags !== undefined) this.tags.replace(before?.tags ?? [], change.tags);
		this.#open[id]?.revise(change);
		const put = (list: ConversationList): ConversationList => ({
			...list,
			conversations: list.conversations.map((one) => (one.id === id ? { ...one, ...change } : one))
		});
		this.#all = put(this.#all);
		if (this.#tagged !== undefined) this.#tagged = put(this.#tagged);
	}

	/** Puts a conversation at the top of the list, or brings what is said of it up to date there. */
	put(conversation: Conversation, firstWords = ''): void {
		const { id, pinned } = conversation;
		const title = conversation.title || firstWords;
		const labels = { pinned, tags: [...conversation.tags] };
		if (this.#all.conversations.some((one) => one.id === id)) {
			this.#show(id, title === '' ? labels : { ...labels, title });
			return;
		}
		const now = this.surroundings.now();
		const summary: ConversationSummary = {
			id,
			title,
			status: 'active',
			language: 'en',
			channel: 'text',
			messageCount: 1,
			createdAt: now,
			updatedAt: now,
			deletedAt: null,
			...labels
		};
		this.#all = { ...this.#all, conversations: [summary, ...this.#all.conversations] };
	}
}

export const [useConversations, provideConversations] = createContext<Conversations>();
