-- FTS5 tables: drizzle-kit does not know virtual tables, so they are made here.
-- The way back: DROP the four triggers and the three tables; nothing else refers to them, and this file makes them again.
-- knowledge_chunks_fts holds terms, not prose: words are read and stemmed by src/lib/shared/text/terms.ts, which the ranking and the
-- answers use too (FTS5's own tokenizers take chords and note names apart). The knowledge room writes a row with its chunk; rowids agree.
CREATE VIRTUAL TABLE knowledge_chunks_fts USING fts5(
	title, headings, body,
	tokenize = "unicode61 remove_diacritics 0 tokenchars '#/.'"
);
--> statement-breakpoint
-- In how many chunks a term occurs.
CREATE VIRTUAL TABLE knowledge_terms USING fts5vocab('knowledge_chunks_fts', 'row');
--> statement-breakpoint
CREATE TRIGGER knowledge_chunks_fts_delete AFTER DELETE ON knowledge_chunks BEGIN
	DELETE FROM knowledge_chunks_fts WHERE rowid = old.rowid;
END;
--> statement-breakpoint
CREATE VIRTUAL TABLE messages_fts USING fts5(
	text,
	content = 'messages', content_rowid = 'rowid',
	tokenize = 'porter unicode61'
);
--> statement-breakpoint
CREATE TRIGGER messages_fts_insert AFTER INSERT ON messages BEGIN
	INSERT INTO messages_fts(rowid, text) VALUES (new.rowid, new.text);
END;
--> statement-breakpoint
CREATE TRIGGER messages_fts_delete AFTER DELETE ON messages BEGIN
	INSERT INTO messages_fts(messages_fts, rowid, text) VALUES ('delete', old.rowid, old.text);
END;
--> statement-breakpoint
CREATE TRIGGER messages_fts_update AFTER UPDATE ON messages BEGIN
	INSERT INTO messages_fts(messages_fts, rowid, text) VALUES ('delete', old.rowid, old.text);
	INSERT INTO messages_fts(rowid, text) VALUES (new.rowid, new.text);
END;
--> statement-breakpoint
-- What is deleted must leave the index's pages too.
INSERT INTO knowledge_chunks_fts(knowledge_chunks_fts, rank) VALUES ('secure-delete', 1);
--> statement-breakpoint
INSERT INTO messages_fts(messages_fts, rank) VALUES ('secure-delete', 1);
