import { keepToSelf, openLink, SecretQuery } from '../secret-page.server.ts';
import { formAction, pageLoad } from '#lib/server/http/index.ts';
import { AcceptStudent } from '#lib/server/recordings/index.ts';

export const load = pageLoad({ query: SecretQuery }, async ({ actor, services, query, event }) => {
	keepToSelf(event);
	const { students } = services.recordings;
	return { token: query.token, ...(await openLink(students.readInvitation(actor, query.token))) };
});

export const actions = {
	default: formAction(AcceptStudent, ({ fields, actor, services }) =>
		services.recordings.students.accept(actor, fields.token)
	)
};
