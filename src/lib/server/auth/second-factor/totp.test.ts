import { generateHOTP } from '@oslojs/otp';
import { describe, expect, it } from 'vitest';
import { matchingStep, newTotpKey, totpUri, typedSecret } from './totp.ts';

const RFC_KEY = new TextEncoder().encode('12345678901234567890');
const fresh = (seconds: number) => ({ now: seconds * 1000, lastStep: null });
const codeAt = (key: Uint8Array, step: number) => generateHOTP(key, BigInt(step), 6);

describe('codes by the clock', () => {
	// RFC 6238, appendix B, SHA-1; six digits are the last six of its eight.
	it.each([
		[59, '94287082'],
		[1111111109, '07081804'],
		[1111111111, '14050471'],
		[1234567890, '89005924'],
		[2000000000, '69279037'],
		[20000000000, '65353130']
	])('agree with RFC 6238 at %i', (seconds, eight) => {
		expect(matchingStep(RFC_KEY, eight.slice(-6), fresh(seconds))).toBe(Math.floor(seconds / 30));
	});

	it('allow a clock one step off, and no more', () => {
		const key = newTotpKey();
		const step = 60_000_000;
		const now = step * 30;
		for (const off of [-1, 0, 1])
			expect(matchingStep(key, codeAt(key, step + off), fresh(now))).toBe(step + off);
		for (const off of [-2, 2]) expect(matchingStep(key, codeAt(key, step + off), fresh(now))).toBeUndefined();
	});

	it('are never taken again, nor any of an earlier step', () => {
		const key = newTotpKey();
		const step = 60_000_000;
		const now = step * 30_000;
		expect(matchingStep(key, codeAt(key, step), { now, lastStep: step })).toBeUndefined();
		expect(matchingStep(key, codeAt(key, step - 1), { now, lastStep: step })).toBeUndefined();
		expect(matchingStep(key, codeAt(key, step + 1), { now, lastStep: step })).toBe(step + 1);
	});

	it.each(['', '12345', '1234567', '٩٤٢٨٧٠', '94287a', '-94287', '287082\n', '1e5   '])(
		'are not %j',
		(code) => {
			expect(matchingStep(RFC_KEY, code, fresh(59))).toBeUndefined();
		}
	);
});

describe('what an authenticator app is given', () => {
	it('names the school and the account, whatever is in their names', () => {
		const uri = totpUri(RFC_KEY, { school: 'Ottermere & Söhne: Music+', account: 'anna@example.com' });
		const { protocol, searchParams } = new URL(uri);
		expect(protocol).toBe('otpauth:');
		expect(searchParams.get('issuer')).toBe('Ottermere & Söhne: Music+');
		expect(uri).not.toMatch(/\+/);
		expect(decodeURIComponent(uri)).toContain('anna@example.com');
		expect(typedSecret(uri)).toBe('GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ');
	});
});
