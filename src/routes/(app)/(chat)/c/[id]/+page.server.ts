import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { AskForm } from '#lib/chat/ask-form.ts';
import { ensurePerson, formAction, originOf, pageLoad } from '#lib/server/http/index.ts';
import { Id } from '#lib/shared/ids.ts';

const HISTORY_LENGTH = 50;
const Params = z.object({ id: Id });

export const load = pageLoad({ params: Params }, async ({ services, actor, params }) => ({
	history: await services.chat.messages(actor, params.id, { limit: HISTORY_LENGTH })
}));

export const actions = {
	ask: formAction(AskForm, async ({ services, fields, event }) => {
		const { id: conversationId } = Params.parse(event.params);
		const { message } = fields;
		await services.chat.submit(await ensurePerson(event), { conversationId, message }, originOf(event));
		redirect(303, `/c/${conversationId}`);
	})
};
