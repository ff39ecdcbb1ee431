import { keepToSelf, openLink, SecretQuery } from '../secret-page.server.ts';
import { ResetPassword } from '#lib/server/auth/index.ts';
import { formAction, pageLoad } from '#lib/server/http/index.ts';

export const load = pageLoad({ query: SecretQuery }, async ({ services, query, event }) => {
	keepToSelf(event);
	const { deadBecause } = await openLink(services.passwords.requireReset(query.token));
	return { token: query.token, deadBecause };
});

export const actions = {
	default: formAction(ResetPassword, async ({ fields, services }) => {
		await services.passwords.reset(fields.token, fields.newPassword);
		return { isDone: true };
	})
};
