// The cookie side of the auth room: reads the session's secret, hands out new ones, forgets old ones.
import type { Cookies, RequestEvent } from '@sveltejs/kit';
import type { Actor } from '#lib/shared/actor.ts';
import { truncateAddress } from '#lib/shared/address.ts';
import type { Client, IssuedSession } from '../auth/index.ts';

const LOOPBACK = /^(localhost|(.+\.)?localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** `__Host-` binds the cookie to this host over https. Browsers refuse that prefix on plain http, which only loopback may use. */
export function sessionCookieName(url: URL): string {
	return isPlainLoopback(url) ? 'segue_session' : '__Host-segue_session';
}

export function isPlainLoopback(url: URL): boolean {
	return url.protocol === 'http:' && LOOPBACK.test(url.hostname);
}

export function readSessionSecret(event: { cookies: Cookies; url: URL }): string | undefined {
	return event.cookies.get(sessionCookieName(event.url));
}

/** Of `Authorization: Bearer …`; every other scheme is somebody else's (a proxy's, say) and is passed over. */
export function readBearerToken(request: Request): string | undefined {
	const match = /^bearer(?: +(.*))?$/i.exec(request.headers.get('authorization') ?? '');
	return match === null ? undefined : (match[1] ?? '');
}

export function setSessionCookie(event: { cookies: Cookies; url: URL }, session: IssuedSession): void {
	event.cookies.set(sessionCookieName(event.url), session.secret, {
		path: '/',
		httpOnly: true,
		secure: !isPlainLoopback(event.url),
		sameSite: 'lax',
		expires: new Date(session.expiresAt)
	});
}

export function clearSessionCookie(event: { cookies: Cookies; url: URL }): void {
	event.cookies.delete(sessionCookieName(event.url), {
		path: '/',
		httpOnly: true,
		secure: !isPlainLoopback(event.url),
		sameSite: 'lax'
	});
}

/** Between the password and the code: the right to give the code, for as long as it lasts. */
export function setPendingCookie(event: { cookies: Cookies; url: URL }, pending: IssuedSession): void {
	event.cookies.set(pendingCookieName(event.url), pending.secret, {
		path: '/',
		httpOnly: true,
		secure: !isPlainLoopback(event.url),
		sameSite: 'lax',
		expires: new Date(pending.expiresAt)
	});
}

export function readPendingSecret(event: { cookies: Cookies; url: URL }): string | undefined {
	return event.cookies.get(pendingCookieName(event.url));
}

export function clearPendingCookie(event: { cookies: Cookies; url: URL }): void {
	event.cookies.delete(pendingCookieName(event.url), {
		path: '/',
		httpOnly: true,
		secure: !isPlainLoopback(event.url),
		sameSite: 'lax'
	});
}

function pendingCookieName(url: URL): string {
	return isPlainLoopback(url) ? 'segue_sign_in' : '__Host-segue_sign_in';
}

/** The actor with a person behind it: a visitor becomes a guest, with a row and a session, on the first thing they write. */
export async function ensurePerson(event: RequestEvent): Promise<Actor & { userId: string }> {
	const { actor, session } = await event.locals.services.auth.ensurePerson(
		event.locals.actor,
		clientOf(event)
	);
	if (session !== undefined) setSessionCookie(event, session);
	event.locals.actor = actor;
	return actor;
}

/** What a session is known by in its person's list. */
export function clientOf(event: RequestEvent): Client {
	return {
		userAgent: event.request.headers.get('user-agent') ?? undefined,
		address: truncateAddress(event.getClientAddress())
	};
}
