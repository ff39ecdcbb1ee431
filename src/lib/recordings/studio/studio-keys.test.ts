import { describe, expect, it } from 'vitest';
import { studioKeyFor } from './studio-keys.ts';

const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({
	...{ key, altKey: false, ctrlKey: false, metaKey: false, isComposing: false, defaultPrevented: false },
	...more
});
/** Something that stands in one of these. */
const within = (...places: string[]) =>
	({
		closest: (selector: string) => (selector.split(', ').some((one) => places.includes(one)) ? {} : null)
	}) as unknown as Element;

describe('a key in the studio', () => {
	it('acts anywhere that has no use for it itself', () => {
		expect(studioKeyFor(press(' '), within())).toBe('toggle');
		expect(studioKeyFor(press('n'), within('button'))).toBe('note');
		expect(studioKeyFor(press('ArrowLeft'), within('[role=slider]'))).toBe('back');
	});

	it('belongs to a field, a dialog, a sound’s own controls, and to what Space and arrows mean where the focus is', () => {
		for (const place of ['input', 'textarea', 'select', 'audio', 'dialog', '[role=menu]'])
			expect(studioKeyFor(press('n'), within(place))).toBeUndefined();
		for (const place of ['button', 'summary', 'a'])
			expect(studioKeyFor(press(' '), within(place))).toBeUndefined();
		expect(studioKeyFor(press('ArrowRight'), within('[role=tab]'))).toBeUndefined();
	});

	it('with a modifier, in the middle of a composition, or taken already, is none of the studio’s', () => {
		for (const more of [
			{ ctrlKey: true },
			{ metaKey: true },
			{ altKey: true },
			{ isComposing: true },
			{ defaultPrevented: true }
		])
			expect(studioKeyFor(press('n', more), within())).toBeUndefined();
		expect(studioKeyFor(press('q'), within())).toBeUndefined();
	});
});
