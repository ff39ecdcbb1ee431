import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPersonalKey, isWholeKey, makeKey } from './key-format.ts';

describe('a key', () => {
	it('is one word of letters and digits, which begins with its name in lists', async () => {
		const { key, prefix } = await makeKey();
		expect(key).toMatch(/^sgk_[0-9A-Za-z]{46}$/);
		expect(prefix).toMatch(/^sgk_[0-9A-Za-z]{8}$/);
		expect(key.startsWith(prefix)).toBe(true);
		expect(isPersonalKey(key)).toBe(true);
		expect(await isWholeKey(key)).toBe(true);
	});

	it('is never the same twice', async () => {
		const keys = await Promise.all(Array.from({ length: 200 }, () => makeKey()));
		expect(new Set(keys.map(({ key }) => key)).size).toBe(200);
		expect(new Set(keys.map(({ prefix }) => prefix)).size).toBe(200);
	});

	it('uses every letter', async () => {
		const keys = await Promise.all(Array.from({ length: 200 }, () => makeKey()));
		expect(new Set(keys.flatMap(({ key }) => Array.from(key.slice(4)))).size).toBe(62);
	});

	it('is seen to be mistyped, whichever letter is wrong', async () => {
		const { key } = await makeKey();
		await fc.assert(
			fc.asyncProperty(fc.nat(45), fc.constantFrom('0', 'a', 'Z', '9'), async (at, letter) => {
				const typed = key.slice(0, 4 + at) + letter + key.slice(5 + at);
				return (await isWholeKey(typed)) === (typed === key);
			})
		);
	});

	it.each([
		[''],
		['sgk_'],
		['sgk_' + '0'.repeat(46)],
		['sk_segue_' + 'x'.repeat(43)],
		['sgk_' + 'x'.repeat(10_000_000)]
	])('is not %#', async (text) => {
		expect(await isWholeKey(text)).toBe(false);
	});

	it('is not half of one, nor one with something about it', async () => {
		const { key } = await makeKey();
		for (const other of [key.slice(0, -1), key.slice(1), `${key}0`, ` ${key}`, `${key}\n`, key.toUpperCase()])
			expect(await isWholeKey(other)).toBe(false);
	});
});
