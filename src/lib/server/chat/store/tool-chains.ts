// Chains of tool calls of this conversation, and how far each has come. One that has ended keeps its id alone: it is not begun again.
import type { Chain } from '../../tools/index.ts';
import type { ConversationStorage } from './storage.ts';

export interface ToolChains {
	/** Keeps the one that is there already. */
	add(chain: Chain): void;
	/** undefined: never there, or over. */
	find(id: string): Chain | undefined;
	/** Of one that is there. */
	put(chain: Chain): void;
	/** It is over; what it held is dropped. */
	end(id: string): void;
}

export function createToolChains(storage: ConversationStorage): ToolChains {
	return {
		add: ({ id, ...chain }) =>
			void storage.sql(
				`INSERT INTO tool_chains (id, body) VALUES (?, ?) ON CONFLICT (id) DO NOTHING`,
				id,
				JSON.stringify(chain)
			),
		find(id) {
			const [row] = storage.sql<{ body: string | null }>(`SELECT body FROM tool_chains WHERE id = ?`, id);
			return typeof row?.body === 'string'
				? { ...(JSON.parse(row.body) as Omit<Chain, 'id'>), id }
				: undefined;
		},
		put: ({ id, ...chain }) =>
			void storage.sql(
				`UPDATE tool_chains SET body = ? WHERE id = ? AND body IS NOT NULL`,
				JSON.stringify(chain),
				id
			),
		end: (id) => void storage.sql(`UPDATE tool_chains SET body = NULL WHERE id = ?`, id)
	};
}
