import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { formAction, pageLoad } from '#lib/server/http/index.ts';
import { BulkChange, ListTickets, NewFilter } from '#lib/server/tickets/index.ts';
import { requirePermission } from '#lib/shared/actor.ts';
import { Id } from '#lib/shared/ids.ts';

const NAMES = ['status', 'priority', 'category', 'assignee', 'requester', 'team', 'tag', 'query'] as const;

export const load = pageLoad({ query: ListTickets }, async ({ services, actor, query, event }) => {
	requirePermission(actor, 'write:ticket');
	const { searchParams } = event.url;
	// What breaks a promise next stands first, unless somebody wants it otherwise.
	const sort = searchParams.has('sort') ? query.sort : 'due';
	const [page, { filters }, assignees] = await Promise.all([
		services.tickets.list(actor, { ...query, sort }),
		services.deskLists.filters(actor),
		services.tickets.assignees(actor)
	]);
	const filter = Object.fromEntries(NAMES.map((name) => [name, searchParams.getAll(name).join(',')]));
	return {
		...{ ...page, filters, assignees, now: services.clock.now() },
		filter: { ...filter, sort } as Record<(typeof NAMES)[number] | 'sort', string>,
		isFirstPage: query.cursor === undefined
	};
});

/** A form has one field for each ticket that is ticked. */
const BulkForm = z.preprocess((given) => {
	const fields = z.record(z.string(), z.string()).parse(given);
	const { status, priority, assigneeId, addTag } = fields;
	return {
		numbers: Object.keys(fields).flatMap((name) => /^ticket-(\d+)$/.exec(name)?.[1] ?? []),
		changes: {
			...(status ? { status } : {}),
			...(priority ? { priority } : {}),
			...(assigneeId ? { assigneeId: assigneeId === 'nobody' ? null : assigneeId } : {}),
			...(addTag ? { addTags: [addTag] } : {})
		}
	};
}, BulkChange);

export const actions = {
	bulk: formAction(BulkForm, ({ services, actor, fields }) => services.tickets.changeMany(actor, fields)),
	save: formAction(NewFilter, async ({ services, actor, fields }) => {
		const { query } = await services.deskLists.saveFilter(actor, fields);
		redirect(303, `/admin/tickets?${query}`);
	}),
	remove: formAction(z.object({ id: Id }), async ({ services, actor, fields }) => {
		await services.deskLists.removeFilter(actor, fields.id);
		redirect(303, '/admin/tickets');
	})
};
