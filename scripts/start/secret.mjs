// What the deployment encrypts under (SEGUE_SECRET): made once for a state folder and kept with it, readable by its owner only. Lost, the
// keys of people's one-time codes cannot be read any more.
import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from './problem.mjs';

const SHAPE = /^[A-Za-z0-9_-]{43}$/;

/** @param {string} state */
export const secretPath = (state) => join(state, 'secret');

/** @param {string} state Throws Problem for a file that is there and holds none: making another would silently void what the first sealed. */
export function ensureSecret(state) {
	const path = secretPath(state);
	let kept;
	try {
		kept = readFileSync(path, 'utf8').trim();
	} catch (thrown) {
		const cause = /** @type {NodeJS.ErrnoException} */ (thrown);
		if (cause.code !== 'ENOENT') throw new Problem(`${path} cannot be read: ${cause.message}.`);
		const secret = randomBytes(32).toString('base64url');
		writeFileSync(path, `${secret}\n`, { mode: 0o600, flag: 'wx' });
		return secret;
	}
	if (!SHAPE.test(kept))
		throw new Problem(
			`${path} holds no secret of Segue's. Put the right one back; or remove the file for a new one, and whoever signs in with codes needs a recovery code.`
		);
	chmodSync(path, 0o600);
	return kept;
}
