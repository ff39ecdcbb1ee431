import { redirect } from '@sveltejs/kit';
import { keepToSelf, openLink, SecretQuery } from '../secret-page.server.ts';
import { AcceptInvitation, JoinInvitation } from '#lib/server/auth/index.ts';
import { clientOf, formAction, pageLoad, setSessionCookie } from '#lib/server/http/index.ts';

export const load = pageLoad({ query: SecretQuery }, async ({ actor, services, query, event }) => {
	keepToSelf(event);
	return { token: query.token, ...(await openLink(services.invitations.read(actor, query.token))) };
});

export const actions = {
	accept: formAction(AcceptInvitation, async ({ fields, actor, services, event }) => {
		const { session } = await services.invitations.accept(actor, fields, clientOf(event));
		setSessionCookie(event, session);
		redirect(303, '/account');
	}),
	join: formAction(JoinInvitation, async ({ fields, actor, services, event }) => {
		const { session } = await services.invitations.join(actor, fields.token, clientOf(event));
		setSessionCookie(event, session);
		redirect(303, '/account');
	})
};
