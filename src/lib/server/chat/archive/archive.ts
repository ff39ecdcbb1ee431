// Where conversations lie that nobody has used for long: the port, and the way an archive is named. R2 in the Worker, a map in tests.

/** The stored bytes and what was said about them when they were stored. */
export interface StoredArchive {
	bytes: Uint8Array<ArrayBuffer>;
	/** sha-256, lower-case hex. */
	sha256: string;
}

export interface ConversationArchive {
	/** Whose archived conversation has this id; undefined when none is archived under it. Asks the projection. */
	ownerOf(conversationId: string): Promise<string | undefined>;
	/** Replaces what lies there. */
	put(personId: string, conversationId: string, archive: StoredArchive): Promise<void>;
	get(personId: string, conversationId: string): Promise<StoredArchive | undefined>;
	/** Nothing there is fine. */
	remove(personId: string, conversationId: string): Promise<void>;
	/** Tells the list that a conversation lies in the archive now, unless it has gone on since that log position. */
	noteArchived(conversationId: string, seq: number): Promise<void>;
}

/** Under the person's own prefix: erasing a person finds it. */
export function archiveKey(personId: string, conversationId: string): string {
	return `${personId}/conversations/${conversationId}.json.gz`;
}
