import { keepToSelf, openLink, SecretQuery } from '../secret-page.server.ts';
import { formAction, pageLoad } from '#lib/server/http/index.ts';

export const load = pageLoad({ query: SecretQuery }, async ({ actor, services, query, event }) => {
	keepToSelf(event);
	return {
		token: query.token,
		isSignedIn: actor.role !== 'guest',
		...(await openLink(services.addresses.readLink(query.token)))
	};
});

export const actions = {
	default: formAction(SecretQuery, ({ fields, services }) => services.addresses.openLink(fields.token))
};
