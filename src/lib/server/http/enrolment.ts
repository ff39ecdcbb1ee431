// A school may require a second factor of its staff. Until they have one, they are led to it, whatever they ask for; programs are told.
import { redirect, type RequestEvent } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';

const PAGE = '/account/security/second-factor';
/** What enrolling needs, and leaving instead. */
const OPEN: ReadonlySet<string> = new Set([PAGE, '/account/confirm', '/sign-out', '/theme', '/api/health']);

export function requireEnrolled({ url }: Pick<RequestEvent, 'url'>): void {
	if (OPEN.has(url.pathname)) return;
	if (url.pathname.startsWith('/api/'))
		throw new AppError('forbidden', m.second_factor_first(), { details: { reason: 'second-factor' } });
	redirect(303, PAGE);
}
