import type { ConversationStorage } from './storage.ts';

export interface Handover {
	id: string;
	reason: string;
	createdAt: number;
}

/** Requests for a person: one a turn. */
export interface Handovers {
	/** Keeps the request a turn has already made. Gives the one that stands. */
	request(turnId: string, request: Handover): Handover;
	find(id: string): Handover | undefined;
}

export function createHandovers(storage: ConversationStorage): Handovers {
	const COLUMNS = `id, reason, created_at AS createdAt`;
	return {
		request(turnId, request) {
			storage.sql(
				`INSERT INTO handovers (id, turn_id, reason, created_at) VALUES (?, ?, ?, ?) ON CONFLICT (turn_id) DO NOTHING`,
				request.id,
				turnId,
				request.reason,
				request.createdAt
			);
			const [standing] = storage.sql<Handover>(`SELECT ${COLUMNS} FROM handovers WHERE turn_id = ?`, turnId);
			return standing ?? request;
		},
		find: (id) => storage.sql<Handover>(`SELECT ${COLUMNS} FROM handovers WHERE id = ?`, id)[0]
	};
}
