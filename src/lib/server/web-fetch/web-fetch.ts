// Gets a page of the web on somebody's word, without being led where nobody may go: every address and every redirect is held against the
// rules anew, the site's robots.txt is heard, and neither the time nor the bytes are left to the other side.
import robotsParser from 'robots-parser';
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import { parsePublicAddress, requirePublicAddress, type AddressRules } from './public-address.ts';
import type { HostResolver } from './resolve-host.ts';

/** Names itself as sites ask for: what it is, and where one reads of it. */
const AGENT = 'SegueBot';
const MOST_REDIRECTS = 5;
const ROBOTS_BYTES = 512 * 1024;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export interface WebPage {
	/** Where it was found in the end. */
	url: string;
	/** Lower case, without parameters; '' where the site says nothing. */
	mediaType: string;
	/** As the site says, as in `iso-8859-1`. */
	charset: string | undefined;
	bytes: Uint8Array<ArrayBuffer>;
	etag: string | undefined;
	lastModified: string | undefined;
}

export interface WebFetch {
	/**
	 * Throws `invalid`, `forbidden`, `unsupported` (a media type nobody asked for), `too-large`, `not-found`, `unavailable`. With what was
	 * had before, undefined means that it has not changed.
	 */
	get(address: string, known?: Partial<Pick<WebPage, 'etag' | 'lastModified'>>): Promise<WebPage | undefined>;
}

export interface WebFetchOptions {
	rules: AddressRules;
	resolver: HostResolver;
	fetch: typeof globalThis.fetch;
	/** What is taken, as in text/html. */
	mediaTypes: ReadonlySet<string>;
	mostBytes: number;
	/** From the first question to the last byte, redirects included. */
	timeoutMs?: number;
}

export function createWebFetch(options: WebFetchOptions): WebFetch {
	const { rules, resolver, mediaTypes, mostBytes, timeoutMs = 20_000 } = options;
	// Called as a method of something else, workerd refuses it.
	const { fetch: send } = options;

	/** Follows redirects, each looked at like the first. */
	async function open(
		start: URL,
		headers: Record<string, string>,
		signal: AbortSignal
	): Promise<{ url: URL; response: Response }> {
		let url = start;
		for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
			requirePublicAddress(url, rules);
			await resolver.requirePublic(url);
			const response = await send(url, {
				headers: { 'user-agent': AGENT, ...headers },
				redirect: 'manual',
				signal
			});
			const location = response.headers.get('location');
			if (!REDIRECTS.has(response.status) || location === null) return { url, response };
			await response.body?.cancel();
			const next = URL.parse(location, url);
			if (next === null) throw new AppError('unavailable', m.web_bad_redirect());
			url = next;
		}
		throw new AppError('unavailable', m.web_too_many_redirects());
	}

	async function requireRobots(url: URL, signal: AbortSignal): Promise<void> {
		const address = new URL('/robots.txt', url);
		const { response } = await open(address, {}, signal);
		// RFC 9309, 2.3.1: none is consent; one that cannot be had is a refusal.
		if (response.status >= 500) throw new AppError('unavailable', m.web_robots_unavailable());
		if (response.status !== 200) {
			await response.body?.cancel();
			return;
		}
		const bytes = await readUpTo(response, ROBOTS_BYTES, 'cut');
		const robots = robotsParser(address.href, new TextDecoder().decode(bytes));
		if (robots.isDisallowed(url.href, AGENT) === true) throw new AppError('forbidden', m.web_robots_refuse());
	}

	async function fetchPage(
		start: URL,
		known: Partial<Pick<WebPage, 'etag' | 'lastModified'>>,
		signal: AbortSignal
	): Promise<WebPage | undefined> {
		await requireRobots(start, signal);
		const { url, response } = await open(
			start,
			{
				accept: [...mediaTypes, '*/*;q=0.1'].join(', '),
				...(known.etag === undefined ? {} : { 'if-none-match': known.etag }),
				...(known.lastModified === undefined ? {} : { 'if-modified-since': known.lastModified })
			},
			signal
		);
		// A redirect may have led to another site, which has a word of its own.
		if (url.origin !== start.origin) await requireRobots(url, signal);
		if (response.status === 304) return undefined;
		if (response.status !== 200) throw await refusal(response);
		const { mediaType, charset } = readContentType(response.headers.get('content-type') ?? '');
		if (mediaType !== '' && !mediaTypes.has(mediaType)) {
			await response.body?.cancel();
			throw new AppError('unsupported', m.web_unsupported({ type: mediaType }));
		}
		return {
			...{ url: url.href, mediaType, charset },
			bytes: await readUpTo(response, mostBytes, 'refuse'),
			etag: response.headers.get('etag') ?? undefined,
			lastModified: response.headers.get('last-modified') ?? undefined
		};
	}

	return {
		async get(address, known = {}) {
			const start = parsePublicAddress(address, rules);
			start.hash = '';
			const signal = AbortSignal.timeout(timeoutMs);
			try {
				return await fetchPage(start, known, signal);
			} catch (thrown) {
				if (thrown instanceof AppError) throw thrown;
				throw new AppError('unavailable', signal.aborted ? m.web_too_slow() : m.web_unreachable(), {
					cause: thrown
				});
			}
		}
	};
}

async function refusal(response: Response): Promise<AppError> {
	const { status } = response;
	await response.body?.cancel();
	if (status === 404 || status === 410) return new AppError('not-found', m.web_not_found());
	if (status === 401 || status === 403) return new AppError('forbidden', m.web_not_open());
	return new AppError('unavailable', m.web_refused({ status }), {
		retryable: status >= 500 || status === 429
	});
}

/** What a site says of its length is not believed: bytes are counted as they come. */
async function readUpTo(
	response: Response,
	most: number,
	beyond: 'cut' | 'refuse'
): Promise<Uint8Array<ArrayBuffer>> {
	const reader = (response.body ?? new Blob().stream()).getReader();
	const pieces: Uint8Array[] = [];
	let length = 0;
	for (;;) {
		const { done, value } = (await reader.read()) as ReadableStreamReadResult<Uint8Array>;
		if (done) break;
		pieces.push(value);
		length += value.byteLength;
		if (length <= most) continue;
		await reader.cancel();
		if (beyond === 'cut') break;
		throw new AppError('too-large', m.web_too_large({ megabytes: Math.floor(most / 1024 / 1024) }));
	}
	const whole = new Uint8Array(Math.min(length, most));
	let at = 0;
	for (const piece of pieces) {
		whole.set(piece.subarray(0, whole.byteLength - at), at);
		at += Math.min(piece.byteLength, whole.byteLength - at);
	}
	return whole;
}

function readContentType(header: string): { mediaType: string; charset: string | undefined } {
	const [type = '', ...parameters] = header.slice(0, 500).split(';');
	const charset = parameters
		.map((parameter) => /^\s*charset\s*=\s*"?([^"\s]{1,40})"?\s*$/i.exec(parameter)?.[1])
		.find((name) => name !== undefined);
	return { mediaType: type.trim().toLowerCase(), charset: charset?.toLowerCase() };
}
