import { describe, expect, it } from 'vitest';
import { NewKey, NewKeyForm } from './forms.ts';

const form: NewKey = { name: 'Timetable', scopes: ['knowledge:read'], expiresInDays: 30 };

describe('what a key is asked for', () => {
	it.each([
		[{ ...form, name: '' }],
		[{ ...form, name: ' \n ' }],
		[{ ...form, name: 'x'.repeat(61) }],
		[{ ...form, name: 'turned \u202e round' }],
		[{ ...form, scopes: [] }],
		[{ ...form, scopes: ['everything'] }],
		[{ ...form, scopes: ['people:read', '*'] }],
		[{ ...form, scopes: 'people:read' }],
		[{ ...form, expiresInDays: 0 }],
		[{ ...form, expiresInDays: 366 }],
		[{ ...form, expiresInDays: 1.5 }],
		[{ ...form, expiresInDays: '30' }],
		[{ name: form.name, scopes: form.scopes }],
		[null]
	])('may not be %j', (asked) => {
		expect(NewKey.safeParse(asked).success).toBe(false);
	});

	it('counts a scope once, in one order', () => {
		const asked = { ...form, scopes: ['people:read', 'knowledge:read', 'people:read'] };
		expect(NewKey.parse(asked).scopes).toEqual(['knowledge:read', 'people:read']);
	});

	it('comes from a form as one field a scope', () => {
		const fields = { name: 'Door', 'people:read': 'on', 'audit:read': 'off', lifetime: '90' };
		expect(NewKeyForm.parse(fields)).toEqual({ name: 'Door', scopes: ['people:read'], expiresInDays: 90 });
		expect(NewKeyForm.parse({ ...fields, lifetime: 'unlimited' }).expiresInDays).toBeNull();
		for (const lifetime of ['', 'soon', '0', '-1', '1e9', undefined])
			expect(NewKeyForm.safeParse({ ...fields, lifetime }).success).toBe(false);
	});
});
