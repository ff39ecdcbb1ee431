import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutMarks } from './without-marks.ts';

const words = (text: string) => withoutMarks(text).split(/\s+/).filter(Boolean).join(' ');

describe('an answer without its marks', () => {
	it.each([
		['**Bold** and _slanted_ and `code`', 'Bold and slanted and code'],
		['# Fees\n\n- one\n- two\n1. three', 'Fees one two three'],
		['It costs 30 pounds [1] in all [2, 3].', 'It costs 30 pounds in all .'],
		['See [the fees](https://school.example/fees?x=1) today', 'See the fees today'],
		['At https://school.example/fees or here', 'At or here'],
		['Before\n```js\nlet x = 1;\n```\nafter', 'Before after'],
		['| Day | Hour |\n|---|---|\n| Mon | 9 |', 'Day Hour Mon 9'],
		['A well-known 3-4 bar', 'A well-known 3-4 bar']
	])('reads %j as %j', (text, spoken) => {
		expect(words(text)).toBe(spoken);
	});

	it('leaves every letter that is said in its place', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: fc.constantFrom(...Array.from('ab *_[]()`#-1.\n|~>!:/')), maxLength: 200 }),
				(text) => {
					const blanked = withoutMarks(text);
					expect(blanked.length).toBe(text.length);
					for (let i = 0; i < text.length; i++) if (blanked[i] !== ' ') expect(blanked[i]).toBe(text[i]);
				}
			)
		);
	});
});
