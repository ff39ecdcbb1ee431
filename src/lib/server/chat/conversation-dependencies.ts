// What a conversation is given by the object it lives in.
import type { ConversationArchive } from './archive/archive.ts';
import type { Retention } from './archive/retention.ts';
import type { ConversationContext } from './conversation-context.ts';
import type { LiveSocket } from './live/live-socket.ts';
import type { Projection } from './projection/projection.ts';
import type { ConversationStorage } from './store/index.ts';

export interface ConversationDependencies extends Omit<
	ConversationContext,
	'store' | 'journal' | 'requireRecord' | 'project'
> {
	/** The conversation's id. */
	name: string;
	storage: ConversationStorage;
	projection: Projection;
	/** Hears of every change of a wish for a person, at least once, after its row was written. */
	escalate: (requestId: string) => Promise<void>;
	archive: ConversationArchive;
	retention: Retention;
	/** The sockets that are open now, each the same thing every time. */
	sockets: () => LiveSocket[];
	/** Its call: whether a socket of it is open, and what the alarm rings (see ConversationVoice.plan). */
	call: { isOpen(): boolean; ring(): number | undefined };
	/** The conversation has been erased: its object must forget what it holds in memory. */
	onErased: () => void;
	/** It has moved into the archive: likewise. */
	onLeft: () => void;
}
