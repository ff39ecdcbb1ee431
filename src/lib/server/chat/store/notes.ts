// What the school's people write about a conversation for each other and for the model. It is no part of the log: readers of the log
// are also those it is kept from.
import type { InternalNote } from '#lib/shared/conversation/live.ts';
import type { ConversationStorage } from './storage.ts';

export interface StoredNote extends InternalNote {
	authorId: string;
}

export interface Notes {
	/** Keeps the note that has this id already. Gives the one that stands. */
	add(note: StoredNote): StoredNote;
	/** The newest, oldest first. */
	list(limit: number): InternalNote[];
	/** What the model is to know: suggestions and summaries, the newest, oldest first. */
	forModel(limit: number): string[];
}

export function createNotes(storage: ConversationStorage): Notes {
	const COLUMNS = `id, position, kind, author_name AS authorName, text, at`;
	return {
		add(note) {
			storage.sql(
				`INSERT INTO notes (id, position, kind, author_id, author_name, text, at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
				note.id,
				note.position,
				note.kind,
				note.authorId,
				note.authorName,
				note.text,
				note.at
			);
			const [standing] = storage.sql<StoredNote>(
				`SELECT ${COLUMNS}, author_id AS authorId FROM notes WHERE id = ?`,
				note.id
			);
			return standing ?? note;
		},
		list: (limit) =>
			storage
				.sql<InternalNote>(`SELECT ${COLUMNS} FROM notes ORDER BY position DESC, rowid DESC LIMIT ?`, limit)
				.reverse(),
		forModel: (limit) =>
			storage
				.sql<{ text: string }>(
					`SELECT text FROM notes WHERE kind <> 'note' ORDER BY position DESC, rowid DESC LIMIT ?`,
					limit
				)
				.map(({ text }) => text)
				.reverse()
	};
}
