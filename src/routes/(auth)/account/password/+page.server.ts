import { redirect } from '@sveltejs/kit';
import { ChangePassword } from '#lib/server/auth/index.ts';
import { clientOf, formAction, pageLoad, setSessionCookie } from '#lib/server/http/index.ts';

export const load = pageLoad({}, async ({ actor, services }) => {
	if (actor.role === 'guest') redirect(303, '/sign-in?next=/account/password');
	// Asked for before anything is typed.
	await services.stepUp.requireStepUp(actor);
	return { email: (await services.addresses.standing(actor))?.email };
});

export const actions = {
	default: formAction(ChangePassword, async ({ fields, actor, services, event }) => {
		const { session } = await services.passwords.change(actor, fields, clientOf(event));
		setSessionCookie(event, session);
		redirect(303, '/account?changed=password');
	})
};
