// Whether a browser sent this request from another site's page. Browsers say so in Sec-Fetch-Site, which no page can forge; older ones
// in Origin, which every browser sends with a POST. A request with neither is no browser's and carries nobody's cookies by accident.
// The same reasoning as Go's http.CrossOriginProtection (https://words.filippo.io/csrf/).

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** True for requests that could change something, or open a socket, on behalf of whoever the browser is signed in as. */
export function isForgeable(request: Request): boolean {
	return !SAFE.has(request.method) || request.headers.get('upgrade')?.toLowerCase() === 'websocket';
}

/** `none` is the address bar or a bookmark: the person themselves. A sibling subdomain (`same-site`) is another site. */
export function isCrossSite(request: Request, url: URL): boolean {
	const site = request.headers.get('sec-fetch-site');
	if (site !== null) return site !== 'same-origin' && site !== 'none';
	const origin = request.headers.get('origin');
	return origin !== null && origin !== url.origin;
}
