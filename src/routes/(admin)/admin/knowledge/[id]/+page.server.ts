import { redirect, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { DocumentParams } from '#lib/knowledge/contracts.ts';
import { formAction, pageLoad } from '#lib/server/http/index.ts';
import { BeginReplay } from '#lib/server/knowledge-replay/index.ts';
import { Id } from '#lib/shared/ids.ts';

export const load = pageLoad({ params: DocumentParams }, async ({ services, actor, params }) => ({
	document: await services.replays.open(actor, params.id)
}));

const Tried = z.object({ replay: Id });
/** A text of a million bytes, each of them written in three characters. */
const LONG = { mostBytes: 3_200_000 };
const idOf = (event: RequestEvent): string => DocumentParams.parse(event.params).id;

/** What was done, for the page to say. */
function back(event: RequestEvent, done: string, isThere = true): never {
	redirect(303, isThere ? `/admin/knowledge/${idOf(event)}?done=${done}#tried` : '/admin/knowledge');
}

export const actions = {
	try: formAction(
		BeginReplay,
		async ({ services, actor, fields, event }) => {
			await services.replays.begin(actor, idOf(event), fields);
			back(event, 'try');
		},
		LONG
	),
	publishNow: formAction(
		BeginReplay,
		async ({ services, actor, fields, event }) => {
			const { isThere } = await services.replays.publishNow(actor, idOf(event), fields);
			back(event, 'publish', isThere);
		},
		LONG
	),
	publish: formAction(Tried, async ({ services, actor, fields, event }) => {
		const { isThere } = await services.replays.publish(actor, fields.replay);
		back(event, 'publish', isThere);
	}),
	discard: formAction(Tried, async ({ services, actor, fields, event }) => {
		await services.replays.discard(actor, fields.replay);
		back(event, 'discard');
	}),
	rollBack: formAction(Tried, async ({ services, actor, fields, event }) => {
		await services.replays.rollBack(actor, fields.replay);
		back(event, 'back');
	})
};
