// Secrets that must be read again, encrypted at rest: AES-256-GCM under a key that HKDF makes of the deployment's SEGUE_SECRET. The id of
// the person is authenticated along: moved to another row, a sealed secret opens for nobody.
//
// Changing SEGUE_SECRET makes what was sealed before unreadable, by intent: whoever has the old one has nothing.
import { deriveKey } from '../../platform/index.ts';

const VERSION = 'v1';
const IV_BYTES = 12;
const encoder = new TextEncoder();

export interface Sealer {
	seal(bytes: Uint8Array<ArrayBuffer>, personId: string): Promise<string>;
	/** Undefined when it was sealed under another secret, for somebody else, or changed since. */
	open(sealed: string, personId: string): Promise<Uint8Array | undefined>;
}

export function createSealer(secret: string, purpose: string): Sealer {
	let key: Promise<CryptoKey> | undefined;
	const theKey = () =>
		(key ??= deriveKey(secret, purpose, { name: 'AES-GCM', length: 256 }, ['encrypt', 'decrypt']));
	return {
		async seal(bytes, personId) {
			const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
			const sealed = await crypto.subtle.encrypt(cipher(iv, personId), await theKey(), bytes);
			return [VERSION, toText(iv), toText(new Uint8Array(sealed))].join('.');
		},
		async open(sealed, personId) {
			const [version, iv, bytes] = sealed.split('.');
			if (version !== VERSION || iv === undefined || bytes === undefined) return undefined;
			try {
				const opened = await crypto.subtle.decrypt(
					cipher(fromText(iv), personId),
					await theKey(),
					fromText(bytes)
				);
				return new Uint8Array(opened);
			} catch {
				// WebCrypto has one error for every reason, and the reason is nobody's business.
				return undefined;
			}
		}
	};
}

function cipher(iv: Uint8Array<ArrayBuffer>, personId: string) {
	return { name: 'AES-GCM', iv, additionalData: encoder.encode(personId) };
}

function toText(bytes: Uint8Array): string {
	return btoa(String.fromCharCode(...bytes));
}

function fromText(text: string): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
