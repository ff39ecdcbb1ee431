import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import { PASSWORD_MAX } from '#lib/shared/account.ts';
import { Email, NewPassword } from '../forms.ts';

/** From a link: whatever it holds is looked up, never criticised. */
export const Token = z.string().max(200).catch('');

export const ForgottenPassword = z.object({ email: Email });

export const ResetPassword = z.object({ token: Token, newPassword: NewPassword });

export const ChangePassword = z.object({
	currentPassword: z
		.string({ error: () => m.auth_password_missing() })
		.min(1, { error: () => m.auth_password_missing() })
		.max(PASSWORD_MAX * 4)
		.transform((password) => password.normalize('NFKC')),
	newPassword: NewPassword
});
export type ChangePassword = z.infer<typeof ChangePassword>;
