import { describe, expect, it } from 'vitest';
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';

describe('recovery codes', () => {
	it('are ten, all different, in groups one can read out', () => {
		const codes = newRecoveryCodes();
		expect(new Set(codes).size).toBe(10);
		for (const code of codes) expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/);
	});

	it('are known however they are typed', async () => {
		const hash = await hashRecoveryCode('0123-4567-89ab-cdef');
		expect(hash).toMatch(/^[0-9a-f]{64}$/);
		for (const typed of [
			'0123456789ABCDEF',
			' o1l3 4567 89ab cdef'.replace('l3', '23'),
			'0i23–4567–89ab–cdef'
		])
			expect(await hashRecoveryCode(typed)).toBe(hash);
	});

	it.each([
		'',
		'123456',
		'0123-4567-89ab-cde',
		'0123-4567-89ab-cdefg',
		'0123-4567-89ab-cdeu',
		'x'.repeat(1_000_000)
	])('are not %#', async (typed) => {
		expect(await hashRecoveryCode(typed)).toBeUndefined();
	});
});
