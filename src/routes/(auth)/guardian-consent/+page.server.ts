import { z } from 'zod';
import { keepToSelf, openLink } from '../secret-page.server.ts';
import { formAction, pageLoad } from '#lib/server/http/index.ts';
import { SecretToken } from '#lib/server/recordings/index.ts';

const Link = z.object({ token: SecretToken });

export const load = pageLoad({ query: Link }, async ({ services, query, event }) => {
	keepToSelf(event);
	return { token: query.token, ...(await openLink(services.recordings.consents.readLink(query.token))) };
});

export const actions = {
	default: formAction(Link, ({ fields, services }) =>
		services.recordings.consents.withdrawByLink(fields.token)
	)
};
