import type { ConversationStorage } from './storage.ts';

export interface StoredRating {
	value: 'up' | 'down';
	reason: string | null;
	updatedAt: number;
}

/** The owner's rating of each answer. */
export interface Ratings {
	put(messageId: string, rating: { value: 'up' | 'down'; reason?: string }, at: number): void;
	remove(messageId: string): void;
	find(messageId: string): StoredRating | undefined;
}

export function createRatings(storage: ConversationStorage): Ratings {
	return {
		put: (messageId, { value, reason }, at) =>
			void storage.sql(
				`INSERT INTO ratings (message_id, value, reason, updated_at) VALUES (?, ?, ?, ?)
				 ON CONFLICT (message_id) DO UPDATE SET value = excluded.value, reason = excluded.reason, updated_at = excluded.updated_at`,
				messageId,
				value,
				reason ?? null,
				at
			),
		remove: (messageId) => void storage.sql(`DELETE FROM ratings WHERE message_id = ?`, messageId),
		find: (messageId) =>
			storage.sql<StoredRating>(
				`SELECT value, reason, updated_at AS updatedAt FROM ratings WHERE message_id = ?`,
				messageId
			)[0]
	};
}
