import { describe, expect, it } from 'vitest';
import { deskKeyFor } from './desk-keys.ts';

type Pressed = Parameters<typeof deskKeyFor>[0];

const press = (pressed: Partial<Pressed>, { isField = false, areSingleKeysOn = true } = {}) =>
	deskKeyFor(
		{
			...{ key: '', code: '', altKey: false, ctrlKey: false, metaKey: false },
			...{ isComposing: false, defaultPrevented: false, getModifierState: () => false },
			...pressed
		},
		{ isField, areSingleKeysOn }
	);
const ALT_S = { key: 'ß', code: 'KeyS', altKey: true };

describe('the keys of the desk', () => {
	it('take single letters outside of fields only, and only while they are on', () => {
		expect(press({ key: 't' })).toBe('take');
		expect(press({ key: 't' }, { isField: true })).toBeUndefined();
		expect(press({ key: 't' }, { areSingleKeysOn: false })).toBeUndefined();
		expect(press({ key: 't', ctrlKey: true })).toBeUndefined();
		expect(press({ key: 'Escape' }, { isField: true, areSingleKeysOn: false })).toBe('leave');
	});

	it('insert the suggestion from anywhere, by the place of the key, and leave letters written with AltGr alone', () => {
		expect(press(ALT_S, { isField: true, areSingleKeysOn: false })).toBe('insert');
		expect(press({ ...ALT_S, getModifierState: (name) => name === 'AltGraph' })).toBeUndefined();
		expect(press({ ...ALT_S, ctrlKey: true })).toBeUndefined();
		expect(press({ ...ALT_S, isComposing: true })).toBeUndefined();
		expect(press({ key: 't', altKey: true })).toBeUndefined();
	});
});
