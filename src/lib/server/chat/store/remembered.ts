// What the conversation remembers, as it stood after each of its newest messages: a few of them, so that another answer to the last question,
// or a branch that leaves near the end, goes on from where it left.
import type { RollingContext } from '../context/index.ts';
import type { ConversationStorage } from './storage.ts';

const KEPT = 4;

export interface Remembered {
	/** As it stood after this message; undefined where that is not kept. */
	after(messageId: string): RollingContext | undefined;
	/** The last that was kept. */
	newest(): RollingContext | undefined;
	keep(context: RollingContext, seq: number): void;
	/** What it held is not so any more: it is begun anew with the next message. */
	clear(): void;
	/** A transaction was undone, or the storage was filled by somebody else. */
	forget(): void;
}

export function createRemembered(storage: ConversationStorage): Remembered {
	/** By the message it stood after, oldest first. Asked for at every turn. */
	let known: Map<string, RollingContext> | undefined;

	function load(): Map<string, RollingContext> {
		known ??= new Map(
			storage
				.sql<{ id: string; body: string }>(`SELECT message_id AS id, body FROM remembered ORDER BY seq`)
				.map(({ id, body }) => [id, JSON.parse(body) as RollingContext])
		);
		return known;
	}

	return {
		after: (messageId) => load().get(messageId),
		newest: () => [...load().values()].at(-1),
		keep(context, seq) {
			const id = context.lastMessageId;
			storage.sql(
				`INSERT INTO remembered (message_id, seq, body) VALUES (?, ?, ?)
				 ON CONFLICT (message_id) DO UPDATE SET seq = excluded.seq, body = excluded.body`,
				id,
				seq,
				JSON.stringify(context)
			);
			const next = load();
			next.delete(id);
			next.set(id, context);
			for (const old of [...next.keys()].slice(0, -KEPT)) {
				storage.sql(`DELETE FROM remembered WHERE message_id = ?`, old);
				next.delete(old);
			}
		},
		clear() {
			storage.sql(`DELETE FROM remembered`);
			known = new Map();
		},
		forget: () => {
			known = undefined;
		}
	};
}
