-- Words of tickets: subjects and comments, each its own index, since an internal comment must not be found by the requester.
-- The way back: DROP the six triggers and the two tables; nothing else refers to them, and this file makes them again.
CREATE VIRTUAL TABLE tickets_fts USING fts5(
	subject,
	content = 'tickets', content_rowid = 'number',
	tokenize = 'porter unicode61'
);
--> statement-breakpoint
CREATE TRIGGER tickets_fts_insert AFTER INSERT ON tickets BEGIN
	INSERT INTO tickets_fts(rowid, subject) VALUES (new.number, new.subject);
END;
--> statement-breakpoint
CREATE TRIGGER tickets_fts_delete AFTER DELETE ON tickets BEGIN
	INSERT INTO tickets_fts(tickets_fts, rowid, subject) VALUES ('delete', old.number, old.subject);
END;
--> statement-breakpoint
CREATE TRIGGER tickets_fts_update AFTER UPDATE OF subject ON tickets BEGIN
	INSERT INTO tickets_fts(tickets_fts, rowid, subject) VALUES ('delete', old.number, old.subject);
	INSERT INTO tickets_fts(rowid, subject) VALUES (new.number, new.subject);
END;
--> statement-breakpoint
CREATE VIRTUAL TABLE ticket_comments_fts USING fts5(
	body,
	content = 'ticket_comments', content_rowid = 'rowid',
	tokenize = 'porter unicode61'
);
--> statement-breakpoint
CREATE TRIGGER ticket_comments_fts_insert AFTER INSERT ON ticket_comments BEGIN
	INSERT INTO ticket_comments_fts(rowid, body) VALUES (new.rowid, new.body);
END;
--> statement-breakpoint
CREATE TRIGGER ticket_comments_fts_delete AFTER DELETE ON ticket_comments BEGIN
	INSERT INTO ticket_comments_fts(ticket_comments_fts, rowid, body) VALUES ('delete', old.rowid, old.body);
END;
--> statement-breakpoint
CREATE TRIGGER ticket_comments_fts_update AFTER UPDATE OF body ON ticket_comments BEGIN
	INSERT INTO ticket_comments_fts(ticket_comments_fts, rowid, body) VALUES ('delete', old.rowid, old.body);
	INSERT INTO ticket_comments_fts(rowid, body) VALUES (new.rowid, new.body);
END;
--> statement-breakpoint
-- What is deleted must leave the index's pages too.
INSERT INTO tickets_fts(tickets_fts, rank) VALUES ('secure-delete', 1);
--> statement-breakpoint
INSERT INTO ticket_comments_fts(ticket_comments_fts, rank) VALUES ('secure-delete', 1);
