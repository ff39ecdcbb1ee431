// Bytes as text for addresses (RFC 4648 section 5), without padding.

export function toBase64url(bytes: Uint8Array): string {
	return btoa(String.fromCharCode(...bytes))
		.replaceAll('+', '-')
		.replaceAll('/', '_')
		.replaceAll('=', '');
}

/** Throws for what is no base64. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
		letter.charCodeAt(0)
	);
}

/** A secret for a link or a token: 256 random bits, 43 characters. */
export function newSecret(): string {
	return toBase64url(crypto.getRandomValues(new Uint8Array(32)));
}
