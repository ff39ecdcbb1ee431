// The log as readers see it: an event may be delivered once it would survive the end of the process, and not before. Events that
// are appended while a commit is under way share the next one.
import type { LogEvent } from '#lib/shared/conversation/event.ts';
import type { WirePart } from '#lib/shared/conversation/parts.ts';
import type { Clock } from '../platform/index.ts';
import type { ConversationStore } from './store/index.ts';
import type { Place } from './store/event-log.ts';

export const CONVERSATION: Place = { turnId: null, messageId: null };

export const ANY_TURN = 'any';

export interface Journal {
	/** Appends to the log. Nobody sees it before `publish`. */
	append(place: Place, part: WirePart): LogEvent;
	/** Starts making everything appended durable, and tells the readers when it is. */
	publish(): void;
	/** The highest position that may be delivered. */
	visibleSeq(): number;
	/** Resolves when everything appended so far may be delivered. Rejects when it could not be stored. */
	settled(): Promise<void>;
	/** Whether somebody follows a turn. */
	isFollowed(): boolean;
	/** Calls `listener` whenever more of this turn (of anything: ANY_TURN) may be delivered; gives the way to stop. */
	subscribe(turnId: string, listener: () => void): () => void;
}

export function createJournal(store: ConversationStore, clock: Clock): Journal {
	const { log, storage } = store;
	const listeners = new Map<string, Set<() => void>>();
	/** Turns with parts that are not delivered yet. */
	let touched = new Set([ANY_TURN]);
	let visible: number | undefined;
	let committing: Promise<void> | undefined;

	const visibleSeq = () => (visible ??= log.lastSeq());

	async function commit(): Promise<void> {
		while (log.lastSeq() > visibleSeq()) {
			const upTo = log.lastSeq();
			const turns = touched;
			touched = new Set([ANY_TURN]);
			await storage.durable();
			visible = upTo;
			for (const turnId of turns) for (const listener of [...(listeners.get(turnId) ?? [])]) listener();
		}
	}

	function publish(): void {
		committing ??= commit().finally(() => {
			committing = undefined;
		});
		// A storage that fails ends the object; whoever waits for `settled` hears of it.
		committing.catch(() => undefined);
	}

	return {
		append(place, part) {
			// Read before the first append: what was there when the process began is durable.
			visibleSeq();
			if (place.turnId !== null) touched.add(place.turnId);
			return log.append(place, part, clock.now());
		},
		publish,
		visibleSeq,
		async settled() {
			const upTo = log.lastSeq();
			while (visibleSeq() < upTo) {
				publish();
				await committing;
			}
		},
		isFollowed: () => [...listeners.keys()].some((turnId) => turnId !== ANY_TURN),
		subscribe(turnId, listener) {
			const others = listeners.get(turnId) ?? new Set();
			listeners.set(turnId, others.add(listener));
			return () => {
				others.delete(listener);
				if (others.size === 0 && listeners.get(turnId) === others) listeners.delete(turnId);
			};
		}
	};
}
