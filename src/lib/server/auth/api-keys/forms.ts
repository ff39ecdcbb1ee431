// What a new key is asked for, over the API and by the form of the page.
import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import { KeyScope } from '#lib/shared/actor.ts';

/** Said in the reader's language, so only when there is something to say. */
const say = (message: () => string) => ({ error: () => message() });

export const MAX_LIFETIME_DAYS = 365;
const MAX_NAME = 60;

const Name = z
	.string(say(m.keys_name_missing))
	.trim()
	.min(1, say(m.keys_name_missing))
	.max(
		MAX_NAME,
		say(() => m.keys_name_too_long({ count: MAX_NAME }))
	)
	.refine(
		(name) => !/[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(name),
		say(m.auth_name_wrong)
	);

const Scopes = z
	.array(KeyScope)
	.min(1, say(m.keys_scopes_missing))
	.max(KeyScope.options.length)
	.transform((scopes) => KeyScope.options.filter((scope) => scopes.includes(scope)));

/** `expiresInDays` null is for ever, which only administrators' keys may last. */
export const NewKey = z.object({
	name: Name,
	scopes: Scopes,
	expiresInDays: z.int().min(1).max(MAX_LIFETIME_DAYS).nullable()
});
export type NewKey = z.infer<typeof NewKey>;

/** The page's form: one field a scope, since each checkbox has a name of its own; the lifetime as words. */
export const NewKeyForm = z
	.looseObject({ name: z.string().optional(), lifetime: z.string().optional() })
	.transform((fields) => ({
		name: fields.name,
		scopes: KeyScope.options.filter((scope) => fields[scope] === 'on'),
		expiresInDays: fields.lifetime === 'unlimited' ? null : Number(fields.lifetime ?? Number.NaN)
	}))
	.pipe(NewKey);

export const KeyListQuery = z.object({
	cursor: z.string().max(60).optional(),
	limit: z.coerce.number().int().min(1).max(100).default(50)
});
export type KeyListQuery = z.infer<typeof KeyListQuery>;
