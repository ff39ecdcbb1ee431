// One conversation: everything that can be asked of it. Its object is a thin shell around this; node tests run it over node:sqlite.
import type { Actor } from '#lib/shared/actor.ts';
import type { LiveFrame } from '#lib/shared/conversation/live.ts';
import type { ConversationChange, ConversationView, MessagePage } from '#lib/shared/conversation/requests.ts';
import { AppError } from '#lib/shared/errors.ts';
import { acceptTurn, requireConversation, type TurnOrder } from './accept.ts';
import { setDeleted, setHead, setLabels, setRating, setTitle } from './changes.ts';
import type { ConversationContext } from './conversation-context.ts';
import { doDuties } from './duties.ts';
import { ANY_TURN, createJournal } from './journal.ts';
import type { Projection } from './projection/projection.ts';
import { sendOutbox } from './projection/send-outbox.ts';
import { followTurn } from './reading/follow-turn.ts';
import { openAnswers } from './reading/open-answers.ts';
import { createDelivery } from './live/delivery.ts';
import type { LiveSocket, Watcher } from './live/live-socket.ts';
import { createPresence } from './live/presence.ts';
import { createTurnRunner } from './run-turns.ts';
import { createConversationStore, type ConversationStorage } from './store/index.ts';
import { migrate, schemaVersion } from './store/migrations.ts';
import type { ConversationRecord } from './store/conversation-record.ts';
import type { Turn } from './store/turns.ts';

export interface ConversationDependencies extends Pick<
	ConversationContext,
	'clock' | 'log' | 'newId' | 'answerModel' | 'tools' | 'schoolName' | 'runInBackground' | 'later'
> {
	storage: ConversationStorage;
	projection: Projection;
	/** The sockets that are open now, each the same thing every time. */
	sockets: () => LiveSocket[];
	/** The conversation has been erased: its object must forget what it holds in memory. */
	onErased: () => void;
}

export interface HistoryRequest {
	/** Messages before this position; the newest when left out. */
	before?: number | undefined;
	/** 1..100 */
	limit: number;
}

export interface TurnStream {
	conversationId: string;
	turnId: string;
	messageId: string;
	body: ReadableStream<Uint8Array>;
}

export interface Conversation {
	/** Accepts the order and follows its turn from the start. Resolves when the acceptance is durable. */
	run(actor: Actor, order: TurnOrder): Promise<TurnStream>;
	/** The rest of a turn. undefined: nothing is left. Without a position: the running turn from its start. */
	resume(actor: Actor, after?: number): Promise<TurnStream | undefined>;
	stop(actor: Actor, turnId?: string): Promise<{ stopped: boolean }>;
	view(actor: Actor): ConversationView;
	messages(actor: Actor, query: HistoryRequest): MessagePage;
	change(actor: Actor, change: ConversationChange): Promise<ConversationView>;
	remove(actor: Actor): Promise<ConversationView>;
	rate(
		actor: Actor,
		messageId: string,
		rating: { value: 'up' | 'down'; reason?: string } | null
	): Promise<void>;
	/** Whom a new live socket stands for, and the position from which it follows. */
	openLive(actor: Actor, after?: number): { watcher: Watcher; position: number };
	/** The socket is open: it gets what it has not seen, and everybody hears who is here. */
	enter(socket: LiveSocket): void;
	hear(socket: LiveSocket, data: string | ArrayBuffer): void;
	leave(socket: LiveSocket): void;
	onAlarm(): Promise<void>;
}

export function createConversation(dependencies: ConversationDependencies): Conversation {
	const { storage, clock, projection, runInBackground, sockets, later } = dependencies;
	const store = createConversationStore(storage);
	const journal = createJournal(store, clock);
	let isReady = false;
	let sending: Promise<void> | undefined;

	const context: ConversationContext = {
		...dependencies,
		store,
		journal,
		requireRecord() {
			const record = store.record.load();
			if (record === undefined) throw new Error('a conversation without its record');
			return record;
		},
		project: () => runInBackground('projection', send())
	};
	const runner = createTurnRunner(context);
	const delivery = createDelivery({
		...{ log: store.log, journal, sockets, later },
		isBusy: () => runner.runningId() !== undefined
	});
	const presence = createPresence({ sockets, clock, newId: dependencies.newId });
	journal.subscribe(ANY_TURN, delivery.notice);

	/** Before anything else in a fresh process: the tables up to date, and lost turns settled. A read of nothing writes nothing. */
	function touch({ willWrite = false } = {}): boolean {
		if (isReady) return true;
		if (schemaVersion(storage) === 0 && !willWrite) return false;
		migrate(storage);
		isReady = true;
		runner.recover();
		return true;
	}

	function touchExisting(): void {
		if (!touch()) throw new AppError('not-found', 'There is no such conversation.');
	}

	function follow(turn: Turn, after: number | 'start'): TurnStream {
		return {
			conversationId: context.requireRecord().id,
			turnId: turn.id,
			messageId: turn.answerId,
			body: followTurn(store.log, journal, turn.id, after)
		};
	}

	/** Runs a change, shows it to the readers, and waits until it would survive. */
	async function write<T>(work: () => T): Promise<T> {
		const result = storage.transaction(work);
		store.schedule.settle();
		journal.publish();
		await journal.settled();
		context.project();
		return result;
	}

	function toView(record: ConversationRecord): ConversationView {
		const { id, title, status, language, channel, messageCount, createdAt, updatedAt, deletedAt } = record;
		const { headId, pinnedAt, tags } = record;
		const turn = store.turns.running();
		return {
			...{ id, title, status, language, channel, messageCount, createdAt, updatedAt, deletedAt, headId },
			pinned: pinnedAt !== null,
			tags,
			seq: journal.visibleSeq(),
			running: turn === undefined ? null : { turnId: turn.id, messageId: turn.answerId }
		};
	}

	async function erase(): Promise<void> {
		await projection.erase(context.requireRecord().id);
		await storage.deleteAll();
		dependencies.onErased();
	}

	/** One sending at a time: a second wish for it is served by the first. */
	function send(): Promise<void> {
		sending ??= sendOutbox(store, projection)
			.then(() => {
				if (store.outbox.pending(1).length === 0) store.schedule.cancel('outbox');
			})
			.finally(() => {
				sending = undefined;
			});
		return sending;
	}

	return {
		async run(actor, order) {
			// Only a first message makes a conversation.
			if (order.trigger === 'submit' && order.replaces === undefined) touch({ willWrite: true });
			else touchExisting();
			const turn = acceptTurn(context, actor, order);
			journal.publish();
			runner.next();
			await journal.settled();
			return follow(turn, 'start');
		},
		async resume(actor, after) {
			touchExisting();
			requireConversation(context, actor, 'read:conversation');
			const running = store.turns.running();
			if (after === undefined) return running && follow(running, 'start');
			if (after > store.log.lastSeq())
				throw new AppError('invalid', 'This position is beyond the end of the conversation.');
			const turnId = store.log.turnAfter(after);
			const turn = turnId === undefined ? running : store.turns.byId(turnId);
			return turn && follow(turn, after);
		},
		async stop(actor, turnId) {
			touchExisting();
			requireConversation(context, actor, 'write:conversation');
			const turn = turnId === undefined ? store.turns.running() : store.turns.byId(turnId);
			const stopped = turn !== undefined && runner.stop(turn, 'stopped');
			await journal.settled();
			return { stopped };
		},
		view(actor) {
			touchExisting();
			return toView(requireConversation(context, actor, 'read:conversation'));
		},
		messages(actor, { before, limit }) {
			touchExisting();
			const record = requireConversation(context, actor, 'read:conversation');
			const stored = store.messages.page(before ?? Number.MAX_SAFE_INTEGER, limit);
			const oldest = stored[0];
			const hasMore =
				stored.length === limit && oldest !== undefined && store.messages.page(oldest.seq, 1).length > 0;
			return {
				conversation: toView(record),
				messages:
					before === undefined ? [...stored, ...openAnswers(store, runner, journal.visibleSeq())] : stored,
				nextBefore: hasMore ? oldest.seq : null
			};
		},
		async change(actor, change) {
			touchExisting();
			const record = requireConversation(context, actor, 'write:conversation', { evenDeleted: true });
			if (record.deletedAt !== null && change.deleted !== false)
				throw new AppError('not-found', 'There is no such conversation.');
			await write(() => {
				if (change.deleted === false) setDeleted(context, null);
				if (change.title !== undefined) setTitle(context, change.title, 'person');
				if (change.headMessageId !== undefined) setHead(context, change.headMessageId);
				if (change.pinned !== undefined || change.tags !== undefined) setLabels(context, change);
			});
			return toView(context.requireRecord());
		},
		async remove(actor) {
			touchExisting();
			requireConversation(context, actor, 'delete:conversation');
			for (let turn = openTurn(); turn !== undefined; turn = openTurn()) runner.stop(turn, 'deleted');
			await write(() => setDeleted(context, clock.now()));
			return toView(context.requireRecord());
		},
		async rate(actor, messageId, rating) {
			touchExisting();
			requireConversation(context, actor, 'write:conversation');
			await write(() => setRating(context, messageId, rating));
		},
		openLive(actor, after) {
			touchExisting();
			const record = requireConversation(context, actor, 'read:conversation');
			const position = Math.min(after ?? journal.visibleSeq(), store.log.lastSeq());
			return { watcher: presence.welcome(actor, record), position };
		},
		enter(socket) {
			delivery.catchUp(socket);
			const { key } = socket.watcher;
			socket.send(JSON.stringify({ type: 'ready', seq: socket.position(), key } satisfies LiveFrame));
			presence.announce();
		},
		hear: presence.hear,
		leave: presence.announce,
		async onAlarm() {
			if (touch()) await doDuties(context, { runner, send, erase });
		}
	};

	function openTurn(): Turn | undefined {
		return store.turns.nextWaiting() ?? store.turns.running();
	}
}
