// Signatures for addresses of ours: HMAC-SHA-256 under a key that HKDF makes of the deployment's SEGUE_SECRET, one for each purpose. Another
// secret makes every address void.
import { m } from '#lib/paraglide/messages.js';
import { fromBase64url, toBase64url } from '#lib/shared/base64url.ts';
import { AppError } from '#lib/shared/errors.ts';
import { deriveKey } from '../../platform/index.ts';

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
		return (key ??= deriveKey(secret, purpose, { name: 'HMAC', hash: 'SHA-256', length: 256 }, [
			'sign',
			'verify'
		]));
	}
	return {
		async sign(text) {
			return toBase64url(
				new Uint8Array(await crypto.subtle.sign('HMAC', await theKey(), encoder.encode(text)))
			);
		},
		async isSigned(text, signature) {
			if (secret === undefined || !SIGNATURE.test(signature)) return false;
			// Compared by WebCrypto, in the same time for every guess.
			return crypto.subtle.verify('HMAC', await theKey(), fromBase64url(signature), encoder.encode(text));
		}
	};
}
