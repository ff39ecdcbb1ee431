// What a conversation needs of its storage: an object's own SQLite in the Worker, node:sqlite in tests.
export type SqlValue = string | number | null;

export interface ConversationStorage {
	/** Runs one statement. Synchronous, like the platform's. */
	sql<Row extends object>(statement: string, ...values: SqlValue[]): Row[];
	/** All or nothing. Not re-entrant. */
	transaction<T>(work: () => T): T;
	/**
	 * Resolves when everything written before the call would survive the end of the process. Text is delivered after this and not
	 * before: the platform's output gate is promised for headers and socket messages, not for every kind of streamed body.
	 */
	durable(): Promise<void>;
	/** Replaces the object's one alarm; null removes it. */
	setAlarm(at: number | null): void;
	/** Leaves nothing behind, the alarm included. */
	deleteAll(): Promise<void>;
}
