// The way from a conversation's object to the searchable tables. Writing the same thing twice changes nothing, and an older state
// never overwrites a newer one.
import type { ConversationMessage } from '#lib/shared/conversation/message.ts';
import type { RollingContext } from '../context/index.ts';
import type { Handover } from '../store/handovers.ts';
import type { ConversationRecord } from '../store/conversation-record.ts';
import type { TurnFacts } from './untold-turns.ts';

export interface ProjectionBatch {
	conversation: ConversationRecord;
	/** The log position this state reflects. */
	seq: number;
	messages: ConversationMessage[];
	/** null: the rating was taken back. */
	ratings: {
		messageId: string;
		rating: { value: 'up' | 'down'; reason: string | null; updatedAt: number } | null;
	}[];
	handovers: Handover[];
	/** What the conversation remembers; undefined where that has not changed. */
	remembered: RollingContext | undefined;
	/** What turns were about whose answers do not say it, by the answer's id. */
	untold?: ReadonlyMap<string, TurnFacts>;
}

export interface Projection {
	/** False: the person is gone or going, and whoever wrote erases the conversation, what was written here included. */
	write(batch: ProjectionBatch): Promise<boolean>;
	/** Removes every row of the conversation. */
	erase(conversationId: string): Promise<void>;
}
