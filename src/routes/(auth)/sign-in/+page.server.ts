import { redirect } from '@sveltejs/kit';
import { enterPage, NextPage } from '../entrance.server.ts';
import { clientOf, formAction, ownPath, setSessionCookie } from '#lib/server/http/index.ts';
import { SignIn } from '#lib/server/auth/index.ts';

export const load = enterPage;

export const actions = {
	default: formAction(SignIn.extend(NextPage), async ({ fields, actor, services, event }) => {
		const { session } = await services.auth.signIn(actor, fields, clientOf(event));
		setSessionCookie(event, session);
		redirect(303, ownPath(fields.next));
	})
};
