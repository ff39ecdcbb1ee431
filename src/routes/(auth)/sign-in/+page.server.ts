import { redirect } from '@sveltejs/kit';
import { enterPage, NextPage } from '../entrance.server.ts';
import { clientOf, formAction, ownPath, setPendingCookie, setSessionCookie } from '#lib/server/http/index.ts';
import { SignIn } from '#lib/server/auth/index.ts';

export const load = enterPage;

export const actions = {
	default: formAction(SignIn.extend(NextPage), async ({ fields, actor, services, event }) => {
		const admitted = await services.auth.signIn(actor, fields, clientOf(event));
		const next = ownPath(fields.next);
		if (admitted.next === 'code') {
			setPendingCookie(event, admitted.pending);
			redirect(303, next === '/' ? '/sign-in/code' : `/sign-in/code?next=${encodeURIComponent(next)}`);
		}
		setSessionCookie(event, admitted.session);
		redirect(303, next);
	})
};
