// One-time codes by the clock (RFC 6238: HMAC-SHA-1, 30 seconds, 6 digits, what every authenticator app makes). A clock may be one step
// off in either direction; a step that was taken before is never taken again.
import { createTOTPKeyURI, verifyHOTP } from '@oslojs/otp';

const STEP_SECONDS = 30;
const DIGITS = 6;
/** What RFC 4226 recommends: the length of the hash. */
const KEY_BYTES = 20;
const SKEW_STEPS = 1;
const CODE = /^\d{6}$/;

export function newTotpKey(): Uint8Array<ArrayBuffer> {
	return crypto.getRandomValues(new Uint8Array(KEY_BYTES));
}

/** What the QR code says. Spaces as %20: some apps show a plus as a plus. */
export function totpUri(key: Uint8Array, { school, account }: { school: string; account: string }): string {
	return createTOTPKeyURI(school, account, key, STEP_SECONDS, DIGITS).replaceAll('+', '%20');
}

/** The key for typing: base32 in groups of four. */
export function typedSecret(uri: string): string {
	const secret = new URL(uri).searchParams.get('secret') ?? '';
	return secret.replace(/.{4}(?=.)/g, '$& ');
}

export function isTotpCode(code: string): boolean {
	return CODE.test(code);
}

/** The step this code belongs to, or undefined when it is wrong or its step was taken. `now` in milliseconds since epoch. */
export function matchingStep(
	key: Uint8Array,
	code: string,
	{ now, lastStep }: { now: number; lastStep: number | null }
): number | undefined {
	if (!isTotpCode(code)) return undefined;
	const current = Math.floor(now / 1000 / STEP_SECONDS);
	let found: number | undefined;
	// Every step is looked at, whichever fits: the time says nothing.
	for (let step = Math.max(0, current - SKEW_STEPS); step <= current + SKEW_STEPS; step++) {
		const fits = verifyHOTP(key, BigInt(step), DIGITS, code);
		if (fits && (lastStep === null || step > lastStep)) found ??= step;
	}
	return found;
}
