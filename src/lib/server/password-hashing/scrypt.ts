// scrypt with its cost written beside the hash, so that the cost can rise without anybody's password breaking.
// 2^14 / 8 / 5 is one of OWASP's equal-strength settings (Password Storage Cheat Sheet): of those, the one whose 16 MiB fits an
// isolate of 128 MB with room for the rest. Verifying is constant in time for a given cost.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { fromBase64url, toBase64url } from '#lib/shared/base64url.ts';

interface Cost {
	N: number;
	r: number;
	p: number;
}

const COST: Cost = { N: 2 ** 14, r: 8, p: 5 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const STORED = /^scrypt\$(\d{4,7})\$(\d{1,2})\$(\d{1,2})\$([\w-]{22,})\$([\w-]{43})$/;

export async function hashPassword(password: string, cost: Cost = COST): Promise<string> {
	const salt = randomBytes(SALT_BYTES);
	const hash = await derive(password, salt, cost);
	return ['scrypt', cost.N, cost.r, cost.p, toBase64url(salt), toBase64url(hash)].join('$');
}

/**
 * Whether the password is the stored one. Without a stored hash (no such account, or one without a password) the same work is done
 * and the answer is no, so that the time says nothing.
 */
export async function verifyPassword(password: string, stored: string | null | undefined): Promise<boolean> {
	const [, N, r, p, salt, hash] = STORED.exec(stored ?? '') ?? [];
	if (salt === undefined || hash === undefined) {
		await derive(password, new Uint8Array(SALT_BYTES), COST);
		return false;
	}
	const derived = await derive(password, fromBase64url(salt), { N: Number(N), r: Number(r), p: Number(p) });
	return timingSafeEqual(derived, fromBase64url(hash));
}

/** True when the hash was made at another cost than today's: made anew at the next sign-in. */
export function isOutdated(stored: string): boolean {
	return !stored.startsWith(`scrypt$${COST.N}$${COST.r}$${COST.p}$`);
}

function derive(password: string, salt: Uint8Array, { N, r, p }: Cost): Promise<Uint8Array> {
	return new Promise((resolve, reject) => {
		scrypt(password, salt, HASH_BYTES, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
			error === null ? resolve(key) : reject(error)
		);
	});
}
