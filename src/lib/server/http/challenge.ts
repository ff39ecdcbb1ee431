// Which proofs a refused call could bring (RFC 9110 §11.6.1, RFC 6750 §3): every 401 under /api/ names them. No browser asks its person
// for a password because of these schemes, and the session's cookie has none.

/** The value of `WWW-Authenticate`. */
export function challengeFor(request: Request, isTokenTaken: boolean): string {
	const isTokenSent = /^bearer(?: |$)/i.test(request.headers.get('authorization') ?? '');
	const bearer = `Bearer realm="segue"${isTokenSent ? ', error="invalid_token"' : ''}`;
	return [...(isTokenTaken ? [bearer] : []), 'ApiKey realm="segue"'].join(', ');
}
