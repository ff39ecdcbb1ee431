// Signatures for addresses of ours: HMAC-SHA-256 under a key that HKDF makes of the deployment's SEGUE_SECRET, one for each purpose. Another
// secret makes every address void.
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';

const encoder = new TextEncoder();
const SIGNATURE = /^[\w-]{43}$/;

export interface Signer {
	/** Throws `unavailable` where the deployment has no secret. */
	sign(text: string): Promise<string>;
	isSigned(text: string, signature: string): Promise<boolean>;
}

export function createSigner(secret: string | undefined, purpose: string): Signer {
	let key: Promise<CryptoKey> | undefined;
	function theKey(): Promise<CryptoKey> {
		if (secret === undefined)
			throw new AppError('unavailable', m.recordings_no_secret(), { retryable: false });
		return (key ??= deriveKey(secret, purpose));
	}
	return {
		async sign(text) {
			return toText(await crypto.subtle.sign('HMAC', await theKey(), encoder.encode(text)));
		},
		async isSigned(text, signature) {
			if (secret === undefined || !SIGNATURE.test(signature)) return false;
			// Compared by WebCrypto, in the same time for every guess.
			return crypto.subtle.verify('HMAC', await theKey(), fromText(signature), encoder.encode(text));
		}
	};
}

async function deriveKey(secret: string, purpose: string): Promise<CryptoKey> {
	const material = await crypto.subtle.importKey('raw', encoder.encode(secret), 'HKDF', false, ['deriveKey']);
	return crypto.subtle.deriveKey(
		{ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: encoder.encode(`segue ${purpose}`) },
		material,
		{ name: 'HMAC', hash: 'SHA-256', length: 256 },
		false,
		['sign', 'verify']
	);
}

function toText(bytes: ArrayBuffer): string {
	return btoa(String.fromCharCode(...new Uint8Array(bytes)))
		.replaceAll('+', '-')
		.replaceAll('/', '_')
		.replaceAll('=', '');
}

function fromText(text: string): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
		letter.charCodeAt(0)
	);
}
