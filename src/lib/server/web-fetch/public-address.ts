// Which addresses of the web may be asked for on somebody's word (OWASP, "Server-Side Request Forgery Prevention"): http(s) on its usual
// port, without a name or password in it, and a host that is out in the open: no address of a machine's own or of a network's inside, in
// whatever notation, and no name that only an inside knows. What a name resolves to is asked of DNS apart (resolve-host.ts).
import ipaddr from 'ipaddr.js';
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';

export interface AddressRules {
	/** `school.example`, or `*.school.example` for what lies below it; with none any public host will do. */
	hosts: readonly string[];
}

/** The longest address browsers agree on. */
const MOST_CHARACTERS = 2_048;
const USUAL_PORTS = new Set(['', '80', '443']);
/** Names that resolve inside (RFC 6761, RFC 6762, RFC 8375, RFC 9476), and those under which clouds tell machines their secrets. */
const INSIDE =
	/(^|\.)(localhost|local|internal|intranet|lan|home|corp|private|test|invalid|onion|alt|home\.arpa|arpa|localdomain)$/;

/** Throws `invalid` for what is no address, and for one that may not be asked. */
export function parsePublicAddress(text: string, rules: AddressRules): URL {
	// The parser of the web's own standard knows every notation of a number: decimal, octal, hexadecimal, with dots left out.
	const url = text.length <= MOST_CHARACTERS ? URL.parse(text.trim()) : null;
	if (url === null) throw new AppError('invalid', m.web_not_an_address());
	requirePublicAddress(url, rules);
	return url;
}

export function requirePublicAddress(url: URL, { hosts }: AddressRules): void {
	if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new AppError('invalid', m.web_only_http());
	if (url.username !== '' || url.password !== '') throw new AppError('invalid', m.web_no_userinfo());
	if (!USUAL_PORTS.has(url.port)) throw new AppError('invalid', m.web_no_port());
	const host = hostOf(url);
	if (ipaddr.isValid(host) ? !isPublicAddress(host) : !host.includes('.') || INSIDE.test(host))
		throw new AppError('invalid', m.web_not_public());
	if (hosts.length > 0 && !hosts.some((pattern) => isOf(host, pattern.toLowerCase())))
		throw new AppError('invalid', m.web_host_not_allowed({ host }));
}

/** An IPv4 or IPv6 address that belongs to one machine out in the open (IANA's registries of special addresses, by ipaddr.js). */
export function isPublicAddress(address: string): boolean {
	return ipaddr.isValid(address) && ipaddr.parse(address).range() === 'unicast';
}

/** Lower case, without brackets, and without the dot at the end that means the same. */
export function hostOf(url: URL): string {
	return url.hostname
		.toLowerCase()
		.replace(/^\[|\]$/g, '')
		.replace(/\.$/, '');
}

function isOf(host: string, pattern: string): boolean {
	return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern;
}
