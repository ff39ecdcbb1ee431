import { z } from 'zod';

/** Every id of ours is a lower-case UUID unless its table says otherwise. */
export const Id = z.uuid().transform((id) => id.toLowerCase());

export function newId(): string {
	return crypto.randomUUID();
}

/** Lower-case hex of the SHA-256 of UTF-8 text or bytes. */
export async function sha256Hex(data: string | Uint8Array<ArrayBuffer>): Promise<string> {
	const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
	const digest = await crypto.subtle.digest('SHA-256', bytes);
	return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
