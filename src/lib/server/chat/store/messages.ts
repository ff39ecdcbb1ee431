// Messages folded and put away, so that history, context and the projection never fold a long log. An answer that is being
// written is not here yet: it is folded from its own turn's events.
import { filesOf, messageText, type ConversationMessage } from '#lib/shared/conversation/message.ts';
import type { ConversationStorage } from './storage.ts';

interface MessageRow {
	body: string;
}

/** What the context of a turn needs of a message. */
export interface SpokenMessage {
	id: string;
	parentId: string | null;
	role: 'user' | 'assistant' | 'agent';
	text: string;
}

export interface Messages {
	put(message: ConversationMessage): void;
	byId(id: string): ConversationMessage | undefined;
	/** By our id, or by the id the client gave a person's message. */
	find(idOrClientId: string): ConversationMessage | undefined;
	spoken(id: string): SpokenMessage | undefined;
	/** The newest message a file was sent with. */
	sentWith(url: string): string | undefined;
	/** The newest answer in which the person was asked whether this call may be made. */
	withToolCall(toolCallId: string): ConversationMessage | undefined;
	/** Messages whose seq is lower than `before`, newest `limit` of them, oldest first. */
	page(before: number, limit: number): ConversationMessage[];
	/** Messages whose seq is higher than `seq`, oldest first. */
	after(seq: number, limit: number): ConversationMessage[];
	/** What is put away of the branch that ends at a message, oldest first, from its message `skip` on. */
	branch(headId: string, skip: number, limit: number): ConversationMessage[];
	/** The newest message whose parent this is. */
	newestChild(id: string): ConversationMessage | undefined;
}

export function createMessages(storage: ConversationStorage): Messages {
	const first = (clause: string, ...values: string[]): ConversationMessage | undefined => {
		const [row] = storage.sql<MessageRow>(`SELECT body FROM messages WHERE ${clause} LIMIT 1`, ...values);
		return row && toMessage(row);
	};
	return {
		put(message) {
			const text = messageText(message);
			storage.sql(
				`INSERT INTO messages (id, seq, parent_id, role, client_message_id, text, body) VALUES (?, ?, ?, ?, ?, ?, ?)
				 ON CONFLICT (id) DO UPDATE SET text = excluded.text, body = excluded.body`,
				message.id,
				message.seq,
				message.parentId,
				message.role,
				message.metadata.clientMessageId ?? null,
				text,
				JSON.stringify(message)
			);
			for (const key of keysOf(message))
				storage.sql(
					`INSERT INTO message_keys (key, seq, message_id) VALUES (?, ?, ?)
					 ON CONFLICT (key) DO UPDATE SET seq = excluded.seq, message_id = excluded.message_id WHERE excluded.seq > seq`,
					key,
					message.seq,
					message.id
				);
		},
		byId: (id) => first(`id = ?`, id),
		find: (id) => first(`id = ?`, id) ?? first(`client_message_id = ? ORDER BY seq DESC`, id),
		spoken: (id) =>
			storage.sql<SpokenMessage>(
				`SELECT id, parent_id AS parentId, role, text FROM messages WHERE id = ?`,
				id
			)[0],
		sentWith: (url) =>
			storage.sql<{ id: string }>(`SELECT message_id AS id FROM message_keys WHERE key = ?`, fileKey(url))[0]
				?.id,
		withToolCall: (toolCallId) =>
			first(`id = (SELECT message_id FROM message_keys WHERE key = ?)`, callKey(toolCallId)),
		page: (before, limit) =>
			storage
				.sql<MessageRow>(`SELECT body FROM messages WHERE seq < ? ORDER BY seq DESC LIMIT ?`, before, limit)
				.map(toMessage)
				.reverse(),
		after: (seq, limit) =>
			storage
				.sql<MessageRow>(`SELECT body FROM messages WHERE seq > ? ORDER BY seq LIMIT ?`, seq, limit)
				.map(toMessage),
		branch: (headId, skip, limit) =>
			storage
				.sql<MessageRow>(
					// By depth: a message sent while another waits stands in the log before the answer it follows. Answers that are
					// still to come have a place in the branch, by their turns.
					`WITH RECURSIVE branch(id, depth) AS (
						SELECT ?, 0
						UNION ALL
						SELECT COALESCE(
							(SELECT parent_id FROM messages m WHERE m.id = b.id),
							(SELECT question_id FROM turns t WHERE t.answer_id = b.id)
						), b.depth + 1 FROM branch b WHERE b.id IS NOT NULL
					)
					SELECT m.body FROM branch b JOIN messages m ON m.id = b.id ORDER BY b.depth DESC LIMIT ? OFFSET ?`,
					headId,
					limit,
					skip
				)
				.map(toMessage),
		newestChild: (id) => first(`parent_id = ? ORDER BY seq DESC`, id)
	};
}

const fileKey = (url: string) => `file:${url}`;
const callKey = (toolCallId: string) => `call:${toolCallId}`;

/** What a message is looked up by beside its id: looking into every message for it would cost more the longer a conversation is. */
function keysOf(message: ConversationMessage): string[] {
	if (message.role === 'user') return filesOf(message).map(({ url }) => fileKey(url));
	return message.parts.flatMap((part) =>
		'toolCallId' in part && part.approval !== undefined ? [callKey(part.toolCallId)] : []
	);
}

function toMessage(row: MessageRow): ConversationMessage {
	return JSON.parse(row.body) as ConversationMessage;
}
