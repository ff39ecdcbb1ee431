// The call of a conversation, so that it outlives its process: what the voice room keeps of it, whole, and what its page may not have got yet.
// There is at most one.
import type { JournaledBody, JournaledEvent } from '#lib/shared/voice/protocol.ts';
import type { ConversationStorage } from './storage.ts';

/** What the chat room itself must know of a call. */
interface StoredCall {
	personId: string;
	/** ms since epoch; null while its socket is open, or was when its process died. */
	closedAt: number | null;
}

export interface Calls {
	/** As it was saved: more than the chat room knows of. */
	load(): StoredCall | undefined;
	save(call: StoredCall): void;
	/** Gives it its number, from 1. Only the newest are kept. */
	append(event: JournaledBody): JournaledEvent;
	/** Oldest first. */
	after(eventSeq: number): JournaledEvent[];
	end(): void;
}

const KEPT = 500;

export function createCalls(storage: ConversationStorage): Calls {
	return {
		load() {
			const [row] = storage.sql<{ body: string }>(`SELECT body FROM call`);
			return row && (JSON.parse(row.body) as StoredCall);
		},
		save: (call) =>
			void storage.sql(
				`INSERT INTO call (only, body) VALUES (1, ?) ON CONFLICT (only) DO UPDATE SET body = excluded.body`,
				JSON.stringify(call)
			),
		append(event) {
			const [{ seq } = { seq: 1 }] = storage.sql<{ seq: number }>(
				`INSERT INTO call_events (body) VALUES (?) RETURNING seq`,
				JSON.stringify(event)
			);
			storage.sql(`DELETE FROM call_events WHERE seq <= ?`, seq - KEPT);
			return { ...event, eventSeq: seq };
		},
		after: (eventSeq) =>
			storage
				.sql<{ seq: number; body: string }>(
					`SELECT seq, body FROM call_events WHERE seq > ? ORDER BY seq`,
					eventSeq
				)
				.map(({ seq, body }) => ({ ...(JSON.parse(body) as JournaledBody), eventSeq: seq })),
		end() {
			storage.sql(`DELETE FROM call`);
			storage.sql(`DELETE FROM call_events`);
		}
	};
}
