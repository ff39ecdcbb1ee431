import { FeedbackQuery, RatingReview } from '#lib/shared/conversation/feedback.ts';
import { can } from '#lib/shared/actor.ts';
import { formAction, pageLoad } from '#lib/server/http/index.ts';

export const load = pageLoad({ query: FeedbackQuery }, async ({ services, actor, query }) => ({
	/** Agents read; administrators mark. */
	mayReview: can(actor, 'write:rating'),
	value: query.value,
	reviewed: query.reviewed,
	isFirstPage: query.cursor === undefined,
	...(await services.feedback.list(actor, query))
}));

export const actions = {
	review: formAction(RatingReview, async ({ services, actor, fields }) => {
		await services.feedback.review(actor, fields);
	})
};
