import { redirect } from '@sveltejs/kit';
import { enterPage, leadTo, NextPage } from '../entrance.server.ts';
import { formAction, setSessionCookie } from '#lib/server/http/index.ts';
import { DemoEntry } from '#lib/server/auth/index.ts';

export const load = enterPage;

export const actions = {
	default: formAction(DemoEntry.extend(NextPage), async ({ fields, actor, services, event }) => {
		const { session } = await services.auth.enterDemo(actor, fields.role, {
			userAgent: event.request.headers.get('user-agent') ?? undefined
		});
		setSessionCookie(event, session);
		redirect(303, leadTo(fields.next));
	})
};
