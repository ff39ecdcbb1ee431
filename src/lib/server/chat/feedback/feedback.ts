// The ratings of answers, for those who review them: newest first, by keyset, read from the projection. Guarantees: what was marked as
// reviewed is the rating that was seen. One that its person has changed meanwhile is to be looked at again.
import { and, desc, eq, isNull } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { requirePermission, type Actor } from '#lib/shared/actor.ts';
import type {
	FeedbackPage,
	FeedbackQuery,
	RatedAnswer,
	RatingReview
} from '#lib/shared/conversation/feedback.ts';
import { citationsOf, type MessagePart } from '#lib/shared/conversation/message.ts';
import { AppError } from '#lib/shared/errors.ts';
import {
	olderThan,
	pageOf,
	rowsFor,
	schema,
	type Audit,
	type Clock,
	type Database
} from '../../platform/index.ts';

const { conversations, messageRatings: ratings, messages } = schema;
const questions = alias(messages, 'questions');

export interface Feedback {
	list(actor: Actor, query: FeedbackQuery): Promise<FeedbackPage>;
	/** Marks a rating as reviewed, or takes that back. */
	review(actor: Actor, review: RatingReview): Promise<void>;
}

export interface FeedbackDependencies {
	database: Database;
	clock: Clock;
	audit: Audit;
}

export function createFeedback({ database, clock, audit }: FeedbackDependencies): Feedback {
	return {
		async list(actor, { value, reviewed, cursor, limit }) {
			requirePermission(actor, 'read:rating');
			const rows = await database
				.select({
					messageId: ratings.messageId,
					personId: ratings.personId,
					value: ratings.value,
					reason: ratings.reason,
					updatedAt: ratings.updatedAt,
					reviewedAt: ratings.reviewedAt,
					conversationTitle: conversations.title,
					question: questions.text,
					answer: messages.text,
					parts: messages.parts
				})
				.from(ratings)
				.innerJoin(conversations, eq(conversations.id, ratings.conversationId))
				.innerJoin(messages, eq(messages.id, ratings.messageId))
				.leftJoin(questions, eq(questions.id, messages.parentId))
				.where(
					and(
						isNull(conversations.deletedAt),
						value === 'any' ? undefined : eq(ratings.value, value),
						reviewed === 'any' ? undefined : isNull(ratings.reviewedAt),
						olderThan(ratings.updatedAt, ratings.messageId, cursor)
					)
				)
				.orderBy(desc(ratings.updatedAt), desc(ratings.messageId))
				.limit(rowsFor(limit));
			const page = pageOf(
				rows.map((row) => ({ row, id: row.messageId, createdAt: row.updatedAt })),
				limit
			);
			return {
				ratings: page.rows.map(({ row: { parts, ...row } }): RatedAnswer => ({
					...row,
					citations: citationsOf({ parts: parts as MessagePart[] })
				})),
				nextCursor: page.nextCursor
			};
		},
		async review(actor, { messageId, personId, updatedAt, isReviewed }) {
			requirePermission(actor, 'write:rating');
			const marked = await database
				.update(ratings)
				.set(
					isReviewed
						? { reviewedAt: clock.now(), reviewedBy: actor.userId ?? null }
						: { reviewedAt: null, reviewedBy: null }
				)
				.where(
					and(
						eq(ratings.messageId, messageId),
						eq(ratings.personId, personId),
						eq(ratings.updatedAt, updatedAt)
					)
				)
				.returning({ messageId: ratings.messageId });
			if (marked.length === 0)
				throw new AppError('conflict', 'This rating was changed or taken back meanwhile. Please look again.');
			audit.record(actor, {
				action: isReviewed ? 'rating.reviewed' : 'rating.reopened',
				objectType: 'message',
				objectId: messageId,
				outcome: 'allowed'
			});
		}
	};
}
