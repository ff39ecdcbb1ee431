// Who answers: the assistant, or one person of the school. The floor (as in floor control, RFC 4376) is a fence in the log: a claim is an
// event at some position, that position is the token of whoever made it, and nothing of a model stands after it until an event gives the
// floor back. The same single writer that appends the model's parts appends the claim, in one synchronous step, so there is no moment in
// between. What comes with an old token is refused; what comes twice changes nothing.
import { can, requirePermission, type Actor } from '#lib/shared/actor.ts';
import type { FloorData, HandoverOutcome } from '#lib/shared/conversation/parts.ts';
import { messageText } from '#lib/shared/conversation/message.ts';
import { AppError } from '#lib/shared/errors.ts';
import { requireConversation } from '../accept.ts';
import { setStatus } from '../changes.ts';
import type { ConversationContext } from '../conversation-context.ts';
import { CONVERSATION } from '../journal.ts';
import { LIMITS } from '../limits.ts';
import { remember } from '../remember.ts';
import type { LiveSocket } from '../live/live-socket.ts';
import type { TurnRunner } from '../run-turns.ts';
import type { ConversationRecord } from '../store/conversation-record.ts';
import type { Claim } from '../store/floor.ts';
import type { TicketOfHandover } from '../store/handovers.ts';
import { requireFewWishes, tellOfWish, wishForPerson } from './wishes.ts';

/** https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1 */
const POLICY_VIOLATION = 1008;

/** What the holder names in everything they do. */
export interface FloorToken {
	position: number;
}

export interface Taken extends FloorToken {
	/** From whom it was taken; null when the assistant had it, or the claimer themselves. */
	fromId: string | null;
}

export interface AgentMessage extends FloorToken {
	clientMessageId: string;
	text: string;
}

export interface FloorControl {
	/** Takes the floor; whatever the model was writing has ended before this resolves. The holder gets the token they have. */
	claim(actor: Actor, options?: { force?: boolean | undefined }): Promise<Taken>;
	/** Gives it back to the assistant. Giving back what one does not hold any more changes nothing. */
	release(actor: Actor, release: FloorToken & { summary?: string | undefined }): Promise<void>;
	say(actor: Actor, message: AgentMessage): Promise<{ messageId: string }>;
	/** The owner asks for a person. */
	requestPerson(actor: Actor, reason: string): Promise<{ requestId: string }>;
	/** The owner takes the wish back, as long as nobody has come. */
	cancelRequest(actor: Actor): Promise<void>;
	/** The wish goes on as a ticket. False when it is not waiting any more: somebody came, or it was taken back. */
	becomeTicket(requestId: string, ticket: TicketOfHandover): Promise<boolean>;
	/** Somebody may not answer for the school any more: what they hold is given up, and what they read along is closed. */
	standDown(personId: string): Promise<{ position: number | null }>;
}

export interface FloorDuties {
	/** The assistant answers again when the holder has been gone for too long. */
	watch(): void;
	/** A socket has closed: it may have been the holder's last. */
	left(socket: LiveSocket): void;
	isHolder(personId: string): boolean;
	/** The conversation ends. Called inside a transaction. */
	close(): void;
}

export interface FloorDependencies {
	context: ConversationContext;
	runner: TurnRunner;
	sockets: () => LiveSocket[];
	/** Throws when there is no such conversation. */
	touch: () => void;
	/** Runs a change, and resolves when it would survive. */
	write: <T>(work: () => T) => Promise<T>;
}

export function createFloorControl(dependencies: FloorDependencies): FloorControl & FloorDuties {
	const { context, runner, sockets, touch, write } = dependencies;
	const { store, journal, clock, newId } = context;
	const { floor, handovers, messages } = store;

	function requireStaff(actor: Actor): { record: ConversationRecord; userId: string } {
		touch();
		const record = requireConversation(context, actor, 'read:conversation');
		requirePermission(actor, 'take:conversation', { personId: record.personId });
		if (actor.userId === undefined) throw new AppError('unauthenticated', 'Please sign in first.');
		return { record, userId: actor.userId };
	}

	function requireHolder(userId: string, { position }: FloorToken): Claim {
		const holder = floor.holder();
		if (holder?.agentId === userId && holder.position === position) return holder;
		throw new AppError(
			'conflict',
			holder === undefined || holder.agentId === userId
				? 'You do not have this conversation any more. Take it over again to write.'
				: `${holder.agentName} has this conversation now.`
		);
	}

	/** Inside a transaction. Nothing of it is projected: the wish, which changes with it, tells the desk. */
	function append(data: FloorData): number {
		return journal.append(CONVERSATION, { type: 'data-floor', transient: true, data }).seq;
	}

	/** Inside a transaction. */
	function giveBack(
		reason: Exclude<FloorData['reason'], 'claimed' | 'replaced'>,
		outcome: HandoverOutcome
	): void {
		append({ holder: null, reason });
		floor.release(clock.now(), reason);
		endWish(outcome);
		store.schedule.cancel('floor');
		store.schedule.plan('rest', clock.now() + LIMITS.idleMs);
	}

	/** Inside a transaction. */
	function endWish(outcome: HandoverOutcome): void {
		const handover = handovers.open();
		if (handover === undefined) return;
		handovers.close(handover.id, outcome, clock.now());
		tellOfWish(context, handover.id);
	}

	/** Inside a transaction: the holder is gone, and whoever waited for them waits again. */
	function passOn(holder: Claim, reason: 'away' | 'dismissed'): void {
		giveBack(reason, reason);
		wishForPerson(context, `${reason}:${holder.position}`, { reason, origin: 'rule' });
	}

	/** A socket outlives the session it was opened in. */
	async function dismissWhoMayNot({ agentId }: Claim): Promise<void> {
		if (!(await context.mayAnswer(agentId))) await standDown(agentId);
	}

	async function standDown(personId: string): Promise<{ position: number | null }> {
		touch();
		const holder = floor.holder();
		const isTheirs = holder?.agentId === personId;
		if (isTheirs) await write(() => passOn(holder, 'dismissed'));
		// What the school's people alone may read must not reach them any more.
		for (const socket of sockets())
			if (socket.watcher.personId === personId && socket.watcher.role === 'staff')
				socket.close(POLICY_VIOLATION, 'stood down');
		return { position: isTheirs ? holder.position : null };
	}

	function seen(at: number): void {
		floor.touch(at);
		store.schedule.plan('floor', at + LIMITS.awayMs);
	}

	return {
		async claim(actor, { force = false } = {}) {
			const { record, userId } = requireStaff(actor);
			const holder = floor.holder();
			if (holder?.agentId === userId) return { position: holder.position, fromId: null };
			if (holder !== undefined && !(force && can(actor, 'write:handover')))
				throw new AppError('conflict', `${holder.agentName} has this conversation.`);
			runner.stopAll('taken-over');
			const agentName = actor.displayName ?? 'Somebody of the school';
			const position = await write(() => {
				const now = clock.now();
				if (holder !== undefined) floor.release(now, 'replaced');
				const reason = holder === undefined ? 'claimed' : 'replaced';
				const position = append({ holder: { name: agentName }, reason });
				floor.take({ position, agentId: userId, agentName, claimedAt: now, seenAt: now });
				const { id } = wishForPerson(context, `floor:${position}`, { reason: '', origin: 'agent' });
				handovers.take(id, userId, now);
				tellOfWish(context, id);
				if (record.status !== 'active') setStatus(context, 'active');
				store.schedule.cancel('rest');
				store.schedule.plan('floor', now + LIMITS.awayMs);
				return position;
			});
			return { position, fromId: holder?.agentId ?? null };
		},
		async release(actor, { position, summary }) {
			const { userId } = requireStaff(actor);
			const holder = floor.holder();
			if (holder?.position !== position || holder.agentId !== userId) return;
			await write(() => {
				if (summary !== undefined && summary !== '')
					store.notes.add({
						...{ id: `summary:${position}`, position: store.log.lastSeq(), kind: 'summary', text: summary },
						...{ authorId: userId, authorName: holder.agentName, at: clock.now() }
					});
				giveBack('handed-back', 'handed-back');
			});
		},
		async say(actor, { position, clientMessageId, text }) {
			const { userId } = requireStaff(actor);
			const known = messages.find(clientMessageId);
			if (known !== undefined) {
				if (known.role === 'agent' && messageText(known) === text) return { messageId: known.id };
				throw new AppError('conflict', 'A message with this id but other words has been sent before.');
			}
			const { agentName } = requireHolder(userId, { position });
			return write(() => {
				const messageId = newId();
				const now = clock.now();
				const { headId: parentId, messageCount } = context.requireRecord();
				const { seq } = journal.append(CONVERSATION, {
					type: 'data-agent-message',
					transient: true,
					data: { messageId, parentId, clientMessageId, agentName, text }
				});
				messages.put({
					...{ id: messageId, role: 'agent', parentId, status: 'complete' },
					...{ parts: [{ type: 'text', text, state: 'done' }], metadata: { clientMessageId, agentName } },
					...{ createdAt: now, seq, lastSeq: seq }
				});
				remember(context, messageId);
				store.record.change({ headId: messageId, messageCount: messageCount + 1, updatedAt: now });
				const handover = handovers.open();
				if (handover !== undefined && handover.answeredAt === null) {
					handovers.answer(handover.id, now);
					store.outbox.mark('handover', handover.id, seq);
				}
				store.outbox.mark('message', messageId, seq);
				store.outbox.mark('conversation', '', seq);
				store.schedule.plan('outbox', now + LIMITS.outboxMs);
				seen(now);
				return { messageId };
			});
		},
		async requestPerson(actor, reason) {
			touch();
			requireConversation(context, actor, 'write:conversation');
			requireFewWishes(context);
			const { id } = await write(() =>
				wishForPerson(context, `person:${newId()}`, { reason, origin: 'person' })
			);
			return { requestId: id };
		},
		async cancelRequest(actor) {
			touch();
			requireConversation(context, actor, 'write:conversation');
			const handover = handovers.open();
			if (handover === undefined) return;
			if (handover.status === 'taken')
				throw new AppError('conflict', 'Somebody of the school is here already. You can simply tell them.');
			await write(() => endWish('cancelled'));
		},
		watch() {
			const holder = floor.holder();
			const now = clock.now();
			if (holder === undefined) store.schedule.cancel('floor');
			else if (sockets().some(({ watcher }) => watcher.personId === holder.agentId)) {
				seen(now);
				context.runInBackground('whether they may still answer', dismissWhoMayNot(holder));
			} else if (now - holder.seenAt < LIMITS.awayMs)
				store.schedule.plan('floor', holder.seenAt + LIMITS.awayMs);
			else {
				store.storage.transaction(() => passOn(holder, 'away'));
				journal.publish();
				context.project();
			}
		},
		left(socket) {
			if (floor.holder()?.agentId !== socket.watcher.personId) return;
			seen(clock.now());
			store.schedule.settle();
		},
		isHolder: (personId) => floor.holder()?.agentId === personId,
		close() {
			if (floor.holder() !== undefined) giveBack('closed', 'closed');
			else endWish('closed');
		},
		async becomeTicket(requestId, ticket) {
			touch();
			const handover = handovers.find(requestId);
			// Said again: it is done already.
			if (handover?.outcome === 'ticketed') return true;
			if (handover?.status !== 'requested') return false;
			await write(() => {
				handovers.close(requestId, 'ticketed', clock.now(), ticket);
				tellOfWish(context, requestId);
			});
			return true;
		},
		standDown
	};
}
