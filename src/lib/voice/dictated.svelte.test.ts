import { describe, expect, it } from 'vitest';
import { Dictated } from './dictated.svelte.ts';

describe('what was dictated', () => {
	it('stands behind what was there, with one space between', () => {
		const dictated = new Dictated();
		expect(dictated.put('', ' how much ')).toBe('how much');
		expect(dictated.put('how much', 'is a lesson?')).toBe('how much is a lesson?');
		expect(dictated.put('first line\n', 'second')).toBe('first line\nsecond');
		expect(dictated.put('as it was', '  ')).toBe('as it was');
	});

	it('is taken back piece by piece', () => {
		const dictated = new Dictated();
		let text = dictated.put('Please:', 'a violin');
		text = dictated.put(text, 'or a cello');
		text = dictated.undo(text);
		expect(text).toBe('Please: a violin');
		expect(dictated.undo(text)).toBe('Please:');
		expect(dictated.canUndo('Please:')).toBe(false);
	});

	it('is not taken back once the text was changed by hand', () => {
		const dictated = new Dictated();
		const text = `${dictated.put('', 'a violin')}, quarter size`;
		expect(dictated.canUndo(text)).toBe(false);
		expect(dictated.undo(text)).toBe(text);
	});
});
