import { expect, it } from 'vitest';
import { TagList } from './labels.ts';

it('tags are trimmed, and one that differs in capitals alone is the same', () => {
	expect(TagList.parse([' Fees ', 'fees', 'Ünal', 'ünal', 'two   words'])).toEqual([
		'Fees',
		'Ünal',
		'two words'
	]);
});

it('tags are ten at most, of forty characters at most, and visible', () => {
	const ten = Array.from({ length: 10 }, (_, n) => `tag ${n}`);
	expect(TagList.parse([...ten, 'TAG 0'])).toEqual(ten);
	for (const tags of [
		[...ten, 'another'],
		['x'.repeat(41)],
		[''],
		['  '],
		['a\0b'],
		['a\u202eb'],
		['\ud83c']
	])
		expect(TagList.safeParse(tags).success, JSON.stringify(tags)).toBe(false);
	expect(TagList.parse(['🎹 piano', '👩‍🎤'])).toEqual(['🎹 piano', '👩‍🎤']);
});
