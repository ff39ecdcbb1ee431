import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { NextPage } from '../../entrance.server.ts';
import { CodeForm } from '#lib/server/auth/index.ts';
import {
	clearPendingCookie,
	clientOf,
	formAction,
	ownPath,
	pageLoad,
	readPendingSecret,
	setSessionCookie
} from '#lib/server/http/index.ts';

export const load = pageLoad({ query: z.object(NextPage) }, async ({ services, query, event }) => ({
	next: ownPath(query.next),
	awaitsCode: await services.entry.awaitsCode(readPendingSecret(event))
}));

export const actions = {
	default: formAction(CodeForm.extend(NextPage), async ({ fields, actor, services, event }) => {
		const secret = readPendingSecret(event);
		const { session } = await services.entry.admitByCode(actor, secret, fields.code, clientOf(event));
		clearPendingCookie(event);
		setSessionCookie(event, session);
		redirect(303, ownPath(fields.next));
	})
};
