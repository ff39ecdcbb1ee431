// Runs the turns of one conversation, one at a time, in the order in which they were accepted. Guarantees: every turn that was
// accepted gets exactly one terminal part, whatever happens to its process; after it nothing of that turn is appended.
import type { Actor } from '#lib/shared/actor.ts';
import { foldMessage } from '#lib/shared/conversation/fold-message.ts';
import { asHeard } from '#lib/shared/conversation/heard.ts';
import { isLeftToPerson, type ConversationMessage } from '#lib/shared/conversation/message.ts';
import type { HeardData, TerminalPart, TurnData, TurnPart } from '#lib/shared/conversation/parts.ts';
import { AppError, toErrorBody } from '#lib/shared/errors.ts';
import type { ConversationContext } from './conversation-context.ts';
import { callWhenNeeded } from './floor/wishes.ts';
import { CONVERSATION } from './journal.ts';
import { LIMITS } from './limits.ts';
import { nameConversation } from './name-conversation.ts';
import { remember } from './remember.ts';
import type { Turn } from './store/turns.ts';
import { writeTurn } from './write-turn.ts';

export interface TurnRunner {
	/** Begins the next waiting turn, if none runs. */
	next(): void;
	/** Ends a turn now; `heard`: of an answer that was being said, what was heard is kept. False when it had ended already. */
	stop(turn: Turn, reason: string, heard?: HeardData): boolean;
	/** Ends every turn that is open. */
	stopAll(reason: string): void;
	/** Settles what a process that died has left: called once, before anything else happens. */
	recover(): void;
	/** A message of the assistant behind what was said last, with what belongs to it in one transaction. Not while a turn is open. */
	say(actor: Actor, text: string, also: () => void): void;
	/** The turn this process is running. */
	runningId(): string | undefined;
	/** The answer of an open turn, as far as it has come. */
	foldAnswer(turn: Turn): ConversationMessage | undefined;
}

const INTERRUPTED = new AppError('unavailable', 'The answer was interrupted. Please try again.', {
	fallbackAvailable: true
});

export function createTurnRunner(context: ConversationContext): TurnRunner {
	const { store, journal, clock, log } = context;
	let running: { turnId: string; control: AbortController } | undefined;

	const placeOf = (turn: Turn) => ({ turnId: turn.id, messageId: turn.answerId });

	function begin(turn: Turn): void {
		store.storage.transaction(() => {
			store.turns.begin(turn.id);
			if (turn.attempt === 0) appendStart(turn);
			else journal.append(placeOf(turn), { type: 'data-notice', data: { code: 'answered-again' } });
			store.schedule.plan('watchdog', clock.now() + LIMITS.watchdogMs);
			store.schedule.settle();
		});
		journal.publish();
	}

	function appendStart(turn: Turn): void {
		const messageMetadata = {
			conversationId: context.requireRecord().id,
			turnId: turn.id,
			parentId: turn.questionId,
			createdAt: clock.now()
		};
		journal.append(placeOf(turn), { type: 'start', messageId: turn.answerId, messageMetadata });
	}

	function run(turn: Turn): void {
		if (store.floor.holder() !== undefined) {
			leaveToPerson(turn);
			return;
		}
		const control = new AbortController();
		running = { turnId: turn.id, control };
		begin(turn);
		const isCurrent = () => running?.control === control;
		const emit = (part: TurnPart) => {
			if (!isCurrent()) return;
			journal.append(placeOf(turn), part);
			journal.publish();
			if (part.type === 'data-turn') noteUnsupported(turn, part.data);
		};
		const work = writeTurn(context, turn, control.signal, emit).then(
			(finishReason) => ({ type: 'finish', finishReason }) as const,
			(thrown: unknown) => toErrorPart(thrown)
		);
		context.runInBackground(
			'turn',
			work.then((terminal) => {
				if (isCurrent()) end(turn, terminal);
			})
		);
	}

	function noteUnsupported({ id: turnId }: Turn, { unsupported = 0, model }: TurnData): void {
		if (unsupported > 0)
			log.info('sentences that their sources do not bear out', { turnId, model, unsupported });
	}

	/** Somebody of the school has the floor: what was said is theirs to answer, and no model hears of it. */
	function leaveToPerson(turn: Turn): void {
		begin(turn);
		journal.append(placeOf(turn), { type: 'data-notice', data: { code: 'with-person' } });
		end(turn, { type: 'finish', finishReason: 'other' });
	}

	function toErrorPart(thrown: unknown): TerminalPart {
		if (!(thrown instanceof AppError)) log.error('a turn failed', { cause: thrown });
		else if (thrown.cause !== undefined)
			log.warn('a model failed', { code: thrown.code, cause: thrown.cause });
		const { error } = toErrorBody(thrown, '', clock.now());
		return { type: 'error', errorText: error.message, error };
	}

	function end(turn: Turn, terminal: TerminalPart, heard?: HeardData): void {
		if (running?.turnId === turn.id) {
			running.control.abort();
			running = undefined;
		}
		store.storage.transaction(() => {
			close(turn, terminal, heard);
			if (terminal.type === 'finish') callWhenNeeded(context, turn.answerId);
			store.schedule.settle();
		});
		journal.publish();
		context.project();
		if (terminal.type === 'finish') nameConversation(context, turn);
		next();
	}

	/** Inside a transaction. */
	function close(turn: Turn, terminal: TerminalPart, heard?: HeardData): void {
		const now = clock.now();
		// Before the end of the turn, behind which its readers are gone.
		if (heard !== undefined)
			journal.append(CONVERSATION, { type: 'data-heard', transient: true, data: heard });
		const { seq } = journal.append(placeOf(turn), terminal);
		store.turns.end(turn.id, STATUS[terminal.type], now);
		const written = foldAnswer(turn);
		const answer = written && heard ? asHeard(written, seq, heard) : written;
		if (answer !== undefined) store.messages.put(answer);
		remember(context, turn.answerId);
		const { messageCount } = context.requireRecord();
		const isSaid = answer === undefined || !isLeftToPerson(answer);
		store.record.change({ messageCount: messageCount + (isSaid ? 1 : 0), updatedAt: now });
		store.outbox.mark('message', turn.answerId, seq);
		store.outbox.mark('conversation', '', seq);
		store.schedule.plan('outbox', now + LIMITS.outboxMs);
		store.schedule.plan('rest', now + LIMITS.idleMs);
	}

	function say(actor: Actor, text: string, also: () => void): void {
		store.storage.transaction(() => {
			also();
			const { headId } = context.requireRecord();
			const turn = store.turns.add({
				...{
					id: context.newId(),
					clientMessageId: null,
					questionId: headId ?? '',
					answerId: context.newId()
				},
				...{ actor, tools: null, acceptedAt: clock.now() }
			});
			const { id: turnId, answerId } = turn;
			journal.append(CONVERSATION, {
				...{ type: 'data-retry', transient: true, data: { turnId, parentId: turn.questionId, answerId } }
			});
			store.turns.begin(turnId);
			appendStart(turn);
			for (const part of [
				{ type: 'text-start', id: 'text' },
				{ type: 'text-delta', id: 'text', delta: text },
				{ type: 'text-end', id: 'text' }
			] as const)
				journal.append(placeOf(turn), part);
			store.record.change({ headId: answerId });
			close(turn, { type: 'finish', finishReason: 'stop' });
			store.schedule.settle();
		});
		journal.publish();
		context.project();
	}

	function foldAnswer(turn: Turn): ConversationMessage | undefined {
		let answer: ConversationMessage | undefined;
		for (const event of store.log.eventsOf(turn.id)) answer = foldMessage(answer, event);
		return answer;
	}

	function next(): void {
		if (running !== undefined) return;
		const turn = store.turns.nextWaiting();
		if (turn !== undefined) run(turn);
	}

	function recover(): void {
		const lost = store.turns.running();
		if (lost !== undefined) recoverTurn(lost);
		next();
	}

	/** Nothing of the answer was written: it is written again. Otherwise what is there stays, and the person may ask again. */
	function recoverTurn(lost: Turn): void {
		const events = store.log.eventsOf(lost.id);
		const hasText = events.some(({ part }) => part.type === 'text-delta' || part.type === 'reasoning-delta');
		log.warn('a turn had lost its process', { turnId: lost.id, attempt: lost.attempt, hasText });
		store.storage.transaction(() => {
			const answered = new Set(
				events.flatMap(({ part }) => (part.type === 'tool-output-available' ? [part.toolCallId] : []))
			);
			for (const { part } of events)
				if (part.type === 'tool-input-available' && !answered.has(part.toolCallId))
					journal.append(placeOf(lost), {
						type: 'tool-output-error',
						toolCallId: part.toolCallId,
						errorText: 'It was interrupted.'
					});
		});
		if (hasText || lost.attempt >= LIMITS.attempts) end(lost, toErrorPart(INTERRUPTED));
		else run(lost);
	}

	function stop(turn: Turn, reason: string, heard?: HeardData): boolean {
		const present = store.turns.byId(turn.id);
		if (present?.status !== 'waiting' && present?.status !== 'running') return false;
		if (present.status === 'waiting') begin(present);
		end(present, { type: 'abort', reason }, heard);
		return true;
	}

	return {
		next,
		recover,
		foldAnswer,
		stop,
		say,
		runningId: () => running?.turnId,
		stopAll(reason) {
			// The waiting ones first: none of them begins to be answered when the running one ends.
			const open = store.turns.open();
			for (const turn of open) if (turn.status === 'waiting') stop(turn, reason);
			for (const turn of open) if (turn.status === 'running') stop(turn, reason);
		}
	};
}

const STATUS = { finish: 'completed', abort: 'stopped', error: 'failed' } as const;
