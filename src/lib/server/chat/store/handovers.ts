import type { HandoverOrigin, HandoverOutcome } from '#lib/shared/conversation/parts.ts';
import type { ConversationStorage } from './storage.ts';

export interface Handover {
	id: string;
	reason: string;
	origin: HandoverOrigin;
	status: 'requested' | 'taken' | 'closed';
	agentId: string | null;
	createdAt: number;
	takenAt: number | null;
	/** When the person of the school first wrote. */
	answeredAt: number | null;
	closedAt: number | null;
	outcome: HandoverOutcome | null;
	/** With the outcome `ticketed`: where it goes on. */
	ticketNumber: number | null;
	/** With the outcome `ticketed`, where the school was closed: when it opens. */
	opensAt: number | null;
}

export interface TicketOfHandover {
	number: number;
	opensAt: number | null;
}

export type NewHandover = Pick<Handover, 'id' | 'reason' | 'origin' | 'createdAt'>;

/** Wishes for a person: at most one is open. */
export interface Handovers {
	/** Keeps the request that is open, or that the same cause has made. Gives the one that stands. */
	request(cause: string, request: NewHandover): Handover;
	open(): Handover | undefined;
	/** The last one, open or not. */
	latest(): Handover | undefined;
	find(id: string): Handover | undefined;
	/** Made since then by whoever waits, for them, or by a rule; not those that only go on for another. */
	countSince(at: number): number;
	take(id: string, agentId: string, at: number): void;
	/** Only the first answer counts. */
	answer(id: string, at: number): void;
	close(id: string, outcome: HandoverOutcome, at: number, ticket?: TicketOfHandover): void;
}

export function createHandovers(storage: ConversationStorage): Handovers {
	const first = (where: string, ...values: string[]): Handover | undefined =>
		storage.sql<Handover>(
			`SELECT id, reason, origin, status, agent_id AS agentId, created_at AS createdAt, taken_at AS takenAt,
				answered_at AS answeredAt, closed_at AS closedAt, outcome, ticket_number AS ticketNumber, opens_at AS opensAt
			 FROM handovers WHERE ${where}`,
			...values
		)[0];
	const open = () => first(`status <> 'closed' ORDER BY created_at DESC LIMIT 1`);
	return {
		open,
		latest: () => first(`true ORDER BY created_at DESC, rowid DESC LIMIT 1`),
		request(cause, { id, reason, origin, createdAt }) {
			const standing = open() ?? first(`turn_id = ?`, cause);
			if (standing !== undefined) return standing;
			storage.sql(
				`INSERT INTO handovers (id, turn_id, reason, origin, created_at) VALUES (?, ?, ?, ?, ?)`,
				id,
				cause,
				reason,
				origin,
				createdAt
			);
			const fresh = { id, reason, origin, createdAt, status: 'requested' } as const;
			return {
				...fresh,
				...{ agentId: null, takenAt: null, answeredAt: null, closedAt: null, outcome: null },
				...{ ticketNumber: null, opensAt: null }
			};
		},
		find: (id) => first(`id = ?`, id),
		countSince: (at) =>
			storage.sql<{ count: number }>(
				`SELECT count(*) AS count FROM handovers
				 WHERE created_at > ? AND origin <> 'agent' AND reason NOT IN ('away', 'dismissed')`,
				at
			)[0]?.count ?? 0,
		take: (id, agentId, at) =>
			void storage.sql(
				`UPDATE handovers SET status = 'taken', agent_id = ?, taken_at = ? WHERE id = ?`,
				agentId,
				at,
				id
			),
		answer: (id, at) =>
			void storage.sql(`UPDATE handovers SET answered_at = ? WHERE id = ? AND answered_at IS NULL`, at, id),
		close: (id, outcome, at, ticket) =>
			void storage.sql(
				`UPDATE handovers SET status = 'closed', outcome = ?, closed_at = ?, ticket_number = ?, opens_at = ? WHERE id = ?`,
				outcome,
				at,
				ticket?.number ?? null,
				ticket?.opensAt ?? null,
				id
			)
	};
}
