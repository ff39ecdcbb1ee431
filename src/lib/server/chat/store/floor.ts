// Who has the floor: at most one claim stands, and its position in the log is the token of whoever made it.
import type { ConversationStorage } from './storage.ts';

export interface Claim {
	/** The log position of the claim. Later claims have higher ones, so an old token never fits again. */
	position: number;
	agentId: string;
	agentName: string;
	claimedAt: number;
	/** The last sign of life of the person. */
	seenAt: number;
}

export interface Floor {
	/** The claim that stands. */
	holder(): Claim | undefined;
	take(claim: Claim): void;
	/** The holder was here. */
	touch(at: number): void;
	release(at: number, reason: string): void;
	/** A transaction was undone, or the storage was filled by somebody else. */
	forget(): void;
}

export function createFloor(storage: ConversationStorage): Floor {
	/** Asked for at every turn; null: nobody has it. */
	let known: Claim | null | undefined;

	function holder(): Claim | undefined {
		known ??=
			storage.sql<Claim>(
				`SELECT position, agent_id AS agentId, agent_name AS agentName, claimed_at AS claimedAt, seen_at AS seenAt
				 FROM floor WHERE released_at IS NULL`
			)[0] ?? null;
		return known ?? undefined;
	}

	return {
		holder,
		take(claim) {
			storage.sql(
				`INSERT INTO floor (position, agent_id, agent_name, claimed_at, seen_at) VALUES (?, ?, ?, ?, ?)`,
				claim.position,
				claim.agentId,
				claim.agentName,
				claim.claimedAt,
				claim.seenAt
			);
			known = claim;
		},
		touch(at) {
			const present = holder();
			if (present === undefined) return;
			storage.sql(`UPDATE floor SET seen_at = ? WHERE released_at IS NULL`, at);
			known = { ...present, seenAt: at };
		},
		release(at, reason) {
			storage.sql(`UPDATE floor SET released_at = ?, reason = ? WHERE released_at IS NULL`, at, reason);
			known = null;
		},
		forget: () => {
			known = undefined;
		}
	};
}
