import { redirect } from '@sveltejs/kit';
import { EraseAccount } from '#lib/server/erasure/index.ts';
import { clearSessionCookie, formAction, pageLoad } from '#lib/server/http/index.ts';

export const load = pageLoad({}, async ({ actor, services }) => {
	if (actor.role === 'guest') redirect(303, '/sign-in?next=/account/delete');
	return { holdings: await services.erasure.holdings(actor) };
});

export const actions = {
	default: formAction(EraseAccount, async ({ fields, actor, services, event }) => {
		const { reference } = await services.erasure.begin(actor, fields.confirmation);
		clearSessionCookie(event);
		redirect(303, `/account-deleted?receipt=${reference}`);
	})
};
