// What of this conversation the database does not know yet: names of things, not their content, so that ten changes of one
// thing are sent once and sending twice is harmless. An entry goes when what it named was written and has not changed since.
import type { ConversationStorage } from './storage.ts';

export interface OutboxEntry {
	kind: 'conversation' | 'message' | 'rating' | 'handover' | 'escalation' | 'context';
	/** The id of the thing; empty for the conversation itself, and for what it remembers. */
	ref: string;
	/** The log position at which it last changed. */
	seq: number;
}

export interface Outbox {
	mark(kind: OutboxEntry['kind'], ref: string, seq: number): void;
	pending(limit: number): OutboxEntry[];
	settle(entries: readonly OutboxEntry[]): void;
}

export function createOutbox(storage: ConversationStorage): Outbox {
	return {
		mark: (kind, ref, seq) =>
			void storage.sql(
				`INSERT INTO outbox (kind, ref, seq) VALUES (?, ?, ?) ON CONFLICT (kind, ref) DO UPDATE SET seq = excluded.seq`,
				kind,
				ref,
				seq
			),
		pending: (limit) =>
			storage.sql<OutboxEntry>(`SELECT kind, ref, seq FROM outbox ORDER BY seq LIMIT ?`, limit),
		settle: (entries) => {
			for (const { kind, ref, seq } of entries)
				storage.sql(`DELETE FROM outbox WHERE kind = ? AND ref = ? AND seq = ?`, kind, ref, seq);
		}
	};
}
