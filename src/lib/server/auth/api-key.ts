// The administrator key of a deployment. The setting holds its sha-256 only; 256 random bits need no slower hash.
import { timingSafeEqual } from 'node:crypto';
import { sha256Hex } from '#lib/shared/ids.ts';

/** Whoever calls with the key writes under this id: what is theirs has a person, as everything has. */
export const KEY_PERSON = {
	id: '00000000-0000-4000-8000-00000000000a',
	role: 'admin',
	displayName: 'Administrator key',
	isDemo: false
} as const;

const MAX_KEY_LENGTH = 512;

/** Constant in time for keys of a sane length. False when the deployment has no key. */
export async function isAdministratorKey(key: string, keyHash: string | undefined): Promise<boolean> {
	if (keyHash === undefined || key === '' || key.length > MAX_KEY_LENGTH) return false;
	const bytes = (text: string) => new TextEncoder().encode(text);
	return timingSafeEqual(bytes(await sha256Hex(key)), bytes(keyHash));
}
