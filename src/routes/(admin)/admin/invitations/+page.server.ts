import { z } from 'zod';
import { NewInvitation, Paged } from '#lib/server/auth/index.ts';
import { formAction, pageLoad } from '#lib/server/http/index.ts';
import { Id } from '#lib/shared/ids.ts';

/** `email` only for the words that say what was done. */
const One = z.object({ id: Id, email: z.string().max(320) });

export const load = pageLoad({ query: Paged }, async ({ services, actor, query }) => ({
	isFirstPage: query.cursor === undefined,
	...(await services.invitations.list(actor, query))
}));

export const actions = {
	create: formAction(NewInvitation, async ({ services, actor, fields }) => {
		const { isMailed } = await services.invitations.create(actor, fields);
		return { done: isMailed ? ('sent' as const) : ('not-mailed' as const), email: fields.email };
	}),
	resend: formAction(One, async ({ services, actor, fields }) => {
		const { isMailed } = await services.invitations.resend(actor, fields.id);
		return { done: isMailed ? ('resent' as const) : ('not-mailed' as const), email: fields.email };
	}),
	revoke: formAction(One, async ({ services, actor, fields }) => {
		await services.invitations.revoke(actor, fields.id);
		return { done: 'revoked' as const, email: fields.email };
	})
};
