import { describe, expect, it } from 'vitest';
import { highlight } from './highlight.ts';

describe('code colouring', () => {
	it('keeps every character and names what it knows', () => {
		const code = 'const beat = "four <b>"; // count';
		const runs = highlight(code, 'js') ?? [];
		expect(runs.map((run) => run.text).join('')).toBe(code);
		expect(runs.find((run) => run.text === 'const')?.classes).toBe('hljs-keyword');
	});

	it('leaves a language it does not know alone', () => {
		expect(highlight('x', 'no-such-language')).toBeUndefined();
	});
});
