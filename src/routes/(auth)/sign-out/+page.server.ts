import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { clearSessionCookie, formAction } from '#lib/server/http/index.ts';

const SignOut = z.object({ scope: z.enum(['here', 'everywhere']).default('here') });

export const actions = {
	default: formAction(SignOut, async ({ fields, actor, services, event }) => {
		await services.auth.signOut(actor, fields.scope);
		clearSessionCookie(event);
		redirect(303, '/');
	})
};
