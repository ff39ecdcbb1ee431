// Where the links in letters lead. A letter is read by somebody who trusts the school, so whoever asks for one must not choose its
// host: not by a Host header, not by X-Forwarded-Host (docs/decisions/0010-mail.md).
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';

export interface Links {
	/** The address of a page of ours, with a secret in its query. Throws `unavailable` when the deployment does not know its own address. */
	to(path: `/${string}`, token: string): string;
	/** The same without a secret: a page that asks who one is. */
	page(path: `/${string}`): string;
}

export interface LinksOptions {
	/** The setting PUBLIC_ORIGIN. */
	publicOrigin: string | undefined;
	/** Of the request being served. Believed only where it names this very machine. */
	requestOrigin: string | undefined;
}

export function createLinks({ publicOrigin, requestOrigin }: LinksOptions): Links {
	function addressOf(path: `/${string}`): URL {
		const origin = publicOrigin ?? loopback(requestOrigin);
		if (origin === undefined) throw new AppError('unavailable', m.mail_no_origin(), { retryable: false });
		return new URL(path, origin);
	}
	return {
		to(path, token) {
			const url = addressOf(path);
			url.searchParams.set('token', token);
			return url.href;
		},
		page: (path) => addressOf(path).href
	};
}

/** The origin when it can only mean the machine one sits at: a development server. */
function loopback(origin: string | undefined): string | undefined {
	if (origin === undefined || !URL.canParse(origin)) return undefined;
	const { protocol, hostname, origin: plain } = new URL(origin);
	const isHere = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
	return isHere && (protocol === 'http:' || protocol === 'https:') ? plain : undefined;
}
