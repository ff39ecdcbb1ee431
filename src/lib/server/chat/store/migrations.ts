// The tables inside a conversation's object. A migration runs at the first write that needs it, never for a read: an id that
// somebody made up leaves no trace. Steps are appended and never changed; each runs in one transaction with its version.
import type { ConversationStorage } from './storage.ts';

const STEPS: readonly (readonly string[])[] = [
	[
		`CREATE TABLE events (
			seq INTEGER PRIMARY KEY,
			turn_id TEXT,
			message_id TEXT,
			version INTEGER NOT NULL,
			body TEXT NOT NULL,
			at INTEGER NOT NULL
		)`,
		`CREATE INDEX events_turn ON events (turn_id, seq)`,
		`CREATE TABLE turns (
			id TEXT PRIMARY KEY,
			position INTEGER NOT NULL UNIQUE,
			client_message_id TEXT UNIQUE,
			question_id TEXT NOT NULL,
			answer_id TEXT NOT NULL,
			actor TEXT NOT NULL,
			tools TEXT,
			status TEXT NOT NULL CHECK (status IN ('waiting', 'running', 'completed', 'stopped', 'failed')),
			attempt INTEGER NOT NULL,
			accepted_at INTEGER NOT NULL,
			ended_at INTEGER
		)`,
		`CREATE INDEX turns_open ON turns (position) WHERE status IN ('waiting', 'running')`,
		`CREATE TABLE messages (
			id TEXT PRIMARY KEY,
			seq INTEGER NOT NULL,
			parent_id TEXT,
			role TEXT NOT NULL,
			client_message_id TEXT,
			text TEXT NOT NULL,
			body TEXT NOT NULL
		)`,
		`CREATE INDEX messages_seq ON messages (seq)`,
		`CREATE INDEX messages_parent ON messages (parent_id)`,
		`CREATE INDEX messages_client ON messages (client_message_id)`,
		`CREATE TABLE conversation (
			id TEXT PRIMARY KEY,
			person_id TEXT NOT NULL,
			title TEXT NOT NULL,
			title_by TEXT NOT NULL CHECK (title_by IN ('question', 'person')),
			status TEXT NOT NULL CHECK (status IN ('active', 'idle', 'ended')),
			language TEXT NOT NULL,
			channel TEXT NOT NULL,
			metadata TEXT NOT NULL,
			head_id TEXT,
			message_count INTEGER NOT NULL,
			created_at INTEGER NOT NULL,
			updated_at INTEGER NOT NULL,
			deleted_at INTEGER
		)`,
		`CREATE TABLE handovers (
			id TEXT PRIMARY KEY,
			turn_id TEXT NOT NULL UNIQUE,
			reason TEXT NOT NULL,
			created_at INTEGER NOT NULL
		)`,
		`CREATE TABLE ratings (
			message_id TEXT PRIMARY KEY,
			value TEXT NOT NULL,
			reason TEXT,
			updated_at INTEGER NOT NULL
		)`,
		`CREATE TABLE outbox (
			kind TEXT NOT NULL,
			ref TEXT NOT NULL,
			seq INTEGER NOT NULL,
			PRIMARY KEY (kind, ref)
		)`,
		`CREATE TABLE due (kind TEXT PRIMARY KEY, at INTEGER NOT NULL, tries INTEGER NOT NULL)`
	],
	[
		`ALTER TABLE conversation ADD COLUMN pinned_at INTEGER`,
		`ALTER TABLE conversation ADD COLUMN tags TEXT NOT NULL DEFAULT '[]'`,
		`ALTER TABLE conversation ADD COLUMN restored_at INTEGER`
	],
	[
		`CREATE TABLE floor (
			position INTEGER PRIMARY KEY,
			agent_id TEXT NOT NULL,
			agent_name TEXT NOT NULL,
			claimed_at INTEGER NOT NULL,
			seen_at INTEGER NOT NULL,
			released_at INTEGER,
			reason TEXT
		)`,
		`ALTER TABLE turns ADD COLUMN approval TEXT`,
		`CREATE UNIQUE INDEX floor_held ON floor ((released_at IS NULL)) WHERE released_at IS NULL`,
		`CREATE TABLE notes (
			id TEXT PRIMARY KEY,
			position INTEGER NOT NULL,
			kind TEXT NOT NULL,
			author_id TEXT NOT NULL,
			author_name TEXT NOT NULL,
			text TEXT NOT NULL,
			at INTEGER NOT NULL
		)`,
		`ALTER TABLE handovers ADD COLUMN origin TEXT NOT NULL DEFAULT 'model'`,
		`ALTER TABLE handovers ADD COLUMN status TEXT NOT NULL DEFAULT 'requested'`,
		`ALTER TABLE handovers ADD COLUMN agent_id TEXT`,
		`ALTER TABLE handovers ADD COLUMN taken_at INTEGER`,
		`ALTER TABLE handovers ADD COLUMN answered_at INTEGER`,
		`ALTER TABLE handovers ADD COLUMN closed_at INTEGER`,
		`ALTER TABLE handovers ADD COLUMN outcome TEXT`
	],
	[
		`CREATE TABLE remembered (message_id TEXT PRIMARY KEY, seq INTEGER NOT NULL, body TEXT NOT NULL)`,
		`CREATE TABLE message_keys (key TEXT PRIMARY KEY, seq INTEGER NOT NULL, message_id TEXT NOT NULL)`,
		`INSERT INTO message_keys (key, seq, message_id)
			SELECT 'file:' || json_extract(part.value, '$.url'), max(messages.seq), messages.id
			FROM messages, json_each(messages.body, '$.parts') part
			WHERE messages.role = 'user' AND json_extract(part.value, '$.type') = 'file' GROUP BY 1`,
		`INSERT INTO message_keys (key, seq, message_id)
			SELECT 'call:' || json_extract(part.value, '$.toolCallId'), max(messages.seq), messages.id
			FROM messages, json_each(messages.body, '$.parts') part
			WHERE messages.role = 'assistant' AND json_extract(part.value, '$.approval.id') IS NOT NULL GROUP BY 1`,
		`CREATE INDEX turns_answer ON turns (answer_id)`,
		`CREATE INDEX turns_approval ON turns (json_extract(approval, '$.id')) WHERE approval IS NOT NULL`,
		`CREATE INDEX handovers_open ON handovers (created_at) WHERE status <> 'closed'`,
		`CREATE INDEX notes_position ON notes (position)`,
		`CREATE INDEX notes_for_model ON notes (position) WHERE kind <> 'note'`
	],
	[
		`ALTER TABLE handovers ADD COLUMN ticket_number INTEGER`,
		`ALTER TABLE handovers ADD COLUMN opens_at INTEGER`
	],
	[`CREATE TABLE tool_chains (id TEXT PRIMARY KEY, body TEXT)`],
	[
		`CREATE TABLE call (only INTEGER PRIMARY KEY CHECK (only = 1), body TEXT NOT NULL)`,
		`CREATE TABLE call_events (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)`
	]
];

/** 0 where nothing was ever written. */
export function schemaVersion(storage: ConversationStorage): number {
	const [table] = storage.sql(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_version'`);
	if (table === undefined) return 0;
	const [row] = storage.sql<{ version: number }>(`SELECT MAX(version) AS version FROM schema_version`);
	return row?.version ?? 0;
}

/** Brings the tables up to date. Writes nothing when they are. Throws when they are of a later version than this code. */
export function migrate(storage: ConversationStorage): void {
	for (let present = schemaVersion(storage); present !== STEPS.length; present++)
		storage.transaction(() => {
			applySteps(storage, present, present + 1);
			noteVersions(storage, present, present + 1);
		});
}

/** The version this code makes. */
export const SCHEMA_VERSION = STEPS.length;

/** The tables of a version, without saying so. Called inside a transaction. */
export function applySteps(storage: ConversationStorage, from: number, to: number): void {
	if (from > to || to > STEPS.length)
		throw new Error(`conversation schema ${Math.max(from, to)} is newer than this code`);
	for (const statement of STEPS.slice(from, to).flat()) storage.sql(statement);
}

/** Says that the tables are there. Called inside a transaction. */
export function noteVersions(storage: ConversationStorage, from: number, to: number): void {
	if (from === 0) storage.sql(`CREATE TABLE schema_version (version INTEGER PRIMARY KEY)`);
	for (let version = from + 1; version <= to; version++)
		storage.sql(`INSERT INTO schema_version (version) VALUES (?)`, version);
}
