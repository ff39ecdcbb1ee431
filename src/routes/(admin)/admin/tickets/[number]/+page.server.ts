import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { formAction, pageLoad } from '#lib/server/http/index.ts';
import { ChangeTicket, MergeTicket, NewComment, TicketNumber } from '#lib/server/tickets/index.ts';
import { requirePermission } from '#lib/shared/actor.ts';
import { newId } from '#lib/shared/ids.ts';

const Params = z.object({ number: TicketNumber });
/** What was done, for the page that comes after. */
const Query = z.object({
	done: z.enum(['changed', 'answered', 'noted', 'merged']).optional().catch(undefined)
});

export const load = pageLoad(
	{ params: Params, query: Query },
	async ({ services, actor, params: { number }, query }) => {
		requirePermission(actor, 'write:ticket');
		const answer = await services.tickets.view(actor, number);
		if ('mergedInto' in answer) redirect(303, `/admin/tickets/${answer.mergedInto}`);
		const [assignees, { replies }] = await Promise.all([
			services.tickets.assignees(actor),
			services.deskLists.replies(actor)
		]);
		return {
			...{ ticket: answer.ticket, assignees, replies, done: query.done },
			...{ clientKey: newId(), now: services.clock.now() }
		};
	}
);

/** Tags as they are typed: with commas. */
const words = z.string().transform((text) => text.split(',').flatMap((tag) => tag.trim() || []));
const ChangeForm = ChangeTicket.extend({
	addTags: words.pipe(ChangeTicket.shape.addTags.unwrap()),
	removeTags: words.pipe(ChangeTicket.shape.removeTags.unwrap())
});
/** The button that is pressed says whether the requester reads it. */
const ReplyForm = NewComment.extend({
	isInternal: z
		.literal('yes')
		.transform(() => true)
		.optional()
		.default(false)
});

export const actions = {
	change: formAction(ChangeForm, async ({ services, actor, fields, event }) => {
		const { number } = Params.parse(event.params);
		await services.tickets.change(actor, number, fields);
		redirect(303, `/admin/tickets/${number}?done=changed`);
	}),
	comment: formAction(ReplyForm, async ({ services, actor, fields, event }) => {
		const { number } = Params.parse(event.params);
		const { isInternal, status, ...comment } = fields;
		await services.tickets.comment(actor, number, {
			...{ ...comment, isInternal },
			...(isInternal || status === undefined ? {} : { status })
		});
		redirect(303, `/admin/tickets/${number}?done=${isInternal ? 'noted' : 'answered'}`);
	}),
	merge: formAction(MergeTicket, async ({ services, actor, fields, event }) => {
		const { number } = Params.parse(event.params);
		await services.tickets.merge(actor, number, fields.into);
		redirect(303, `/admin/tickets/${fields.into}?done=merged`);
	})
};
