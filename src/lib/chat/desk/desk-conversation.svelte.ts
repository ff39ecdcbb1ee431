// One conversation as somebody of the school sees it: the folded log as it grows, the notes kept from its owner, and the floor.
import { activePath } from '#lib/shared/conversation/branches.ts';
import { foldEvent, stateFromHistory, type ConversationState } from '#lib/shared/conversation/fold.ts';
import type { InternalNote } from '#lib/shared/conversation/live.ts';
import type { ConversationMessage } from '#lib/shared/conversation/message.ts';
import type { MessagePage } from '#lib/shared/conversation/requests.ts';
import { Company } from '../company.svelte.ts';
import { followLive, type LiveLine } from '../live-socket.ts';
import { readHistory, request, type Surroundings } from '../wire.ts';

/** What stands in the timeline, in its order. */
export type TimelineEntry =
	{ kind: 'message'; message: ConversationMessage } | { kind: 'note'; note: InternalNote };

export class DeskConversation {
	#log: ConversationState = $state.raw({} as ConversationState);
	notes: InternalNote[] = $state.raw([]);
	nextBefore: number | null = $state(null);
	/** The token of the claim that this person made; another claim makes it worthless. */
	#token: number | undefined = $state();
	/** What stands here may be old: the line to the conversation is gone, and is being looked for. */
	isLineLost = $state(false);
	readonly id: string;
	readonly company: Company;
	#live: LiveLine | undefined;

	readonly title = $derived(this.#log.title);
	readonly floor = $derived(this.#log.floor);
	readonly handover = $derived(this.#log.handover);
	readonly isMine = $derived(this.floor !== null && this.floor.position === this.#token);
	readonly messages = $derived(activePath(this.#log.messages, this.#log.headId));
	readonly timeline: TimelineEntry[] = $derived(
		[
			...this.messages.map((message) => ({ at: message.seq, entry: { kind: 'message', message } as const })),
			...this.notes.map((note) => ({ at: note.position + 0.5, entry: { kind: 'note', note } as const }))
		]
			.sort((a, b) => a.at - b.at)
			.map(({ entry }) => entry)
	);

	constructor(
		page: MessagePage,
		private readonly surroundings: Surroundings
	) {
		this.id = page.conversation.id;
		this.#log = stateFromHistory(page.conversation, page.messages);
		this.nextBefore = page.nextBefore;
		this.company = new Company(surroundings, (said) => this.#live?.say(said));
	}

	/** Follows what happens until the returned function is called. */
	follow(): () => void {
		this.#live = followLive(this.surroundings, this.id, this.#log.seq, {
			onevent: (event) => {
				this.#log = foldEvent(this.#log, event);
			},
			onnews: (news) => {
				if (news.type === 'ready') this.isLineLost = false;
				if (news.type === 'notes') this.notes = news.notes;
				else this.company.take(news);
			},
			onclose: () => {
				this.isLineLost = true;
				this.company.clear();
			}
		});
		return () => {
			this.#live?.leave();
			this.#live = undefined;
		};
	}

	async loadOlder(): Promise<void> {
		if (this.nextBefore === null) return;
		const page = await readHistory(this.surroundings, this.id, this.nextBefore);
		const older = Object.fromEntries(page.messages.map((message) => [message.id, message]));
		this.#log = { ...this.#log, messages: { ...older, ...this.#log.messages } };
		this.nextBefore = page.nextBefore;
	}

	/** `force` takes it from a colleague. Whoever has it already gets the token they have, in this tab too. */
	async claim(force = false): Promise<void> {
		const response = await this.#post('claim', { force });
		this.#token = (await response.json<{ position: number }>()).position;
	}

	async release(summary: string): Promise<void> {
		await this.#post('release', { position: this.#token, ...(summary === '' ? {} : { summary }) });
		this.#token = undefined;
	}

	/** The same id again is the same message, so that what may have been sent can be sent again. */
	async say(message: string, clientMessageId: string): Promise<void> {
		await this.#post('agent-messages', { position: this.#token, clientMessageId, message });
	}

	async write(kind: 'note' | 'whisper', text: string, id: string): Promise<void> {
		const response = await this.#post('notes', { id, kind, text });
		this.notes = (await response.json<{ notes: InternalNote[] }>()).notes;
	}

	#post(what: string, body: unknown): Promise<Response> {
		return request(this.surroundings, 'POST', `/api/chat/${this.id}/${what}`, body);
	}
}
