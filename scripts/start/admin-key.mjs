// The administrator's key of this state folder: made once, readable by its owner only. The server knows its sha-256, nothing else.
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SHAPE = /^sk_segue_[A-Za-z0-9_-]{43}$/;

/** @param {string} state */
export const adminKeyPath = (state) => join(state, 'admin-key');

/** @param {string} state @returns {string | undefined} */
export function readAdminKey(state) {
	try {
		const key = readFileSync(adminKeyPath(state), 'utf8').trim();
		return SHAPE.test(key) ? key : undefined;
	} catch {
		return undefined;
	}
}

/** @param {string} state */
export function ensureAdminKey(state) {
	const known = readAdminKey(state);
	if (known) return known;
	const key = `sk_segue_${randomBytes(32).toString('base64url')}`;
	writeFileSync(adminKeyPath(state), `${key}\n`, { mode: 0o600 });
	chmodSync(adminKeyPath(state), 0o600);
	return key;
}

/** @param {string} key */
export const hashKey = (key) => createHash('sha256').update(key).digest('hex');
