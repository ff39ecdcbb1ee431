// One conversation as its page sees it: the folded log, what is on its way there, and the line to the server. Nothing that was
// typed is lost: a send stays in the outbox until the log holds it, and sending it again never runs it twice.
import { activePath, newestLeaf, siblingsOf } from '#lib/shared/conversation/branches.ts';
import {
	EMPTY_CONVERSATION,
	foldEvent,
	stateFromHistory,
	type ConversationState as Log,
	type FoldableEvent
} from '#lib/shared/conversation/fold.ts';
import type { ConversationMessage } from '#lib/shared/conversation/message.ts';
import type { MessagePage } from '#lib/shared/conversation/requests.ts';
import { unattended } from '#lib/ui/unattended.ts';
import { announcement, withRating } from './local-events.ts';
import { followLive } from './live-socket.ts';
import type { Outbox, Unsent } from './outbox.ts';
import { backoffMs, readHistory, readTurn, request, WireError, type Surroundings } from './wire.ts';

export interface PendingSend extends Unsent {
	/** `waiting` for the network or for its turn to try again; `refused` needs a person to decide. */
	status: 'sending' | 'waiting' | 'refused';
	error?: WireError;
}

const MOST_ATTEMPTS = 6;

export class Conversation {
	#log: Log = $state.raw(EMPTY_CONVERSATION);
	pending: PendingSend[] = $state([]);
	/** The line broke while an answer was coming. */
	isLineLost = $state(false);
	nextBefore: number | null = $state(null);
	isLoadingOlder = $state(false);

	readonly title = $derived(this.#log.title);
	readonly messages = $derived(activePath(this.#log.messages, this.#log.headId));
	readonly running: ConversationMessage | undefined = $derived(
		this.messages.findLast((message) => message.status === 'streaming' || message.status === 'queued')
	);
	readonly isEmpty = $derived(this.messages.length === 0 && this.pending.length === 0);
	readonly seq = $derived(this.#log.seq);

	#isKnownToServer = false;
	/** Streams of this conversation being read now. */
	#readers = 0;
	#leaveLive: (() => void) | undefined;
	#liveWanted = false;

	constructor(
		readonly id: string,
		private readonly surroundings: Surroundings,
		private readonly outbox: Outbox,
		/** Told of every change of the title, so that the list can follow. */
		private readonly onchange: (conversation: Conversation) => void = () => undefined
	) {}

	/** Takes a page of history: the first replaces what is known when it is newer, an older one is put before it. */
	load(page: MessagePage): void {
		const { conversation, messages, nextBefore } = page;
		this.#isKnownToServer = true;
		if (conversation.seq > this.#log.seq) this.#log = stateFromHistory(conversation, messages);
		if (messages.length > 0 || this.messages.length === 0) this.nextBefore = nextBefore;
		this.settle();
		if (conversation.running !== null && this.running !== undefined) unattended(this.resume());
		this.#openLive();
	}

	async loadOlder(): Promise<void> {
		if (this.nextBefore === null || this.isLoadingOlder) return;
		this.isLoadingOlder = true;
		try {
			const page = await readHistory(this.surroundings, this.id, this.nextBefore);
			const older = Object.fromEntries(page.messages.map((message) => [message.id, message]));
			this.#log = { ...this.#log, messages: { ...older, ...this.#log.messages } };
			this.nextBefore = page.nextBefore;
		} finally {
			this.isLoadingOlder = false;
		}
	}

	/** Says it now, or as soon as the network is back. */
	send(text: string, replaces?: string): Promise<void> {
		const unsent: Unsent = {
			conversationId: this.id,
			clientMessageId: this.surroundings.newId(),
			text,
			...(replaces === undefined ? {} : { replaces })
		};
		this.outbox.put(unsent);
		return this.take(unsent);
	}

	/** Sends what an earlier page left behind. */
	take(unsent: Unsent): Promise<void> {
		if (this.pending.some((send) => send.clientMessageId === unsent.clientMessageId))
			return Promise.resolve();
		this.pending.push({ ...unsent, status: 'sending' });
		return this.deliver(unsent.clientMessageId);
	}

	/** Gives a refused text up and hands it back to whoever wants to change it. */
	withdraw(clientMessageId: string): string {
		const text = this.pending.find((send) => send.clientMessageId === clientMessageId)?.text ?? '';
		this.#forget(clientMessageId);
		return text;
	}

	async stop(): Promise<void> {
		const turnId = this.running?.metadata.turnId;
		await request(
			this.surroundings,
			'POST',
			`/api/chat/${this.id}/stop`,
			turnId === undefined ? {} : { turnId }
		);
	}

	async retry(messageId: string): Promise<void> {
		const response = await request(this.surroundings, 'POST', `/api/chat/${this.id}/retry`, { messageId });
		await this.#follow(response, null);
	}

	async rate(messageId: string, value: 'up' | 'down' | null, reason?: string): Promise<void> {
		const message = this.#log.messages[messageId];
		if (message === undefined) return;
		const before = message.rating;
		this.#putRating(messageId, value === null ? undefined : { value, ...(reason ? { reason } : {}) });
		try {
			const path = `/api/chat/${this.id}/messages/${messageId}/rating`;
			await request(this.surroundings, 'PUT', path, { value, ...(reason ? { reason } : {}) });
		} catch (thrown) {
			this.#putRating(messageId, before);
			throw thrown;
		}
	}

	versionsOf(message: ConversationMessage): ConversationMessage[] {
		return siblingsOf(this.#log.messages, message);
	}

	/** Shows another version, and with it the newest of what followed it. */
	async show(messageId: string): Promise<void> {
		this.#log = { ...this.#log, headId: newestLeaf(this.#log.messages, messageId) };
		await request(this.surroundings, 'PATCH', `/api/chat/sessions/${this.id}`, { headMessageId: messageId });
	}

	rename(title: string): void {
		this.#log = { ...this.#log, title };
		this.onchange(this);
	}

	/** Keeps in step with other tabs until `leave`. */
	join(): void {
		this.#liveWanted = true;
		this.#openLive();
	}

	leave(): void {
		this.#liveWanted = false;
		this.#leaveLive?.();
		this.#leaveLive = undefined;
	}

	apply(event: FoldableEvent): void {
		const before = this.#log;
		this.#log = foldEvent(before, event);
		if (event.part.type === 'data-user-message') this.settle();
		if (this.#log.title !== before.title) this.onchange(this);
	}

	/** Picks a broken answer up where it broke off. */
	async resume(): Promise<void> {
		if (this.#readers > 0) return;
		this.#readers++;
		try {
			for (let attempt = 0; this.running !== undefined; attempt++) {
				const seqBefore = this.#log.seq;
				const outcome = await this.#resumeOnce(this.running.id);
				if (outcome === 'over') break;
				this.isLineLost = true;
				if (this.#log.seq > seqBefore) attempt = 0;
				await this.surroundings.wait(backoffMs(attempt));
			}
		} finally {
			this.#readers--;
			this.isLineLost = false;
		}
	}

	async #resumeOnce(messageId: string): Promise<'over' | 'broken'> {
		try {
			const path = `/api/chat/${this.id}/stream?after=${this.#log.seq}`;
			const response = await request(this.surroundings, 'GET', path);
			if (response.status === 204) {
				await this.#reload();
				return 'over';
			}
			this.isLineLost = false;
			const isEnded = await readTurn(
				response,
				messageId,
				(event) => this.apply(event),
				this.surroundings.now
			);
			return isEnded && this.running === undefined ? 'over' : 'broken';
		} catch (thrown) {
			if (thrown instanceof WireError && !thrown.isRetryable) return 'over';
			return 'broken';
		}
	}

	/** The whole truth again, for when the line has nothing more to give and the page still waits. */
	async #reload(): Promise<void> {
		if (this.running === undefined) return;
		const page = await readHistory(this.surroundings, this.id);
		if (page.conversation.running === null) this.#log = stateFromHistory(page.conversation, page.messages);
		this.nextBefore = page.nextBefore;
	}

	/** Also what sends a refused text again. */
	async deliver(clientMessageId: string): Promise<void> {
		for (let attempt = 0; ; attempt++) {
			const send = this.pending.find((one) => one.clientMessageId === clientMessageId);
			if (send === undefined) return;
			send.status = this.surroundings.isOnline() ? 'sending' : 'waiting';
			try {
				const response = await this.#post(send);
				await this.#follow(response, clientMessageId);
				return;
			} catch (thrown) {
				if (!(thrown instanceof WireError)) throw thrown;
				const isHopeless =
					!thrown.isRetryable || (thrown.code !== 'unreachable' && attempt + 1 >= MOST_ATTEMPTS);
				send.status = isHopeless ? 'refused' : 'waiting';
				if (isHopeless) {
					send.error = thrown;
					// Kept on the page, not in the outbox: a reload must not send what was refused.
					this.outbox.drop(clientMessageId);
					return;
				}
				await this.surroundings.wait(thrown.retryAfterMs ?? backoffMs(attempt));
			}
		}
	}

	#post(send: PendingSend): Promise<Response> {
		const { clientMessageId, text: message, replaces } = send;
		return replaces === undefined
			? request(this.surroundings, 'POST', '/api/chat', { conversationId: this.id, clientMessageId, message })
			: request(this.surroundings, 'POST', `/api/chat/${this.id}/edit`, {
					messageId: replaces,
					message,
					clientMessageId
				});
	}

	async #follow(response: Response, clientMessageId: string | null): Promise<void> {
		this.#isKnownToServer = true;
		this.#readers++;
		const isEnded = await readTurn(
			response,
			null,
			(event) => {
				const send = this.pending.find((one) => one.clientMessageId === clientMessageId);
				const announced = announcement(this.#log, event, send);
				if (announced !== undefined) this.apply(announced);
				this.apply(event);
				this.#openLive();
			},
			this.surroundings.now
		).finally(() => {
			this.#readers--;
		});
		const isAccepted = !this.pending.some((send) => send.clientMessageId === clientMessageId);
		// The line broke before the log was seen to hold the question: the same id again joins the turn, if there is one.
		if (!isAccepted) throw new WireError('unreachable', 'the line broke', true);
		if (!isEnded || this.running !== undefined) await this.resume();
	}

	/** Forgets every send that the log holds by now. */
	private settle(): void {
		const held = Object.values(this.#log.messages).map((message) => message.metadata.clientMessageId);
		for (const { clientMessageId } of [...this.pending, ...this.outbox.all()])
			if (held.includes(clientMessageId)) this.#forget(clientMessageId);
	}

	#forget(clientMessageId: string): void {
		this.outbox.drop(clientMessageId);
		this.pending = this.pending.filter((send) => send.clientMessageId !== clientMessageId);
	}

	#putRating(messageId: string, rating: ConversationMessage['rating']): void {
		this.#log = withRating(this.#log, messageId, rating);
	}

	#openLive(): void {
		if (!this.#liveWanted || !this.#isKnownToServer || this.#leaveLive !== undefined) return;
		this.#leaveLive = followLive(this.surroundings, this.id, this.#log.seq, (event) => this.apply(event));
	}
}
