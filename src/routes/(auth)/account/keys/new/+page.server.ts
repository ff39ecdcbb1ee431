import { redirect } from '@sveltejs/kit';
import { NewKeyForm } from '#lib/server/auth/index.ts';
import { formAction, pageLoad } from '#lib/server/http/index.ts';

/** Asks who is there before anything is typed. */
export const load = pageLoad({}, async ({ actor, services }) => {
	if (actor.role === 'guest') redirect(303, '/sign-in?next=/account/keys/new');
	return { choices: await services.apiKeys.choices(actor) };
});

export const actions = {
	default: formAction(NewKeyForm, async ({ services, actor, fields, event }) => {
		const made = await services.apiKeys.create(actor, fields);
		// The one page that holds a secret: nobody keeps it.
		event.setHeaders({ 'cache-control': 'no-store' });
		return { made };
	})
};
