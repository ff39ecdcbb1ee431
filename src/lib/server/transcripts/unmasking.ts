// Seeing personal data in one transcript, for a quarter of an hour, for a reason. The reason is kept before anything is shown; the audit trail
// tells of the permission and of every look that was taken with it.
import { and, eq, gt } from 'drizzle-orm';
import { requirePermission, type Actor } from '#lib/shared/actor.ts';
import { newId } from '#lib/shared/ids.ts';
import { TRANSCRIPT_LIMITS } from '#lib/shared/transcripts.ts';
import { schema, type Audit, type Clock, type Database } from '../platform/index.ts';

const { transcriptUnmaskings: unmaskings } = schema;

export interface UnmaskingGiven {
	/** Named when the transcript is read or exported. */
	unmasking: string;
	until: number;
}

export interface Unmasking {
	/** Throws `forbidden`. */
	give(actor: Actor, conversation: { id: string; personId: string }, reason: string): Promise<UnmaskingGiven>;
	/** Until when it holds; undefined where it was given to somebody else, for another conversation, or is over. */
	until(actor: Actor, conversationId: string, unmasking: string | undefined): Promise<number | undefined>;
}

export function createUnmasking(dependencies: { database: Database; clock: Clock; audit: Audit }): Unmasking {
	const { database, clock, audit } = dependencies;
	return {
		async give(actor, { id: conversationId, personId }, reason) {
			requirePermission(actor, 'unmask:conversation');
			const agentId = actor.userId ?? '';
			const createdAt = clock.now();
			const id = newId();
			await database.insert(unmaskings).values({ id, conversationId, personId, agentId, reason, createdAt });
			audit.record(actor, {
				action: 'transcript.unmasked',
				objectType: 'conversation',
				objectId: conversationId,
				outcome: 'allowed',
				// The words of the reason may name somebody: they stand beside the conversation, and go with it.
				details: { unmasking: id }
			});
			return { unmasking: id, until: createdAt + TRANSCRIPT_LIMITS.unmaskedMs };
		},
		async until(actor, conversationId, unmasking) {
			if (unmasking === undefined) return undefined;
			requirePermission(actor, 'unmask:conversation');
			const [given] = await database
				.select({ createdAt: unmaskings.createdAt })
				.from(unmaskings)
				.where(
					and(
						eq(unmaskings.id, unmasking),
						eq(unmaskings.conversationId, conversationId),
						eq(unmaskings.agentId, actor.userId ?? ''),
						gt(unmaskings.createdAt, clock.now() - TRANSCRIPT_LIMITS.unmaskedMs)
					)
				);
			return given && given.createdAt + TRANSCRIPT_LIMITS.unmaskedMs;
		}
	};
}
