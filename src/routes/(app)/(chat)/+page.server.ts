import { redirect } from '@sveltejs/kit';
import { AskForm } from '#lib/chat/ask-form.ts';
import { ensurePerson, formAction, originOf, pageLoad } from '#lib/server/http/index.ts';
import { newTimedId } from '#lib/shared/timed-id.ts';
import demoExamples from '../../../../demo/examples.json';

export const load = pageLoad({}, ({ services }) => ({
	examples: services.settings.SEGUE_DEMO ? demoExamples : []
}));

export const actions = {
	/** The question form before scripts run. */
	ask: formAction(AskForm, async ({ services, fields, event }) => {
		const conversationId = newTimedId();
		const { message } = fields;
		await services.chat.submit(await ensurePerson(event), { conversationId, message }, originOf(event));
		redirect(303, `/c/${conversationId}`);
	})
};
