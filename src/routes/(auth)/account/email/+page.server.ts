import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { ChangeEmail } from '#lib/server/auth/index.ts';
import { formAction, pageLoad } from '#lib/server/http/index.ts';

export const load = pageLoad({}, async ({ actor, services }) => {
	if (actor.role === 'guest') redirect(303, '/sign-in?next=/account/email');
	return { address: await services.addresses.standing(actor) };
});

export const actions = {
	change: formAction(ChangeEmail, async ({ fields, actor, services }) => {
		await services.addresses.change(actor, fields.email);
		return { sentTo: fields.email };
	}),
	cancel: formAction(z.object({}), async ({ actor, services }) => {
		await services.addresses.cancelChange(actor);
		redirect(303, '/account/email');
	}),
	verify: formAction(z.object({}), async ({ actor, services }) => {
		await services.addresses.sendVerification(actor);
		return { sentTo: '' };
	})
};
