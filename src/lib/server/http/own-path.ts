// Where to go after a form, when the address itself says so: a path of this app and nothing else. `//evil.example`, `/\evil.example` and
// `/.//evil.example` are other hosts to a browser.

export function ownPath(next: string | undefined): string {
	if (next?.startsWith('/') !== true || !URL.canParse(next, HERE)) return '/';
	const url = new URL(next, HERE);
	const path = url.pathname + url.search;
	// Read once more as the browser will: dots and control characters are gone by now and may have left two slashes.
	return url.origin === HERE && URL.canParse(path, HERE) && new URL(path, HERE).origin === HERE ? path : '/';
}

const HERE = 'http://here.invalid';

/** The page that asks who is there once more, and leads back. `url` may be a form's: the name of its action is no part of the page. */
export function confirmPath(url: URL): string {
	const query = new URLSearchParams(url.search);
	for (const name of [...query.keys()]) if (name.startsWith('/')) query.delete(name);
	const back = query.size === 0 ? url.pathname : `${url.pathname}?${query}`;
	return `/account/confirm?next=${encodeURIComponent(back)}`;
}
