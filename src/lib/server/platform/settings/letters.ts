// How letters leave.
import { z } from 'zod';
import { need, webAddress, type Read } from './forms.ts';
import type { schoolSettings } from './school.ts';

export const letterSettings = {
	/** `outbox`: letters are kept for administrators to read and go nowhere. `http`: handed to a mail service. */
	MAIL_PROVIDER: z.enum(['outbox', 'http']).default('outbox'),
	/** The address that takes a letter, as in https://api.resend.com/emails. */
	MAIL_URL: webAddress.optional(),
	/** A secret. */
	MAIL_API_KEY: z.string().min(1).optional(),
	/** `School <office@school.example>` */
	MAIL_FROM: z.string().min(3).max(320).optional()
};

export function checkLetters(
	settings: Read<typeof letterSettings> & Pick<Read<typeof schoolSettings>, 'PUBLIC_ORIGIN'>,
	context: z.RefinementCtx
): void {
	if (settings.MAIL_PROVIDER !== 'http') return;
	need(context, settings, ['MAIL_URL', 'MAIL_FROM', 'PUBLIC_ORIGIN'], 'needed when MAIL_PROVIDER is http');
}
