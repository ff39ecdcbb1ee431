import { describe, expect, it } from 'vitest';
import { Email, NewPassword, SignUp } from './forms.ts';
import { objectionTo } from './password-rules.ts';

const anna = {
	email: 'anna.meyer@example.com',
	displayName: 'Anna Meyer',
	schoolName: 'Riverside'
};

describe('a new password', () => {
	it.each([
		['password12'],
		['Password2024!'],
		['1234567890'],
		['abcdefghij'],
		['9876543210'],
		['aaaaaaaaaaaa'],
		['P@ssw0rd!2024'],
		['dragondragon'],
		['dragon-dragon-1'],
		['1q2w3e4r5t6y'],
		['violinist1987'],
		['24.12.1998'],
		['Anna Meyer!!'],
		['annameyerforever'],
		['lovely-anna-77'],
		['xX-Riverside-Xx'],
		['RIVERSIDE_MUSIC_1'],
		['qwertyuiop'],
		['anna.meyer1'],
		['anna.meyer@example.com']
	])('may not be %s', async (password) => {
		expect(await objectionTo(password, anna)).toBeTypeOf('string');
	});

	it.each([
		['violet harbour nine'],
		['kX9-treble-clef'],
		['ключ от дома 7'],
		['🎹🎻🎺🥁🎷 and so on'],
		['passwordless harbour'],
		['savannah sunset blue'],
		['a very long way to the river'],
		['72946105538213']
	])('may be %s', async (password) => {
		expect(await objectionTo(password, anna)).toBeUndefined();
		expect(NewPassword.safeParse(password).success).toBe(true);
	});

	it('is measured in characters, not in bytes or halves', () => {
		expect(NewPassword.safeParse('🎹'.repeat(9)).success).toBe(false);
		expect(NewPassword.safeParse('🎹'.repeat(200)).success).toBe(true);
		expect(NewPassword.safeParse('x'.repeat(201)).success).toBe(false);
	});

	it('is the same however its accents were typed', () => {
		expect(NewPassword.parse('cafe\u0301 on the corner')).toBe(NewPassword.parse('caf\u00e9 on the corner'));
	});

	it.each([['nul\0nul\0nul\0'], ['lone \ud800 surrogate'], [12345678901], [null], [{}], [['a', 'b']]])(
		'may not be %j',
		(password) => {
			expect(NewPassword.safeParse(password).success).toBe(false);
		}
	);
});

describe('the check of a new password', () => {
	it.each([
		['a'.repeat(198) + 'bc'],
		['ab-'.repeat(66)],
		['1!'.repeat(100)],
		['anna '.repeat(40)],
		['\u{1F3B9}x'.repeat(60)]
	])('is quick for %j', async (password) => {
		await objectionTo('warm up the list', anna);
		const startedAt = performance.now();
		await objectionTo(password, anna);
		expect(performance.now() - startedAt).toBeLessThan(100);
	});

	it('takes a name of any signs for letters, never for a pattern', async () => {
		const odd = { email: 'a.b+(c@example.com', displayName: '.*(+[', schoolName: '$^|\\' };
		expect(await objectionTo('violet harbour nine', odd)).toBeUndefined();
	});
});

describe('an e-mail address', () => {
	it('is one address however it was typed', () => {
		for (const typed of ['Anna@Example.com', ' anna@example.COM\n', 'ANNA@EXAMPLE.COM'])
			expect(Email.parse(typed)).toBe('anna@example.com');
	});

	it.each([
		['anna\0@example.com'],
		['anna@example.com\0'],
		['anna@exam\nple.com'],
		['anna'],
		['@example.com'],
		['anna@example.com, bob@example.com'],
		['anna@example.com\r\nbcc: bob@example.com'],
		[`${'a'.repeat(300)}@example.com`],
		['a'.repeat(10_000_000)],
		['\u202egro.elpmaxe@anna'],
		[null],
		[42]
	])('is not %j', (typed) => {
		expect(Email.safeParse(typed).success).toBe(false);
	});
});

describe('a name', () => {
	const nameOf = (displayName: unknown) =>
		SignUp.safeParse({ email: 'a@example.com', password: 'violet harbour nine', displayName });

	it.each([['Zoë'], ["O'Neill-García"], ['李小龍'], ['Ana 👩‍🏫']])('may be %s', (name) => {
		expect(nameOf(name).success).toBe(true);
	});

	it('may be left out', () => {
		expect(nameOf(undefined).success).toBe(true);
		expect(nameOf('  ').data?.displayName).toBeUndefined();
	});

	it.each([['a\0b'], ['line\nbreak'], ['turned \u202e round'], ['\udfff'], ['x'.repeat(81)], [7]])(
		'may not be %j',
		(name) => {
			expect(nameOf(name).success).toBe(false);
		}
	);
});
