import { describe, expect, it } from 'vitest';
import { hashPassword, isOutdated, verifyPassword } from './scrypt.ts';

const CHEAP = { N: 1024, r: 8, p: 1 };

describe('a stored password', () => {
	it('opens with itself and with nothing else', async () => {
		const stored = await hashPassword('violet harbour nine', CHEAP);
		expect(await verifyPassword('violet harbour nine', stored)).toBe(true);
		for (const other of ['violet harbour nin', 'violet harbour nine ', 'Violet harbour nine', ''])
			expect(await verifyPassword(other, stored)).toBe(false);
	});

	it('is salted: the same password is stored differently each time', async () => {
		expect(await hashPassword('violet harbour nine', CHEAP)).not.toBe(
			await hashPassword('violet harbour nine', CHEAP)
		);
	});

	it('names its cost, and is outdated when that is not today’s', async () => {
		const today = await hashPassword('violet harbour nine');
		expect(today).toMatch(/^scrypt\$16384\$8\$5\$[\w-]{22}\$[\w-]{43}$/);
		expect(isOutdated(today)).toBe(false);
		expect(isOutdated(await hashPassword('violet harbour nine', CHEAP))).toBe(true);
	});

	it.each([
		[null],
		[undefined],
		[''],
		['scrypt$'],
		['scrypt$16384$8$5$$'],
		['plain text'],
		['scrypt$99999999999$8$5$a$b']
	])('never opens when it is %j', async (stored) => {
		expect(await verifyPassword('', stored)).toBe(false);
		expect(await verifyPassword('plain text', stored)).toBe(false);
	});
});
