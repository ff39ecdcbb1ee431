// Who a conversation belongs to and how it stands: one row in its object.
import type { ConversationStorage } from './storage.ts';

export interface ConversationRecord {
	id: string;
	personId: string;
	title: string;
	/** A title that a person gave is never replaced by one made from a question. */
	titleBy: 'question' | 'person';
	status: 'active' | 'idle' | 'ended';
	language: string;
	channel: 'text' | 'voice';
	metadata: { userAgent?: string; address?: string; referrer?: string; voiceEnabled: boolean };
	/** The leaf of the branch that is shown. */
	headId: string | null;
	messageCount: number;
	createdAt: number;
	updatedAt: number;
	/** Set while a deletion can still be undone. */
	deletedAt: number | null;
	pinnedAt: number | null;
	tags: string[];
	/** When it last came back from the archive. */
	restoredAt: number | null;
}

interface Row {
	id: string;
	person_id: string;
	title: string;
	title_by: ConversationRecord['titleBy'];
	status: ConversationRecord['status'];
	language: string;
	channel: ConversationRecord['channel'];
	metadata: string;
	head_id: string | null;
	message_count: number;
	created_at: number;
	updated_at: number;
	deleted_at: number | null;
	pinned_at: number | null;
	tags: string;
	restored_at: number | null;
}

export interface ConversationRecords {
	load(): ConversationRecord | undefined;
	create(record: ConversationRecord): void;
	change(changes: Partial<Omit<ConversationRecord, 'id' | 'personId' | 'createdAt'>>): void;
	/** A transaction was undone, or the storage was filled by somebody else: what is remembered may be wrong. */
	forget(): void;
}

export function createConversationRecords(storage: ConversationStorage): ConversationRecords {
	/** Read several times for every message. */
	let known: ConversationRecord | undefined;
	function load(): ConversationRecord | undefined {
		if (known !== undefined) return known;
		const [row] = storage.sql<Row>(`SELECT * FROM conversation`);
		known = row && toRecord(row);
		return known;
	}
	return {
		load,
		forget: () => {
			known = undefined;
		},
		create: (record) => {
			storage.sql(
				`INSERT INTO conversation (id, person_id, title, title_by, status, language, channel, metadata, head_id,
					message_count, created_at, updated_at, deleted_at, pinned_at, tags, restored_at)
				 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
				record.id,
				record.personId,
				record.title,
				record.titleBy,
				record.status,
				record.language,
				record.channel,
				JSON.stringify(record.metadata),
				record.headId,
				record.messageCount,
				record.createdAt,
				record.updatedAt,
				record.deletedAt,
				record.pinnedAt,
				JSON.stringify(record.tags),
				record.restoredAt
			);
			known = record;
		},
		change: (changes) => {
			const present = load();
			if (present === undefined) throw new Error('a conversation that does not exist was changed');
			const next = { ...present, ...changes };
			storage.sql(
				`UPDATE conversation SET title = ?, title_by = ?, status = ?, head_id = ?, message_count = ?, updated_at = ?, deleted_at = ?,
					pinned_at = ?, tags = ?, restored_at = ?`,
				next.title,
				next.titleBy,
				next.status,
				next.headId,
				next.messageCount,
				next.updatedAt,
				next.deletedAt,
				next.pinnedAt,
				JSON.stringify(next.tags),
				next.restoredAt
			);
			known = next;
		}
	};
}

function toRecord(row: Row): ConversationRecord {
	return {
		id: row.id,
		personId: row.person_id,
		title: row.title,
		titleBy: row.title_by,
		status: row.status,
		language: row.language,
		channel: row.channel,
		metadata: JSON.parse(row.metadata) as ConversationRecord['metadata'],
		headId: row.head_id,
		messageCount: row.message_count,
		createdAt: row.created_at,
		updatedAt: row.updated_at,
		deletedAt: row.deleted_at,
		pinnedAt: row.pinned_at,
		tags: JSON.parse(row.tags) as string[],
		restoredAt: row.restored_at
	};
}
