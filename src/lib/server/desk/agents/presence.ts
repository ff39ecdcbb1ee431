// Who works at the desk, and who is there. An open desk asks for its list every few seconds: that is the sign of life. Whoever gave none for a
// minute is gone, whatever they chose. Agents are available from their first look on, administrators once they say so.
import { and, eq, getTableColumns, gt, inArray, isNull, sql, type SQL } from 'drizzle-orm';
import { m } from '#lib/paraglide/messages.js';
import { can, requirePermission, type Actor } from '#lib/shared/actor.ts';
import type { DeskAgent, PresenceChange } from '#lib/shared/desk.ts';
import { AppError } from '#lib/shared/errors.ts';
import { isKept, schema, type Clock, type Database } from '../../platform/index.ts';
import type { Candidate } from '../queue/choose-agent.ts';

const { deskAgents, users } = schema;

const GONE_MS = 60_000;
/** A sign of life is written when the last one is this old: three of four polls write nothing. */
const BEAT_MS = 15_000;
const USUAL_CAPACITY = 3;
const MOST_LISTED = 200;

export interface Available extends Candidate {
	/** Of what they hold, what they have already. */
	taken: number;
}

export interface Presence {
	/** Somebody has the desk open. Of others, and of programs with a key, nothing is kept. */
	beat(actor: Actor): Promise<void>;
	/** One's own, or, for administrators, somebody else's. Throws `not-found` for who does not work here. */
	change(actor: Actor, userId: string, change: PresenceChange): Promise<DeskAgent>;
	/** Those who are there first. */
	list(actor: Actor): Promise<DeskAgent[]>;
	/** Those who are there and take conversations, whether they have room or not. */
	available(): Promise<Available[]>;
}

export function createPresence({ database, clock }: { database: Database; clock: Clock }): Presence {
	const worksHere = and(inArray(users.role, ['agent', 'admin']), isNull(users.disabledAt));

	function rows(where: SQL | undefined) {
		return database
			.select({
				...getTableColumns(deskAgents),
				name: users.displayName,
				taken: TAKEN,
				offered: offeredAt(clock.now())
			})
			.from(deskAgents)
			.innerJoin(users, eq(users.id, deskAgents.userId))
			.where(and(worksHere, where))
			.limit(MOST_LISTED);
	}
	type Row = Awaited<ReturnType<typeof rows>>[number];

	const isThere = ({ seenAt }: Row) => clock.now() - seenAt < GONE_MS;

	function toAgent(row: Row, actor: Actor): DeskAgent {
		const { userId: id, name, status, capacity, taken, offered, skills } = row;
		return {
			...{ id, name, capacity, holds: taken + offered, skills, isMe: id === actor.userId },
			status: isThere(row) ? status : 'offline'
		};
	}

	/** Where there is none yet. `seenAt`: 0 for who has not been here. */
	async function ensure(userId: string, seenAt: number): Promise<void> {
		await database.run(sql`
			INSERT INTO desk_agents (user_id, status, capacity, skills, seen_at)
			SELECT id, CASE role WHEN 'agent' THEN 'available' ELSE 'offline' END, ${USUAL_CAPACITY}, '[]', ${seenAt}
			FROM users
			WHERE id = ${userId} AND role IN ('agent', 'admin') AND disabled_at IS NULL AND ${isKept(userId)}
			ON CONFLICT (user_id) DO UPDATE SET seen_at = excluded.seen_at
			WHERE excluded.seen_at - desk_agents.seen_at >= ${BEAT_MS}`);
	}

	return {
		async beat(actor) {
			const { userId, via } = actor;
			if (userId === undefined || via !== 'session' || !can(actor, 'take:conversation')) return;
			await ensure(userId, clock.now());
		},

		async change(actor, userId, change) {
			const isOwn = userId === actor.userId;
			requirePermission(actor, isOwn ? 'take:conversation' : 'write:handover');
			await ensure(userId, isOwn ? clock.now() : 0);
			if (Object.keys(change).length > 0)
				await database.update(deskAgents).set(change).where(eq(deskAgents.userId, userId));
			const [row] = await rows(eq(deskAgents.userId, userId));
			if (row === undefined) throw new AppError('not-found', m.desk_agent_unknown());
			return toAgent(row, actor);
		},

		async list(actor) {
			const found = (await rows(undefined)).map((row) => toAgent(row, actor));
			const order = { available: 0, away: 1, offline: 2 };
			return found.sort(
				(a, b) => order[a.status] - order[b.status] || (a.name ?? '').localeCompare(b.name ?? '')
			);
		},

		async available() {
			const found = await rows(
				and(eq(deskAgents.status, 'available'), gt(deskAgents.seenAt, clock.now() - GONE_MS))
			);
			return found.map(({ userId, capacity, taken, offered, skills, lastAssignedAt }) => ({
				...{ userId, capacity, taken, holds: taken + offered, skills, lastAssignedAt }
			}));
		}
	};
}

/** In a statement over desk_agents: how many conversations somebody has. */
const TAKEN = sql<number>`(SELECT count(*) FROM handover_requests r
	WHERE r.status = 'taken' AND r.agent_id = desk_agents.user_id)`;

/** … and how many they are offered at this moment. */
const offeredAt = (now: number): SQL<number> => sql<number>`(
	SELECT count(*) FROM handover_offers o JOIN handover_requests r ON r.id = o.request_id
	WHERE o.agent_id = desk_agents.user_id AND o.ends_at > ${now} AND r.status = 'requested')`;

/** … and whether they are there, available, and have room for one more. */
export const hasRoom = (now: number): SQL => sql`(
	desk_agents.status = 'available' AND desk_agents.seen_at > ${now - GONE_MS} AND
	desk_agents.capacity > ${TAKEN} + ${offeredAt(now)})`;
