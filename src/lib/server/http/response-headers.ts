// What every response says to the browser about itself, whoever made it.

const ALWAYS: Record<string, string> = {
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'strict-origin-when-cross-origin',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'permissions-policy':
		'microphone=(self), camera=(), geolocation=(), payment=(), usb=(), serial=(), midi=(), display-capture=(), browsing-topics=()'
};
/** Two years, the least that preload lists take. No includeSubDomains: the school's other hosts are not ours to decide on. */
const TRANSPORT = 'max-age=63072000';
/** For whatever is no page of ours: opened on its own, it may do nothing. Pages bring theirs, with nonces (svelte.config.js). */
const NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox";

/** The security headers for a response that has these headers already. Never weakens one that is set. */
export function securityHeaders(response: Headers, url: URL): Record<string, string> {
	const isPage = response.get('content-type')?.startsWith('text/html') ?? false;
	const headers: Record<string, string> = { ...ALWAYS };
	if (url.protocol === 'https:') headers['strict-transport-security'] = TRANSPORT;
	if (!isPage && response.has('content-type')) headers['content-security-policy'] = NOTHING;
	// A page shows who is signed in: never out of a shared cache, nor after signing out.
	if (isPage) headers['cache-control'] = 'private, no-cache';
	return Object.fromEntries(Object.entries(headers).filter(([name]) => !response.has(name)));
}

/** For a page of ours: it may also send to this origin. Static pages bring their policy from svelte.config.js, which knows no settings. */
export function allowSendingTo(origin: string | undefined, response: Headers): Record<string, string> {
	const policy = response.get('content-security-policy');
	if (origin === undefined || policy?.includes("connect-src 'self'") !== true) return {};
	return {
		'content-security-policy': policy.replace("connect-src 'self'", `connect-src 'self' ${origin}`)
	};
}

/** The response with these headers as well. Copies it when its headers are frozen (one that came from an object or from fetch). */
export function withHeaders(response: Response, headers: Record<string, string>): Response {
	// An accepted upgrade carries its socket and cannot be copied without it.
	if (response.status === 101) return response;
	try {
		for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
		return response;
	} catch {
		return withHeaders(new Response(response.body, response), headers);
	}
}
