// Secrets that travel in links: 256 random bits, of which the tables keep the sha-256.
import { sha256Hex } from '#lib/shared/ids.ts';

const TOKEN = /^[\w-]{43}$/;

export function newToken(): string {
	return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))
		.replaceAll('+', '-')
		.replaceAll('/', '_')
		.replaceAll('=', '');
}

/** undefined for what can be no token of ours. */
export async function hashToken(token: string): Promise<string | undefined> {
	return TOKEN.test(token) ? sha256Hex(token) : undefined;
}
