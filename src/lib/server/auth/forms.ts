// What the account forms send, as it must be: normalised, bounded, in words for whoever typed it.
import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import { PASSWORD_MAX, PASSWORD_MIN } from '#lib/shared/account.ts';
import { Role } from '#lib/shared/actor.ts';

/** Said in the reader's language, so only when there is something to say. */
const say = (message: () => string) => ({ error: () => message() });

/** Normalised: no surrounding space, NFC, lower case. One person must not be able to hold `A@x` and `a@x`. */
export const Email = z
	.string(say(m.auth_email_missing))
	.max(400)
	.transform((email) => email.normalize('NFC').trim().toLowerCase())
	.pipe(z.email(say(m.auth_email_wrong)).max(254));

const tooShort = say(() => m.auth_password_too_short({ count: PASSWORD_MIN }));
const tooLong = say(() => m.auth_password_too_long({ count: PASSWORD_MAX }));
const length = (text: string) => Array.from(text).length;

/** Compared as NFKC, so that the same keys on another system open the same account. Never trimmed. */
export const NewPassword = z
	.string(say(m.auth_password_missing))
	.max(PASSWORD_MAX * 4, tooLong)
	.transform((password) => password.normalize('NFKC'))
	.refine((password) => length(password) >= PASSWORD_MIN, tooShort)
	.refine((password) => length(password) <= PASSWORD_MAX, tooLong)
	.refine((password) => !/[\p{Cc}\p{Cs}]/u.test(password), say(m.auth_password_untypable));

/** Controls, lone surrogates and marks that turn the direction of text have no place in a name. */
export const DisplayName = z
	.string()
	.trim()
	.max(80, say(m.auth_name_too_long))
	.refine(
		(name) => !/[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(name),
		say(m.auth_name_wrong)
	)
	.transform((name) => (name === '' ? undefined : name));

export const SignUp = z.object({ email: Email, password: NewPassword, displayName: DisplayName.optional() });
export type SignUp = z.infer<typeof SignUp>;

/** Looser than signing up: whatever was typed is compared, never criticised. */
export const SignIn = z.object({
	email: Email,
	password: z
		.string(say(m.auth_password_missing))
		.min(1, say(m.auth_password_missing))
		.max(PASSWORD_MAX * 4)
		.transform((password) => password.normalize('NFKC'))
});
export type SignIn = z.infer<typeof SignIn>;

export const DemoEntry = z.object({ role: Role.exclude(['guest']) });
export type DemoEntry = z.infer<typeof DemoEntry>;
