// The projection in D1, with Drizzle: its own tables only. One batch is one transaction.
import { and, eq, sql } from 'drizzle-orm';
import { attachmentIdOf } from '#lib/shared/conversation/attachments.ts';
import { filesOf, messageText } from '#lib/shared/conversation/message.ts';
import { markSent } from '../../attachments/index.ts';
import { isKept, schema, type Database } from '../../platform/index.ts';
import type { RollingContext } from '../context/index.ts';
import type { Projection, ProjectionBatch } from './projection.ts';

const { conversations, conversationShares, handoverRequests, messageRatings, messages, userContexts } =
	schema;

export function createDatabaseProjection(database: Database): Projection {
	return {
		async write(batch) {
			const [kept] = await database.batch([
				database
					.select({ one: sql`1` })
					.from(sql`(SELECT 1)`)
					.where(isKept(batch.conversation.personId)),
				writeConversation(database, batch),
				...batch.messages.map((message) => writeMessage(database, batch, message)),
				...batch.messages.flatMap((message) => {
					const ids = filesOf(message).map(({ url }) => attachmentIdOf(url) ?? '');
					return ids.length === 0 ? [] : [markSent(database, batch.conversation.personId, message.id, ids)];
				}),
				...batch.ratings.map((rating) => writeRating(database, batch, rating)),
				...batch.handovers.map((handover) => writeHandover(database, batch, handover)),
				...(batch.remembered === undefined ? [] : [writeRemembered(database, batch, batch.remembered)])
			]);
			return kept.length > 0;
		},
		async erase(conversationId) {
			await database.batch([
				database.delete(messageRatings).where(eq(messageRatings.conversationId, conversationId)),
				database.delete(handoverRequests).where(eq(handoverRequests.conversationId, conversationId)),
				database.delete(userContexts).where(eq(userContexts.conversationId, conversationId)),
				database.delete(conversationShares).where(eq(conversationShares.conversationId, conversationId)),
				database.delete(messages).where(eq(messages.conversationId, conversationId)),
				database.delete(conversations).where(eq(conversations.id, conversationId))
			]);
		}
	};
}

function writeConversation(database: Database, { conversation, seq }: ProjectionBatch) {
	const { id, personId, createdAt, title, status, language, channel, metadata } = conversation;
	const { messageCount, updatedAt, deletedAt, pinnedAt, tags } = conversation;
	const row = {
		...{ title, status, language, channel, metadata, messageCount, updatedAt, deletedAt, pinnedAt, tags },
		projectedSeq: seq
	};
	return database
		.insert(conversations)
		.values({ id, personId, createdAt, ...row })
		.onConflictDoUpdate({
			target: conversations.id,
			set: row,
			setWhere: sql`excluded.projected_seq >= ${conversations.projectedSeq}`
		});
}

function writeMessage(
	database: Database,
	{ conversation, untold }: ProjectionBatch,
	message: ProjectionBatch['messages'][number]
) {
	const facts = untold?.get(message.id);
	const changing = {
		text: messageText(message),
		parts: [...message.parts, ...(facts === undefined ? [] : [{ type: 'data-turn', data: facts }])],
		metadata: {
			...message.metadata,
			...variantsOf(message),
			status: message.status,
			...(message.error ? { error: message.error } : {})
		}
	};
	const { id, parentId, role, seq, createdAt } = message;
	return database
		.insert(messages)
		.values({
			id,
			parentId,
			role,
			seq,
			createdAt,
			conversationId: conversation.id,
			personId: conversation.personId,
			...changing
		})
		.onConflictDoUpdate({ target: messages.id, set: changing });
}

/** Beside the message's other facts, so that an experiment can be counted without opening its parts. */
function variantsOf({ parts }: ProjectionBatch['messages'][number]) {
	const report = parts.find((part) => part.type === 'data-turn');
	return report?.data.variants === undefined ? {} : { variants: report.data.variants };
}

function writeRating(
	database: Database,
	{ conversation }: ProjectionBatch,
	{ messageId, rating }: ProjectionBatch['ratings'][number]
) {
	const { id: conversationId, personId } = conversation;
	if (rating === null)
		return database
			.delete(messageRatings)
			.where(and(eq(messageRatings.messageId, messageId), eq(messageRatings.personId, personId)));
	return database
		.insert(messageRatings)
		.values({ messageId, personId, conversationId, ...rating })
		.onConflictDoUpdate({
			target: [messageRatings.messageId, messageRatings.personId],
			set: { ...rating, reviewedAt: unlessChanged('reviewed_at'), reviewedBy: unlessChanged('reviewed_by') }
		});
}

/** A rating that was changed is to be reviewed again; one that is only sent again is not. */
function unlessChanged(column: 'reviewed_at' | 'reviewed_by') {
	return sql.raw(
		`CASE WHEN excluded.updated_at = message_ratings.updated_at THEN message_ratings.${column} END`
	);
}

function writeHandover(
	database: Database,
	{ conversation }: ProjectionBatch,
	handover: ProjectionBatch['handovers'][number]
) {
	const { id: conversationId, personId } = conversation;
	const { id, reason, origin, createdAt, opensAt: _opensAt, ...state } = handover;
	return database
		.insert(handoverRequests)
		.values({ id, reason, origin, createdAt, conversationId, personId, ...state })
		.onConflictDoUpdate({ target: handoverRequests.id, set: state });
}

function writeRemembered(
	database: Database,
	{ conversation }: ProjectionBatch,
	{ summary, openQuestion, tried, messageCount, lastSummaryAt, ...kept }: RollingContext
) {
	const { id: conversationId, personId } = conversation;
	const row = {
		...{ summary, openQuestion, tried, messageCount, lastSummaryAt },
		activeTopics: kept.activeTopics.map(({ name }) => name),
		resolvedIssues: kept.resolvedIssues,
		sentiment: kept.sentiment.mean,
		expiresAt: lastSummaryAt + kept.ttl
	};
	return database
		.insert(userContexts)
		.values({ conversationId, personId, ...row })
		.onConflictDoUpdate({
			target: userContexts.conversationId,
			set: row,
			setWhere: sql`excluded.last_summary_at >= ${userContexts.lastSummaryAt}`
		});
}
