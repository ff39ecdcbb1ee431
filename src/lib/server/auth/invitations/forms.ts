import { z } from 'zod';
import { Role } from '#lib/shared/actor.ts';
import { DisplayName, Email, NewPassword } from '../forms.ts';
import { Token } from '../passwords/forms.ts';

export const NewInvitation = z.object({ email: Email, role: Role.exclude(['guest']) });
export type NewInvitation = z.infer<typeof NewInvitation>;

export const AcceptInvitation = z.object({
	token: Token,
	displayName: DisplayName.optional(),
	password: NewPassword
});
export type AcceptInvitation = z.infer<typeof AcceptInvitation>;

/** Signed in already: there is nothing to fill in. */
export const JoinInvitation = z.object({ token: Token });
