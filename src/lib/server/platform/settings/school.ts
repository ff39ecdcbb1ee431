// What school this is, where it is found, how long it keeps what is not used.
import { z } from 'zod';
import { flag, webAddress } from './forms.ts';

export const schoolSettings = {
	/** Shown in the page's head and in the assistant's words. */
	SCHOOL_NAME: z.string().min(1).max(80).default('Your school'),
	/** The demo school: one-click entry as each role. Never on where real people are. */
	SEGUE_DEMO: flag.default(false),
	/** Where this deployment is found, as in https://segue.school.example: where the links in letters lead. */
	PUBLIC_ORIGIN: webAddress
		.refine((address) => new URL(address).pathname === '/', 'only the origin, without a path')
		.optional(),
	/** Days without use after which a conversation is archived: a guest's, and an account's. */
	GUEST_RETENTION_DAYS: z.coerce.number().int().min(1).max(36_500).default(30),
	ACCOUNT_RETENTION_DAYS: z.coerce.number().int().min(1).max(36_500).default(365),
	LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info')
};
