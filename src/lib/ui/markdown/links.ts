// Which addresses in somebody's text become links. Everything else is shown as its words alone.

const OUTSIDE = /^(?:https?:\/\/|mailto:)/i;

/** http(s), mailto and this site's own paths; undefined for anything a browser could run or read otherwise. */
export function safeHref(url: string): string | undefined {
	// Browsers drop tabs and newlines inside a scheme and control characters before it: an address with any is refused.
	// eslint-disable-next-line no-control-regex
	if (/[\u0000-\u0020\u007f-\u009f\u202a-\u202e\u2066-\u2069\\]/.test(url)) return undefined;
	if (OUTSIDE.test(url)) return URL.canParse(url) ? url : undefined;
	return /^(?:\/(?!\/)|#)/.test(url) ? url : undefined;
}

export function isOutsideLink(href: string): boolean {
	return OUTSIDE.test(href);
}
