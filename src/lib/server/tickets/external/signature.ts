// Messages between the school and an external desk, signed with a secret that both have: HMAC-SHA256 over `timestamp.body`, as
// `segue-signature: t=SECONDS,v1=HEX`. A message that is older than five minutes, or from the future, is nobody's: so one that was
// recorded is of no use for long, and the id in its body makes it of no use at all.
export const SIGNATURE_HEADER = 'segue-signature';
const SKEW_MS = 5 * 60_000;

export async function sign(secret: string, body: string, now: number): Promise<string> {
	const seconds = Math.floor(now / 1000);
	const bytes = await crypto.subtle.sign('HMAC', await keyOf(secret, 'sign'), toBytes(`${seconds}.${body}`));
	const hex = Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
	return `t=${seconds},v1=${hex}`;
}

export type SignatureVerdict = 'right' | 'wrong' | 'stale';

/** The comparison is the platform's own, which takes as long for a near miss as for a far one. */
export async function checkSignature(
	secret: string,
	header: string | null,
	body: string,
	now: number
): Promise<SignatureVerdict> {
	const [, seconds, hex] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? '') ?? [];
	if (seconds === undefined || hex === undefined) return 'wrong';
	const signature = Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
	const isRight = await crypto.subtle.verify(
		...(['HMAC', await keyOf(secret, 'verify'), signature, toBytes(`${seconds}.${body}`)] as const)
	);
	if (!isRight) return 'wrong';
	return Math.abs(now - Number(seconds) * 1000) > SKEW_MS ? 'stale' : 'right';
}

function keyOf(secret: string, use: 'sign' | 'verify'): Promise<CryptoKey> {
	return crypto.subtle.importKey('raw', toBytes(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [use]);
}

const toBytes = (text: string) => new TextEncoder().encode(text);
