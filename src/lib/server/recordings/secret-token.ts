// Secrets that travel in links: the tables keep their sha-256.
import { sha256Hex } from '#lib/shared/ids.ts';

const TOKEN = /^[\w-]{43}$/;

/** undefined for what can be no token of ours. */
export async function hashToken(token: string): Promise<string | undefined> {
	return TOKEN.test(token) ? sha256Hex(token) : undefined;
}
