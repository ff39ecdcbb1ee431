import { describe, expect, it } from 'vitest';
import { chooseVariant } from './choose-variant.ts';
import type { FlagRule } from './registry.ts';

const VARIANTS = ['a', 'b', 'c'];
const rule = (changes: Partial<FlagRule> = {}): FlagRule => ({
	isOn: true,
	roles: ['user', 'guest'],
	percentage: 100,
	weights: { a: 50, b: 50 },
	...changes
});
const people = Array.from({ length: 4_000 }, (_, index) => ({
	userId: `person-${index}`,
	role: 'user' as const
}));
const choices = (changes: Partial<FlagRule>, name = 'a-flag') =>
	people.map((person) => chooseVariant(name, VARIANTS, rule(changes), person));
const share = (chosen: readonly unknown[], value: unknown) =>
	chosen.filter((one) => one === value).length / chosen.length;

describe('a variant', () => {
	it('is the same for the same person, and divides people as the weights say', () => {
		expect(choices({})).toEqual(choices({}));
		const chosen = choices({ weights: { a: 1, b: 2, c: 1 } });
		expect(share(chosen, 'a')).toBeCloseTo(0.25, 1);
		expect(share(chosen, 'b')).toBeCloseTo(0.5, 1);
		expect(share(chosen, 'c')).toBeCloseTo(0.25, 1);
	});

	it('is nobody’s when the flag is off, for other roles and for visitors without an id', () => {
		const [person] = people;
		expect(share(choices({ isOn: false }), undefined)).toBe(1);
		expect(share(choices({ roles: ['admin'] }), undefined)).toBe(1);
		expect(share(choices({ percentage: 0 }), undefined)).toBe(1);
		expect(chooseVariant('a-flag', VARIANTS, rule(), { role: 'guest' })).toBeUndefined();
		expect(chooseVariant('a-flag', VARIANTS, rule(), { ...person!, role: 'guest' })).toBeDefined();
	});

	it('stays when more people come in', () => {
		const few = choices({ percentage: 10 });
		const many = choices({ percentage: 60 });
		expect(1 - share(few, undefined)).toBeCloseTo(0.1, 1);
		expect(1 - share(many, undefined)).toBeCloseTo(0.6, 1);
		expect(few.every((variant, index) => variant === undefined || variant === many[index])).toBe(true);
	});

	it('of one flag says nothing about that of another', () => {
		const [first, second] = [choices({}, 'first'), choices({}, 'second')];
		const both = first.filter((variant, index) => variant === 'a' && second[index] === 'a').length;
		expect(both / people.length).toBeCloseTo(0.25, 1);
	});
});
