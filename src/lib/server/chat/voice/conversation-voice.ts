// The conversation as its call knows it: what is said is accepted like what is typed, its answers are followed in the order of the log, and of an
// answer that was interrupted what was heard is kept. The call itself (sound, turn-taking) is the voice room's; what it must not forget is kept here.
import { can, type Actor } from '#lib/shared/actor.ts';
import { asHeard, heardEnd } from '#lib/shared/conversation/heard.ts';
import { messageText } from '#lib/shared/conversation/message.ts';
import type { TurnPart } from '#lib/shared/conversation/parts.ts';
import { AppError } from '#lib/shared/errors.ts';
import { RESUMABLE_MS } from '#lib/shared/voice/protocol.ts';
import { screenMessage } from '../../guardrails/index.ts';
import { requireConversation, type Origin, type TurnOrder } from '../accept.ts';
import type { ConversationContext } from '../conversation-context.ts';
import { ANY_TURN, CONVERSATION } from '../journal.ts';
import { LIMITS } from '../limits.ts';
import { remember } from '../remember.ts';
import type { TurnRunner } from '../run-turns.ts';
import type { Calls } from '../store/calls.ts';
import type { Turn } from '../store/turns.ts';
import { createSpokenParts, type SpokenPart } from './spoken-parts.ts';

export interface ConversationVoice {
	/** Who may speak here: whoever may write it, and whoever begins it by speaking. Throws as if nothing were there. */
	requireSpeaker(actor: Actor): void;
	/**
	 * The same id again is the same message. Resolves when the acceptance is durable. `begun`: the answer that it had before, whole or broken off;
	 * nobody who follows from now on hears of that one.
	 */
	submit(
		actor: Actor,
		message: { clientMessageId: string; text: string },
		origin: Origin
	): Promise<{ turnId: string; begun?: string }>;
	/** The person's word on what a tool asks. */
	approve(actor: Actor, word: { toolCallId: string; approved: boolean }): Promise<{ turnId: string }>;
	/** An answer, or a person's message, as far as it has come. */
	answer(messageId: string): { text: string; isRunning: boolean } | undefined;
	/** Everything that is answered from now on, and the rest of what is being answered; gives the way to stop. */
	follow(listener: (part: SpokenPart) => void): () => void;
	/** Ends the turn if it still runs, and keeps of its answer what was heard. The first time holds. */
	keepHeard(messageId: string, heardChars: number): Promise<void>;
	/** Its tables are there when it saves. */
	calls: Calls;
	/** When the call wants to be rung, ms since epoch; undefined: not. An open one is looked at now and then in any case. */
	plan(at: number | undefined): void;
}

interface VoiceDependencies {
	/** The conversation's id. */
	name: string;
	context: ConversationContext;
	runner: TurnRunner;
	/** The tables up to date, and lost turns settled. False where nothing was ever written and nothing is to be. */
	touch(options?: { willWrite?: boolean }): boolean;
	accept(actor: Actor, order: TurnOrder): Promise<Turn>;
	/** Runs a change, and resolves when it would survive. */
	write<T>(work: () => T): Promise<T>;
}

const EVENTS_AT_ONCE = 256;

export function createConversationVoice(dependencies: VoiceDependencies): ConversationVoice {
	const { name, context, runner, touch, accept, write } = dependencies;
	const { store, journal, clock } = context;
	const { log, messages, turns } = store;

	function plan(at: number | undefined): void {
		if (!touch()) return;
		const isCalled = store.calls.load() !== undefined;
		// A call that is over and left no conversation: nothing is to stay of it.
		const isNothing = !isCalled && store.record.load() === undefined;
		const now = clock.now();
		const next = Math.min(at ?? Infinity, isCalled ? now + LIMITS.callWatchMs : isNothing ? now : Infinity);
		if (next === Infinity) store.schedule.cancel('call');
		else store.schedule.plan('call', next);
		store.schedule.settle();
	}

	function partsBefore(turnId: string, seq: number): TurnPart[] {
		return log.eventsOf(turnId).flatMap((event) => (event.seq < seq ? [event.part as TurnPart] : []));
	}

	/** Other readers wait behind this one: what fails here must not fail them. */
	function tell(listener: (part: SpokenPart) => void, part: SpokenPart): void {
		try {
			listener(part);
		} catch (cause) {
			context.log.error('a call could not say what was answered', { cause });
		}
	}

	return {
		plan,
		calls: {
			...store.calls,
			load: () => (touch() ? store.calls.load() : undefined),
			save(call) {
				// The first thing there is of a conversation may be a call.
				touch({ willWrite: true });
				const isNew = store.calls.load() === undefined;
				store.calls.save(call);
				if (isNew) plan(undefined);
			}
		},
		requireSpeaker(actor) {
			if (actor.userId === undefined) throw new AppError('unauthenticated', 'Please sign in first.');
			const isThere = touch() && store.record.load() !== undefined;
			if (isThere) {
				requireConversation(context, actor, 'write:conversation');
				return;
			}
			const call = touch() ? store.calls.load() : undefined;
			const isOwn = call === undefined || call.personId === actor.userId;
			// A key that may only read begins nothing either. To whoever may not speak there is nothing here.
			if (!isOwn || !can(actor, 'write:conversation', { personId: actor.userId }))
				throw new AppError('not-found', 'There is no such conversation.');
		},
		async submit(actor, { clientMessageId, text }, origin) {
			const known = touch() ? turns.byClientMessageId(clientMessageId) : undefined;
			const isOver = known !== undefined && known.status !== 'waiting' && known.status !== 'running';
			const turn = await accept(actor, {
				...{ trigger: 'submit', conversationId: name, clientMessageId, origin },
				...{ text: screenMessage(text), spoken: true }
			});
			return { turnId: turn.id, ...(isOver ? { begun: turn.answerId } : {}) };
		},
		async approve(actor, { toolCallId, approved }) {
			const order = { trigger: 'approve', conversationId: name, toolCallId, approved } as const;
			const turn = await accept(actor, order);
			return { turnId: turn.id };
		},
		answer(messageId) {
			if (!touch()) return undefined;
			const turn = turns.byAnswer(messageId);
			const isRunning = turn?.status === 'running' || turn?.status === 'waiting';
			const message = isRunning ? runner.foldAnswer(turn) : messages.byId(messageId);
			if (message === undefined) return isRunning ? { text: '', isRunning } : undefined;
			return message.role === 'user' ? undefined : { text: messageText(message), isRunning };
		},
		follow(listener) {
			const toParts = createSpokenParts(partsBefore);
			let position = touch() ? journal.visibleSeq() : 0;
			return journal.subscribe(ANY_TURN, () => {
				for (const upTo = journal.visibleSeq(); position < upTo;) {
					const events = log.read(position, upTo, EVENTS_AT_ONCE);
					position = events.at(-1)?.seq ?? upTo;
					for (const part of events.flatMap(toParts)) tell(listener, part);
				}
			});
		},
		async keepHeard(messageId, heardChars) {
			const turn = touch() ? turns.byAnswer(messageId) : undefined;
			// What people write stands as they wrote it.
			if (turn === undefined) return;
			if (runner.stop(turn, 'interrupted', { messageId, heardChars })) {
				await journal.settled();
				return;
			}
			const said = messages.byId(messageId);
			if (said === undefined || said.metadata.heard !== undefined) return;
			const text = messageText(said);
			if (heardEnd(text, heardChars) === text.length) return;
			await write(() => {
				const data = { messageId, heardChars };
				const { seq } = journal.append(CONVERSATION, { type: 'data-heard', transient: true, data });
				messages.put(asHeard(said, seq, data));
				// A summary may hold what was not heard.
				store.remembered.clear();
				remember(context, context.requireRecord().headId ?? messageId);
				store.outbox.mark('message', messageId, seq);
				store.schedule.plan('outbox', clock.now() + LIMITS.outboxMs);
			});
		}
	};
}

interface CallHands {
	/** Whether its socket is open. */
	isOpen(): boolean;
	/** Tells the call; gives when it wants to be rung next. */
	ring(): number | undefined;
	plan(at: number | undefined): void;
}

/** The alarm rings for a call. True when nothing is left here that anybody could want. */
export function lookAfterCall(
	{ store, clock }: ConversationContext,
	{ isOpen, ring, plan }: CallHands
): boolean {
	const nextAt = ring();
	const call = store.calls.load();
	if (call !== undefined && !isOpen()) {
		// Its process died with its socket, and nobody has noted it.
		const closedAt = call.closedAt ?? clock.now();
		if (closedAt + RESUMABLE_MS <= clock.now()) store.calls.end();
		else {
			store.calls.save({ ...call, closedAt });
			plan(closedAt + RESUMABLE_MS);
			return false;
		}
	}
	plan(nextAt);
	return store.calls.load() === undefined && store.record.load() === undefined;
}
