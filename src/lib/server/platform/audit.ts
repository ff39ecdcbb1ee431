// Who did what to which object, and whether it was allowed. Facts only: never what somebody wrote, nor an address or e-mail.
import type { Actor } from '#lib/shared/actor.ts';
import { newId } from '#lib/shared/ids.ts';
import type { Clock } from './clock.ts';
import type { Database } from './database.ts';
import { auditEvents } from './schema/events.ts';

export interface AuditEvent {
	/** object.verb, past tense: session.created, document.deleted. */
	action: string;
	objectType: string;
	objectId: string | null;
	outcome: 'allowed' | 'refused' | 'failed';
	details?: Record<string, string | number | boolean>;
}

export interface Audit {
	/** Does not hold the caller up. */
	record(actor: Actor, event: AuditEvent): void;
}

export interface AuditOptions {
	database: Database;
	clock: Clock;
	/** A write that fails is its concern. */
	runInBackground: (label: string, work: Promise<unknown>) => void;
	requestId?: string | undefined;
}

export function createAudit({ database, clock, runInBackground, requestId }: AuditOptions): Audit {
	return {
		record(actor, { details, ...event }) {
			const row = {
				id: newId(),
				personId: actor.userId ?? null,
				role: actor.role,
				...event,
				requestId: requestId ?? null,
				details: details ?? null,
				createdAt: clock.now()
			};
			runInBackground('audit event', Promise.resolve(database.insert(auditEvents).values(row)));
		}
	};
}
