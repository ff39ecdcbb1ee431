// Who gets in and how often: keys, second factors, tokens of another issuer, other origins, limits.
import { z } from 'zod';
import { flag, needTogether, safeAddress, type Read } from './forms.ts';

const origins = z
	.string()
	.transform((list) =>
		list
			.split(',')
			.map((origin) => origin.trim())
			.filter(Boolean)
	)
	.pipe(z.array(z.url({ protocol: /^https?$/ })))
	// Compared with what browsers send, which is never more than the origin.
	.refine(
		(list) => list.every((address) => new URL(address).pathname === '/'),
		'only origins, without a path'
	)
	.transform((list) => list.map((address) => new URL(address).origin));

export const accessSettings = {
	/** sha-256 (hex) of the administrator key the start script leaves in the state folder. */
	SEGUE_KEY_HASH: z
		.string()
		.regex(/^[0-9a-f]{64}$/)
		.optional(),
	/** What secrets that must be read again are encrypted under: the keys of people's one-time codes. Changed, those are unreadable. */
	SEGUE_SECRET: z.string().min(32).max(512).optional(),
	/** Whether teachers, agents and administrators must have a second factor before they do anything else. */
	STAFF_SECOND_FACTOR: z.enum(['off', 'required']).default('off'),
	/** Origins, comma-separated, whose pages may call the API with a key or a token. */
	ALLOWED_ORIGINS: origins.default([]),
	/** Requests a minute for one guest, account or address on the chat endpoints. */
	CHAT_REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).max(100_000).default(30),
	REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).max(1_000_000).default(600),
	/** Tries of a password a minute, from one network and at one account. */
	AUTH_REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).max(10_000).default(10),
	/** Who signs the tokens that are taken (`iss`); the three below go together. Supabase: https://PROJECT.supabase.co/auth/v1 */
	JWT_ISSUER: z.string().min(1).max(500).optional(),
	/** Whom such a token must be meant for (`aud`). Supabase: authenticated */
	JWT_AUDIENCE: z.string().min(1).max(500).optional(),
	/** Where the issuer shows its keys. Supabase: https://PROJECT.supabase.co/auth/v1/.well-known/jwks.json */
	JWT_JWKS_URL: safeAddress.optional(),
	JWT_CLOCK_SKEW_SECONDS: z.coerce.number().int().min(0).max(300).default(60),
	/** The claim, or the path to it by dots, that says whether somebody is a user or a teacher. Left out, everybody is a user. */
	JWT_ROLE_CLAIM: z.string().min(1).max(200).optional(),
	/** Whether that claim can make agents and administrators as well. */
	JWT_STAFF_ROLES: flag.default(false)
};

export function checkAccess(settings: Read<typeof accessSettings>, context: z.RefinementCtx): void {
	if (settings.STAFF_SECOND_FACTOR === 'required' && settings.SEGUE_SECRET === undefined)
		context.addIssue({
			code: 'custom',
			path: ['SEGUE_SECRET'],
			message: 'needed when STAFF_SECOND_FACTOR is required'
		});
	needTogether(context, settings, ['JWT_ISSUER', 'JWT_AUDIENCE', 'JWT_JWKS_URL']);
}
