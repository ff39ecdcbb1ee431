// Conditional requests: what is read often and changes seldom is sent once. The tag is a hash of the very bytes, so it is strong and no store
// has to keep it.

/** Answers 304 without a body when the asker has these bytes already. For answers to GET with status 200. */
export async function withETag(request: Request, response: Response): Promise<Response> {
	if (response.status !== 200) return response;
	const bytes = await response.arrayBuffer();
	const etag = `"${await tagOf(bytes)}"`;
	const headers = new Headers(response.headers);
	headers.set('etag', etag);
	// Kept by the asker alone, and asked for anew each time.
	headers.set('cache-control', 'private, no-cache');
	if (!holds(request.headers.get('if-none-match'), etag))
		return new Response(bytes, { status: 200, headers });
	headers.delete('content-type');
	return new Response(null, { status: 304, headers });
}

/** Whether the asker named this tag. RFC 9110 13.1.2: compared weakly, since a proxy that compresses makes a tag weak. */
export function holds(list: string | null, etag: string): boolean {
	if (list === null) return false;
	if (list.trim() === '*') return true;
	const tags = list.match(/(?:W\/)?"[^"]*"/g) ?? [];
	return tags.some((tag) => tag.replace(/^W\//, '') === etag);
}

async function tagOf(bytes: ArrayBuffer): Promise<string> {
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
	return btoa(String.fromCharCode(...digest.subarray(0, 18)))
		.replaceAll('+', '-')
		.replaceAll('/', '_');
}
