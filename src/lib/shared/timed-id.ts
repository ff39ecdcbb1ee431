// Ids that say when they were made. Apart from ids.ts, since browsers make them too and need no parser for it.

/** A UUID of version 7 (RFC 9562): for conversations, which can tell by it that they are new. */
export function newTimedId(now = Date.now()): string {
	const time = now.toString(16).padStart(12, '0');
	return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}`;
}

/** Milliseconds since epoch; undefined for an id that does not say. Whoever made it may have said anything. */
export function timeOfId(id: string): number | undefined {
	return id.charAt(14) === '7' ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : undefined;
}
