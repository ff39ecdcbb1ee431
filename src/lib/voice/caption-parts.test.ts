import { describe, expect, it } from 'vitest';
import { parted } from './caption-parts.ts';

const answer = (text: string, heardChars: number) => parted({ who: 'assistant', text, heardChars });

describe('a caption', () => {
	it('is parted at the end of the word that is being heard', () => {
		expect(answer('A quarter violin costs', 4)).toEqual({ heard: 'A quarter', rest: ' violin costs' });
		expect(answer('A quarter violin costs', 9)).toEqual({ heard: 'A quarter', rest: ' violin costs' });
	});

	it('has heard nothing at its beginning and everything at its end', () => {
		expect(answer('A violin', 0)).toEqual({ heard: '', rest: 'A violin' });
		expect(answer('A violin', 8)).toEqual({ heard: 'A violin', rest: '' });
		expect(answer('A violin', 99)).toEqual({ heard: 'A violin', rest: '' });
		expect(answer('A violin', -1)).toEqual({ heard: '', rest: 'A violin' });
	});

	it('never halves a character of two units', () => {
		expect(answer('𝄞𝄢 clefs', 1)).toEqual({ heard: '𝄞𝄢', rest: ' clefs' });
	});

	it('of the person themself is heard whole', () => {
		expect(parted({ who: 'me', text: 'A violin', heardChars: 0 })).toEqual({ heard: 'A violin', rest: '' });
	});
});
