type Algorithm = { name: 'AES-GCM'; length: 256 } | { name: 'HMAC'; hash: 'SHA-256'; length: 256 };

const encoder = new TextEncoder();

/** A key of its own for each purpose, made of the deployment's SEGUE_SECRET by HKDF (RFC 5869). Another secret gives other keys. */
export async function deriveKey(
	secret: string,
	purpose: string,
	algorithm: Algorithm,
	usages: ('encrypt' | 'decrypt' | 'sign' | 'verify')[]
): Promise<CryptoKey> {
	const material = await crypto.subtle.importKey('raw', encoder.encode(secret), 'HKDF', false, ['deriveKey']);
	return crypto.subtle.deriveKey(
		{ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: encoder.encode(`segue ${purpose}`) },
		material,
		algorithm,
		false,
		usages
	);
}
