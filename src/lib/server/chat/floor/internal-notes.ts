// Notes of the school's people about a conversation: kept with it, told to their sockets alone.
import { requirePermission, type Actor } from '#lib/shared/actor.ts';
import type { InternalNote, LiveFrame } from '#lib/shared/conversation/live.ts';
import { AppError } from '#lib/shared/errors.ts';
import { requireConversation } from '../accept.ts';
import type { ConversationContext } from '../conversation-context.ts';
import type { LiveSocket } from '../live/live-socket.ts';

const MOST_NOTES = 200;

export interface InternalNotes {
	note(actor: Actor, note: { id: string; kind: 'note' | 'whisper'; text: string }): Promise<InternalNote[]>;
	notes(actor: Actor): InternalNote[];
	/** Brings a socket up to date, where it is one of the school's. */
	show(socket: LiveSocket): void;
}

interface Dependencies {
	context: ConversationContext;
	sockets: () => LiveSocket[];
	touch: () => void;
	write: <T>(work: () => T) => Promise<T>;
}

export function createInternalNotes({ context, sockets, touch, write }: Dependencies): InternalNotes {
	const { store, clock } = context;

	function requireStaff(actor: Actor): string {
		touch();
		const { personId } = requireConversation(context, actor, 'read:conversation');
		requirePermission(actor, 'take:conversation', { personId });
		// Somebody of the school reads their own conversation like anybody else.
		if (actor.userId === undefined || actor.userId === personId)
			throw new AppError('forbidden', 'Notes are for conversations of others.');
		return actor.userId;
	}

	const list = () => store.notes.list(MOST_NOTES);

	function show(socket: LiveSocket): void {
		if (socket.watcher.role !== 'staff') return;
		try {
			socket.send(JSON.stringify({ type: 'notes', notes: list() } satisfies LiveFrame));
		} catch {
			// Closed under our hands.
		}
	}

	return {
		async note(actor, { id, kind, text }) {
			const authorId = requireStaff(actor);
			await write(() => {
				const position = store.log.lastSeq();
				const authorName = actor.displayName ?? '';
				const standing = store.notes.add({ id, position, kind, text, authorId, authorName, at: clock.now() });
				if (standing.authorId !== authorId || standing.text !== text)
					throw new AppError('conflict', 'A note with this id but other words has been written before.');
			});
			for (const socket of sockets()) show(socket);
			return list();
		},
		notes(actor) {
			requireStaff(actor);
			return list();
		},
		show
	};
}
