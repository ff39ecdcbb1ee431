import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { formAction, pageLoad } from '#lib/server/http/index.ts';
import { NewComment, Rating, TicketNumber } from '#lib/server/tickets/index.ts';
import { newId } from '#lib/shared/ids.ts';

const Params = z.object({ number: TicketNumber });
/** What was done, for the page that comes after. */
const Query = z.object({
	done: z.enum(['opened', 'commented', 'solved', 'rated']).optional().catch(undefined)
});

export const load = pageLoad(
	{ params: Params, query: Query },
	async ({ services, actor, params: { number }, query }) => {
		const answer = await services.tickets.view(actor, number);
		if ('mergedInto' in answer) redirect(303, `/tickets/${answer.mergedInto}`);
		return { ticket: answer.ticket, clientKey: newId(), done: query.done };
	}
);

export const actions = {
	comment: formAction(
		NewComment.pick({ body: true, fileIds: true, clientKey: true }),
		async ({ services, actor, fields, event }) => {
			const { number } = Params.parse(event.params);
			await services.tickets.comment(actor, number, { ...fields, isInternal: false });
			redirect(303, `/tickets/${number}?done=commented`);
		}
	),
	solve: formAction(
		z.object({ version: z.coerce.number().int().min(1) }),
		async ({ services, actor, fields, event }) => {
			const { number } = Params.parse(event.params);
			await services.tickets.change(actor, number, { ...fields, status: 'solved' });
			redirect(303, `/tickets/${number}?done=solved`);
		}
	),
	rate: formAction(Rating, async ({ services, actor, fields, event }) => {
		const { number } = Params.parse(event.params);
		await services.tickets.rate(actor, number, fields);
		redirect(303, `/tickets/${number}?done=rated`);
	})
};
