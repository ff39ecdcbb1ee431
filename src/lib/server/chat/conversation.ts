// One conversation: everything that can be asked of it. Its object is a thin shell around this; node tests run it over node:sqlite.
import type { Actor } from '#lib/shared/actor.ts';
import type { LiveFrame } from '#lib/shared/conversation/live.ts';
import type { ConversationChange, ConversationView, MessagePage } from '#lib/shared/conversation/requests.ts';
import type { ConversationMessage } from '#lib/shared/conversation/message.ts';
import { AppError } from '#lib/shared/errors.ts';
import { acceptTurn } from './accept-turn.ts';
import { requireConversation, type Ability, type TurnOrder } from './accept.ts';
import { createResidence, type Residence } from './archive/residence.ts';
import { createChainControl, type ChainControl } from './chains/chain-control.ts';
import { applyChange, setDeleted, setRating } from './changes.ts';
import type { RollingContext } from './context/index.ts';
import type { ConversationContext } from './conversation-context.ts';
import type { ConversationDependencies } from './conversation-dependencies.ts';
import { doDuties, lookAfter } from './duties.ts';
import { eraseConversation } from './erase-conversation.ts';
import { createFloorControl, type FloorControl } from './floor/floor-control.ts';
import { createInternalNotes, type InternalNotes } from './floor/internal-notes.ts';
import { ANY_TURN, createJournal } from './journal.ts';
import { createSender } from './projection/sender.ts';
import { followTurn } from './reading/follow-turn.ts';
import { readChronicle, type Chronicle, type ChronicleRequest } from './reading/chronicle.ts';
import { createHistory, type HistoryRequest, type TranscriptRequest } from './reading/history.ts';
import { createDelivery } from './live/delivery.ts';
import type { LiveSocket, Watcher } from './live/live-socket.ts';
import { createPresence } from './live/presence.ts';
import { recall } from './remember.ts';
import { createTurnRunner } from './run-turns.ts';
import { prepareShare } from './sharing/prepare-share.ts';
import { receiveCopy, type ConversationCopy } from './sharing/receive-copy.ts';
import type { ConversationRecord } from './store/conversation-record.ts';
import { createConversationStore } from './store/index.ts';
import { migrate, schemaVersion } from './store/migrations.ts';
import type { Turn } from './store/turns.ts';
import {
	createConversationVoice,
	lookAfterCall,
	type ConversationVoice
} from './voice/conversation-voice.ts';

export interface TurnStream {
	conversationId: string;
	turnId: string;
	messageId: string;
	body: ReadableStream<Uint8Array>;
}

export interface Conversation
	extends Pick<Residence, 'arrive'>, FloorControl, ChainControl, Pick<InternalNotes, 'note' | 'notes'> {
	/** Accepts the order and follows its turn from the start. Resolves when the acceptance is durable. */
	run(actor: Actor, order: TurnOrder): Promise<TurnStream>;
	/** The rest of a turn. undefined: nothing is left. Without a position: the running turn from its start. */
	resume(actor: Actor, after?: number): Promise<TurnStream | undefined>;
	stop(actor: Actor, turnId?: string): Promise<{ stopped: boolean }>;
	view(actor: Actor): ConversationView;
	messages(actor: Actor, query: HistoryRequest): MessagePage;
	transcript(actor: Actor, query: TranscriptRequest): ConversationMessage[];
	chronicle(actor: Actor, query: ChronicleRequest): Chronicle;
	/** What it remembers of the branch that is shown; undefined where nothing was said. */
	rollingContext(actor: Actor): RollingContext | undefined;
	change(actor: Actor, change: ConversationChange): Promise<ConversationView>;
	remove(actor: Actor): Promise<ConversationView>;
	rate(
		actor: Actor,
		messageId: string,
		rating: { value: 'up' | 'down'; reason?: string } | null
	): Promise<void>;
	/** What a call needs of it. */
	voice: ConversationVoice;
	/** The leaf of the branch that is shown, once the projection holds all of it. */
	prepareShare(actor: Actor): Promise<{ headId: string }>;
	receiveCopy(actor: Actor, copy: ConversationCopy): Promise<void>;
	/** Sees to it that somebody looks after this conversation: one from before there were archives has nothing planned. */
	wake(): void;
	/** For good, at once, with whatever runs: the person it belongs to is being erased. Nothing there is nothing to do. */
	eraseOf(personId: string): Promise<void>;
	/** Whom a new live socket stands for, and the position from which it follows. */
	openLive(actor: Actor, after?: number): { watcher: Watcher; position: number };
	/** The socket is open: it gets what it has not seen, and everybody hears who is here. */
	enter(socket: LiveSocket): void;
	hear(socket: LiveSocket, data: string | ArrayBuffer): void;
	leave(socket: LiveSocket): void;
	onAlarm(): Promise<void>;
}

export function createConversation(dependencies: ConversationDependencies): Conversation {
	const { name, storage, clock, projection, archive, runInBackground, sockets, later } = dependencies;
	const store = createConversationStore(storage);
	const journal = createJournal(store, clock);
	let isReady = false;

	const context: ConversationContext = {
		...dependencies,
		store,
		journal,
		requireRecord() {
			const record = store.record.load();
			if (record === undefined) throw new Error('a conversation without its record');
			return record;
		},
		project: () => runInBackground('projection', sender.send())
	};
	const runner = createTurnRunner(context);
	// Projected in vain, a conversation learns that the account it belongs to was erased before it was known there.
	const sender = createSender(store, projection, dependencies.escalate, () => {
		runner.stopAll('deleted');
		return erase();
	});
	const delivery = createDelivery({
		...{ log: store.log, journal, sockets, later },
		isBusy: () => runner.runningId() !== undefined
	});
	const hands = { context, runner, sockets, touch: touchExisting, write };
	const floorControl = createFloorControl(hands);
	const chainControl = createChainControl({ context, runner, isHere: () => touch(), write });
	const internalNotes = createInternalNotes(hands);
	const { newId } = dependencies;
	const presence = createPresence({ sockets, clock, newId, isHolder: floorControl.isHolder });
	journal.subscribe(ANY_TURN, delivery.notice);
	const history = createHistory(context, runner);
	const residence = createResidence({
		...{ name, context, archive, send: sender.send },
		retention: dependencies.retention,
		isInUse: () =>
			sockets().length > 0 ||
			dependencies.call.isOpen() ||
			journal.isFollowed() ||
			store.turns.open().length > 0 ||
			store.floor.holder() !== undefined,
		onLeft: dependencies.onLeft
	});

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

	function requireHere(actor: Actor, ability: Ability = 'read:conversation'): ConversationRecord {
		touchExisting();
		return requireConversation(context, actor, ability);
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

	async function accept(actor: Actor, order: TurnOrder): Promise<Turn> {
		// Only a first message makes a conversation.
		if (order.trigger === 'submit' && order.replaces === undefined) touch({ willWrite: true });
		else touchExisting();
		const turn = acceptTurn(context, actor, order);
		journal.publish();
		runner.next();
		await journal.settled();
		return turn;
	}

	const voice = createConversationVoice({ name, context, runner, touch, accept, write });
	const erase = () => eraseConversation(context, dependencies);

	return {
		arrive: residence.arrive,
		...floorControl,
		...chainControl,
		...internalNotes,
		voice,
		run: async (actor, order) => follow(await accept(actor, order), 'start'),
		async resume(actor, after) {
			requireHere(actor);
			const running = store.turns.running();
			if (after === undefined) return running && follow(running, 'start');
			if (after > store.log.lastSeq())
				throw new AppError('invalid', 'This position is beyond the end of the conversation.');
			const turnId = store.log.turnAfter(after);
			const turn = turnId === undefined ? running : store.turns.byId(turnId);
			return turn && follow(turn, after);
		},
		async stop(actor, turnId) {
			requireHere(actor, 'write:conversation');
			const turn = turnId === undefined ? store.turns.running() : store.turns.byId(turnId);
			const stopped = turn !== undefined && runner.stop(turn, 'stopped');
			await journal.settled();
			return { stopped };
		},
		view: (actor) => history.view(requireHere(actor)),
		messages: (actor, query) => history.page(requireHere(actor), query),
		transcript: (actor, query) => history.transcript(requireHere(actor), query),
		chronicle: (actor, query) => readChronicle(context, runner, actor, requireHere(actor), query),
		rollingContext(actor) {
			const { headId } = requireHere(actor);
			return headId === null ? undefined : recall(context, headId);
		},
		async change(actor, change) {
			touchExisting();
			const record = requireConversation(context, actor, 'write:conversation', { evenDeleted: true });
			if (record.deletedAt !== null && change.deleted !== false)
				throw new AppError('not-found', 'There is no such conversation.');
			await write(() => applyChange(context, change));
			return history.view(context.requireRecord());
		},
		async remove(actor) {
			requireHere(actor, 'delete:conversation');
			runner.stopAll('deleted');
			await write(() => {
				floorControl.close();
				setDeleted(context, clock.now());
			});
			// Its links end with it; if the database is away, when the alarm has reached it.
			await sender.send().catch(() => undefined);
			return history.view(context.requireRecord());
		},
		async rate(actor, messageId, rating) {
			requireHere(actor, 'write:conversation');
			await write(() => setRating(context, messageId, rating));
		},
		prepareShare: async (actor) => prepareShare(context, requireHere(actor, 'write:conversation'), sender),
		async receiveCopy(actor, copy) {
			touch({ willWrite: true });
			receiveCopy(context, actor, copy);
			journal.publish();
			await journal.settled();
			context.project();
		},
		wake() {
			if (touch()) lookAfter(context);
		},
		async eraseOf(personId) {
			const record = touch() ? store.record.load() : undefined;
			if (record === undefined) return;
			if (record.personId !== personId) throw new AppError('not-found', 'There is no such conversation.');
			runner.stopAll('deleted');
			// Rows that are on their way would come back after they were erased.
			await sender.settled();
			await erase();
		},
		openLive(actor, after) {
			const record = requireHere(actor);
			const position = Math.min(after ?? journal.visibleSeq(), store.log.lastSeq());
			return { watcher: presence.welcome(actor, record), position };
		},
		enter(socket) {
			delivery.catchUp(socket);
			const { key } = socket.watcher;
			socket.send(JSON.stringify({ type: 'ready', seq: socket.position(), key } satisfies LiveFrame));
			internalNotes.show(socket);
			presence.announce();
		},
		hear: presence.hear,
		leave(socket) {
			if (touch()) floorControl.left(socket);
			presence.announce(socket);
		},
		async onAlarm() {
			if (touch())
				await doDuties(context, {
					...{ runner, send: sender.send, erase, leave: residence.leave },
					watchCall: () => lookAfterCall(context, { ...dependencies.call, plan: voice.plan }),
					watchFloor: floorControl.watch
				});
		}
	};
}
