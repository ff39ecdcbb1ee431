// Network addresses are kept truncated only: enough to limit and to recognise a network, too little to point at a household.

const IPV4 = /^(?:::ffff:)?(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.\d{1,3}$/i;

/** IPv4 to /24, IPv6 to /48; anything else is `unknown`. */
export function truncateAddress(address: string | null | undefined): string {
	const given = (address ?? '').trim().slice(0, 64);
	const v4 = IPV4.exec(given);
	if (v4 !== null) {
		const octets = v4.slice(1, 4).map(Number);
		return octets.every((octet) => octet <= 255) ? `${octets.join('.')}.0/24` : 'unknown';
	}
	const groups = expandIpv6(given);
	return groups === undefined ? 'unknown' : `${groups.slice(0, 3).join(':')}::/48`;
}

/** The eight groups without leading zeros, or undefined when it is not an IPv6 address. */
function expandIpv6(address: string): string[] | undefined {
	const [plain = ''] = address.split('%');
	const halves = plain.split('::');
	if (!plain.includes(':') || halves.length > 2) return undefined;
	const head = split(halves[0] ?? '');
	const tail = split(halves[1] ?? '');
	const missing = 8 - head.length - tail.length;
	if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
	const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
	if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
	return groups.map((group) => parseInt(group, 16).toString(16));
}

function split(half: string): string[] {
	return half === '' ? [] : half.split(':');
}
