// The audit events, as administrators read them. Nothing is changed here.
import { and, desc, eq } from 'drizzle-orm';
import { requirePermission, type Actor, type Role } from '#lib/shared/actor.ts';
import type { Database } from './database.ts';
import { olderThan, pageOf, rowsFor } from './keyset.ts';
import { auditEvents } from './schema/events.ts';
import { users } from './schema/people.ts';

export interface RecordedEvent {
	id: string;
	/** Whoever acted: null for a visitor, and for somebody who has been erased. */
	personId: string | null;
	personName: string | null;
	role: Role;
	action: string;
	objectType: string;
	objectId: string | null;
	outcome: 'allowed' | 'refused' | 'failed';
	requestId: string | null;
	details: Record<string, string | number | boolean> | null;
	/** Milliseconds since epoch. */
	createdAt: number;
}

export interface AuditQuery {
	/** Of whoever acted. */
	personId?: string | undefined;
	outcome?: RecordedEvent['outcome'] | undefined;
	action?: string | undefined;
	cursor?: string | undefined;
	/** 1..100 */
	limit: number;
}

export interface AuditTrail {
	/** Newest first. Throws `forbidden` for whoever may not read it. */
	list(actor: Actor, query: AuditQuery): Promise<{ events: RecordedEvent[]; nextCursor: string | null }>;
}

export function createAuditTrail({ database }: { database: Database }): AuditTrail {
	return {
		async list(actor, { personId, outcome, action, cursor, limit }) {
			requirePermission(actor, 'read:audit');
			const found = await database
				.select({ event: auditEvents, displayName: users.displayName, email: users.email })
				.from(auditEvents)
				.leftJoin(users, eq(users.id, auditEvents.personId))
				.where(
					and(
						personId === undefined ? undefined : eq(auditEvents.personId, personId),
						outcome === undefined ? undefined : eq(auditEvents.outcome, outcome),
						action === undefined ? undefined : eq(auditEvents.action, action),
						olderThan(auditEvents.createdAt, auditEvents.id, cursor)
					)
				)
				.orderBy(desc(auditEvents.createdAt), desc(auditEvents.id))
				.limit(rowsFor(limit));
			const { rows, nextCursor } = pageOf(
				found.map(({ event, displayName, email }) => ({ ...event, personName: displayName ?? email })),
				limit
			);
			return { events: rows, nextCursor };
		}
	};
}
