// One conversation as its page sees it: the folded log, what is on its way there, and the line to the server.
import { attachmentIdOf, type FilePart } from '#lib/shared/conversation/attachments.ts';
import { activePath, siblingsOf } from '#lib/shared/conversation/branches.ts';
import {
	EMPTY_CONVERSATION,
	foldEvent,
	stateFromHistory,
	type ConversationState as Log,
	type FoldableEvent
} from '#lib/shared/conversation/fold.ts';
import { filesOf, type ConversationMessage } from '#lib/shared/conversation/message.ts';
import type { ConversationView, MessagePage } from '#lib/shared/conversation/requests.ts';
import { unattended } from '#lib/ui/unattended.ts';
import { HeadChoice } from './head-choice.svelte.ts';
import { announcement, inTruePlace, withHead, withRating } from './local-events.ts';
import { Company } from './company.svelte.ts';
import { followLive, type LiveLine } from './live-socket.ts';
import type { Outbox, Unsent } from './outbox.ts';
import { resumeTurn } from './resume-turn.ts';
import { Sends, type PendingSend } from './sends.svelte.ts';
import { WireError } from '#lib/shared/wire-error.ts';
import { unlessUnreachable, readHistory, readTurn, request, type Surroundings } from './wire.ts';

export class Conversation {
	#log: Log = $state.raw(EMPTY_CONVERSATION);
	/** The line broke while an answer was coming. */
	isLineLost = $state(false);
	nextBefore: number | null = $state(null);
	isLoadingOlder = $state(false);

	readonly title = $derived(this.#log.title);
	readonly status = $derived(this.#log.status);
	readonly pinned = $derived(this.#log.pinned);
	readonly tags = $derived(this.#log.tags);
	/** The person of the school who answers; null while the assistant does. */
	readonly floor = $derived(this.#log.floor);
	/** The wish for a person that is open. */
	readonly handover = $derived(this.#log.handover);
	readonly #head = new HeadChoice();
	readonly #leafId = $derived(this.#head.leafOf(this.#log));
	/** The branch that is shown. */
	readonly messages = $derived(activePath(this.#log.messages, this.#leafId));
	/** The answer of this branch that is still coming. */
	readonly running: ConversationMessage | undefined = $derived(this.messages.findLast(isOpen));
	/** The answer that is coming now, or else the next to come, whichever branch it belongs to. */
	readonly coming: ConversationMessage | undefined = $derived(nextToCome(this.#log.messages));
	readonly seq = $derived(this.#log.seq);

	readonly company: Company;
	readonly #sends: Sends;
	#isKnownToServer = false;
	/** Streams of this conversation being read now. */
	#readers = 0;
	#loadingOlder: Promise<void> | undefined;
	#live: LiveLine | undefined;
	/** Who wants it to keep in step: the page, and a call that goes on beside another page. */
	#followers = 0;

	constructor(
		readonly id: string,
		private readonly surroundings: Surroundings,
		outbox: Outbox,
		/** Told of every change of the title, the pin and the tags, so that the list can follow. */
		private readonly onchange: (conversation: Conversation) => void = () => undefined
	) {
		this.company = new Company(surroundings, (request) => this.#live?.say(request));
		this.#sends = new Sends(surroundings, outbox, (send) => this.#post(send));
	}

	get pending(): readonly PendingSend[] {
		return this.#sends.pending;
	}

	/** Takes a page of history: the first replaces what is known when it is newer, an older one is put before it. */
	load(page: MessagePage): void {
		const { conversation, messages, nextBefore } = page;
		this.#isKnownToServer = true;
		if (conversation.seq > this.#log.seq) this.#log = stateFromHistory(conversation, messages);
		// A title given before this page began to listen is heard of only here.
		else if (this.title === '') this.revise({ title: conversation.title });
		if (messages.length > 0 || this.messages.length === 0) this.nextBefore = nextBefore;
		this.#settle();
		this.#loadHead();
		if (conversation.running !== null && this.coming !== undefined) unattended(this.resume());
		this.#openLive();
	}

	/** The page of history before what is loaded. */
	loadOlder(): Promise<void> {
		this.#loadingOlder ??= this.#loadPageBefore().finally(() => {
			this.#loadingOlder = undefined;
			this.isLoadingOlder = false;
		});
		return this.#loadingOlder;
	}

	async #loadPageBefore(): Promise<void> {
		if (this.nextBefore === null) return;
		this.isLoadingOlder = true;
		const page = await readHistory(this.surroundings, this.id, this.nextBefore);
		const older = Object.fromEntries(page.messages.map((message) => [message.id, message]));
		this.#log = { ...this.#log, messages: { ...older, ...this.#log.messages } };
		this.nextBefore = page.nextBefore;
	}

	/** Loads back until a message is there. False when the conversation has no such message. */
	async reach(messageId: string): Promise<boolean> {
		while (this.#log.messages[messageId] === undefined && this.nextBefore !== null) await this.loadOlder();
		return this.#log.messages[messageId] !== undefined;
	}

	/** The end of the branch that is shown may lie further back than what is loaded, when newer branches are long. */
	#loadHead(): void {
		const { headId } = this.#log;
		if (headId !== null && this.nextBefore !== null) unattended(unlessUnreachable(this.reach(headId)));
	}

	send(text: string, files: FilePart[] = []): Promise<void> {
		return this.#sends.send({ conversationId: this.id, text, ...(files.length === 0 ? {} : { files }) });
	}

	/** Another version of a question. It keeps the files of the one it replaces. */
	edit(text: string, replaces: string): Promise<void> {
		const replaced = this.#log.messages[replaces];
		const files = replaced === undefined ? [] : filesOf(replaced);
		const kept = files.length === 0 ? {} : { files };
		return this.#sends.send({ conversationId: this.id, text, replaces, ...kept });
	}

	take(unsent: Unsent): Promise<void> {
		return this.#sends.take(unsent);
	}

	withdraw(clientMessageId: string): Unsent | undefined {
		return this.#sends.withdraw(clientMessageId);
	}

	deliver(clientMessageId: string): Promise<void> {
		return this.#sends.deliver(clientMessageId);
	}

	async stop(): Promise<void> {
		const turnId = this.running?.metadata.turnId;
		const body = turnId === undefined ? {} : { turnId };
		await request(this.surroundings, 'POST', `/api/chat/${this.id}/stop`, body);
	}

	/** Asks for a person of the school. */
	async askForPerson(): Promise<void> {
		await request(this.surroundings, 'POST', `/api/chat/${this.id}/handover`, {});
	}

	async cancelPerson(): Promise<void> {
		await request(this.surroundings, 'DELETE', `/api/chat/${this.id}/handover`);
	}

	async retry(messageId: string): Promise<void> {
		const response = await request(this.surroundings, 'POST', `/api/chat/${this.id}/retry`, { messageId });
		await this.#follow(response, null);
	}

	/** The person's word on what a tool asked. */
	async approve(toolCallId: string, approved: boolean): Promise<void> {
		const path = `/api/chat/${this.id}/approve`;
		await this.#follow(await request(this.surroundings, 'POST', path, { toolCallId, approved }), null);
	}

	async rate(messageId: string, value: 'up' | 'down' | null, reason?: string): Promise<void> {
		const message = this.#log.messages[messageId];
		if (message === undefined) return;
		const before = message.rating;
		const why = reason ? { reason } : {};
		this.#log = withRating(this.#log, messageId, value === null ? undefined : { value, ...why });
		try {
			const path = `/api/chat/${this.id}/messages/${messageId}/rating`;
			await request(this.surroundings, 'PUT', path, { value, ...why });
		} catch (thrown) {
			this.#log = withRating(this.#log, messageId, before);
			throw thrown;
		}
	}

	versionsOf(message: ConversationMessage): ConversationMessage[] {
		return siblingsOf(this.#log.messages, message);
	}

	/** Shows the newest branch through a message, here at once and then in every tab. */
	async show(messageId: string): Promise<void> {
		if (this.messages.some((message) => message.id === messageId)) return;
		await this.#head.choose(messageId, async () => {
			const path = `/api/chat/sessions/${this.id}`;
			const response = await request(this.surroundings, 'PATCH', path, { headMessageId: messageId });
			const { headId, seq } = await response.json<ConversationView>();
			// What is newer than this page knows comes by the socket; until then the chosen message stands for it.
			const isKnown = headId !== null && this.#log.messages[headId] !== undefined;
			this.#log = withHead(this.#log, isKnown ? headId : messageId, seq);
		});
	}

	/** What was changed from the list, before the log's word for it comes. */
	revise(change: Partial<Pick<Log, 'title' | 'pinned' | 'tags'>>): void {
		this.#log = { ...this.#log, ...change };
	}

	/** Keeps in step with other tabs until as many have left as joined. */
	join(): void {
		this.#followers++;
		this.#openLive();
	}

	leave(): void {
		if (--this.#followers > 0) return;
		this.#live?.leave();
		this.#live = undefined;
	}

	apply(event: FoldableEvent): void {
		const before = this.#log;
		this.#log = foldEvent(inTruePlace(before, event), event);
		if (event.part.type === 'data-user-message') this.#settle();
		if (event.part.type === 'data-head') this.#loadHead();
		const { title, pinned, tags } = this.#log;
		if (title !== before.title || pinned !== before.pinned || tags !== before.tags) this.onchange(this);
	}

	/** Picks a broken answer up where it broke off. */
	async resume(): Promise<void> {
		if (this.#readers > 0) return;
		this.#readers++;
		try {
			await resumeTurn(this.surroundings, this);
		} finally {
			this.#readers--;
			this.isLineLost = false;
		}
	}

	/** The whole truth again, for when the line has nothing more to give and the page still waits. */
	async reload(): Promise<void> {
		if (this.coming === undefined) return;
		const page = await readHistory(this.surroundings, this.id);
		if (page.conversation.running === null) this.#log = stateFromHistory(page.conversation, page.messages);
		this.nextBefore = page.nextBefore;
	}

	async #post(send: PendingSend): Promise<void> {
		// What is asked follows what is shown: the server has to know that first.
		await this.#head.saved();
		const { clientMessageId, text: message, replaces, files } = send;
		const attachments = files && { attachments: files.map(({ url }) => attachmentIdOf(url)) };
		const [path, body] =
			replaces === undefined
				? ['/api/chat', { conversationId: this.id, clientMessageId, message, ...attachments }]
				: [`/api/chat/${this.id}/edit`, { messageId: replaces, message, clientMessageId }];
		await this.#follow(await request(this.surroundings, 'POST', path, body), clientMessageId);
	}

	async #follow(response: Response, clientMessageId: string | null): Promise<void> {
		this.#isKnownToServer = true;
		this.#readers++;
		const onevent = (event: FoldableEvent) => {
			const announced = announcement(this.#log, event, this.#sends.find(clientMessageId), this.#leafId);
			if (announced !== undefined) this.apply(announced);
			this.apply(event);
			this.#openLive();
		};
		const isEnded = await readTurn(response, null, onevent, this.surroundings.now).finally(() => {
			this.#readers--;
		});
		const isAccepted = this.#sends.find(clientMessageId) === undefined;
		// The line broke before the log was seen to hold the question: the same id again joins the turn, if there is one.
		if (!isAccepted) throw new WireError('unreachable', 'the line broke', true);
		if (!isEnded || this.coming !== undefined) await this.resume();
	}

	#settle(): void {
		this.#sends.settle(Object.values(this.#log.messages).map(({ metadata }) => metadata.clientMessageId));
	}

	#openLive(): void {
		if (this.#followers === 0 || !this.#isKnownToServer || this.#live !== undefined) return;
		this.#live = followLive(this.surroundings, this.id, this.#log.seq, {
			onevent: (event) => this.apply(event),
			onnews: (news) => this.company.take(news),
			onclose: () => this.company.clear()
		});
	}
}

const isOpen = ({ status }: ConversationMessage) => status === 'streaming' || status === 'queued';

/** One turn runs at a time, the others wait in the order in which they came. */
function nextToCome(messages: Log['messages']): ConversationMessage | undefined {
	const open = Object.values(messages).filter(isOpen);
	const running = open.find(({ status }) => status === 'streaming');
	return running ?? open.sort((a, b) => a.seq - b.seq)[0];
}
