// Calls from pages of other origins (CORS), under /api/ and for those who prove themselves by a key or a token. Cookies never take part:
// no answer allows credentials, so a page elsewhere reads nothing of whoever the browser is signed in as, and the cross-site check
// refuses what it sends.
//
// A preflight is the browser's own question. It carries no proof, so it is answered before anybody is asked who they are, and counted
// nowhere.
import type { RequestEvent } from '@sveltejs/kit';

const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE';
const REQUEST_HEADERS =
	'authorization, content-type, if-match, if-none-match, last-event-id, traceparent, x-api-key, x-request-id';
const EXPOSED =
	'etag, link, retry-after, traceparent, www-authenticate, x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset, x-request-id, ' +
	'x-segue-conversation-id, x-segue-message-id, x-segue-turn-id';
/** Two hours, the most that browsers keep it. */
const MAX_AGE_SECONDS = '7200';

const isApi = (url: URL) => url.pathname.startsWith('/api/');

/** The answer to a preflight under /api/; undefined for every other request. An origin that may not call gets no CORS header. */
export function answerPreflight(
	{ request, url }: RequestEvent,
	origins: readonly string[]
): Response | undefined {
	const origin = request.headers.get('origin');
	const isPreflight =
		request.method === 'OPTIONS' && origin !== null && request.headers.has('access-control-request-method');
	if (!isPreflight || !isApi(url)) return undefined;
	const headers = new Headers({
		vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers'
	});
	if (origins.includes(origin)) {
		headers.set('access-control-allow-origin', origin);
		headers.set('access-control-allow-methods', METHODS);
		headers.set('access-control-allow-headers', REQUEST_HEADERS);
		headers.set('access-control-max-age', MAX_AGE_SECONDS);
	}
	return new Response(null, { status: 204, headers });
}

/** What any answer under /api/ says to a page of another origin, a refusal as well. */
export function corsHeaders(
	{ request, url }: RequestEvent,
	answer: Headers,
	origins: readonly string[]
): Record<string, string> {
	if (origins.length === 0 || !isApi(url)) return {};
	const vary = { vary: withOrigin(answer.get('vary')) };
	const origin = request.headers.get('origin');
	const isProved = request.headers.has('x-api-key') || request.headers.has('authorization');
	if (origin === null || !isProved || !origins.includes(origin)) return vary;
	return {
		...vary,
		'access-control-allow-origin': origin,
		'access-control-expose-headers': EXPOSED,
		// What another origin may read by CORS it must be let load at all.
		'cross-origin-resource-policy': 'cross-origin'
	};
}

function withOrigin(vary: string | null): string {
	if (vary === null) return 'Origin';
	return /(^|[\s,])origin($|[\s,])/i.test(vary) ? vary : `${vary}, Origin`;
}
