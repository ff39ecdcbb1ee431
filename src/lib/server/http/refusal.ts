// An error that happened before any route ran, in the form its asker can read: the error shape for programs, SvelteKit's own forms for
// its router and its enhanced forms, a plain page for people.
import type { RequestEvent } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import type { ErrorBody } from '#lib/shared/errors.ts';
import { SettingsError } from '../platform/index.ts';
import { describeThrown } from './answer.ts';
import { plainPage } from './plain-page.ts';

export function refuse(event: RequestEvent, thrown: unknown, now: number): Response {
	const { status, body, headers } = describeThrown(thrown, event.locals.trace.requestId, now);
	const isUnset = thrown instanceof SettingsError;
	// The one bug whose words are for the reader: whoever starts the app is who must act.
	if (isUnset) body.error = { ...body.error, message: thrown.message, retryable: false };
	switch (askerOf(event)) {
		case 'program':
			return Response.json(body, { status, headers });
		case 'router':
			return Response.json(toPageError(body), { status, headers });
		case 'form':
			return Response.json({ type: 'error', status, error: toPageError(body) }, { status, headers });
		case 'person':
			return plainPage(
				isUnset ? m.errors_title_settings() : titleOf(status),
				body.error.message,
				status,
				headers
			);
	}
}

/** What App.Error holds. */
export function toPageError(body: ErrorBody): App.Error {
	return { message: body.error.message, code: body.error.code, requestId: body.requestId };
}

function askerOf({ request, url, isDataRequest }: RequestEvent): 'program' | 'router' | 'form' | 'person' {
	if (isDataRequest) return 'router';
	if (request.headers.get('x-sveltekit-action') === 'true') return 'form';
	const accepts = request.headers.get('accept') ?? '';
	return url.pathname.startsWith('/api/') || !accepts.includes('text/html') ? 'program' : 'person';
}

function titleOf(status: number): string {
	if (status === 429) return m.errors_title_busy();
	return status >= 500 ? m.errors_title_broken() : m.errors_title_refused();
}
