import { z } from 'zod';

/** Every id of ours is a lower-case UUID unless its table says otherwise. */
export const Id = z.uuid().transform((id) => id.toLowerCase());

export function newId(): string {
	return crypto.randomUUID();
}

/** A UUID that says when it was made (version 7 of RFC 9562): for conversations, which can tell by it that they are new. */
export function newTimedId(now = Date.now()): string {
	const time = now.toString(16).padStart(12, '0');
	return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}`;
}

/** Milliseconds since epoch; undefined for an id that does not say. Whoever made it may have said anything. */
export function timeOfId(id: string): number | undefined {
	return id.charAt(14) === '7' ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : undefined;
}

/** Lower-case hex of the SHA-256 of UTF-8 text or bytes. */
export async function sha256Hex(data: string | Uint8Array<ArrayBuffer>): Promise<string> {
	const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
	const digest = await crypto.subtle.digest('SHA-256', bytes);
	return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
