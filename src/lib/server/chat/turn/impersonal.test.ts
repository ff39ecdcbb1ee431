import type { ModelMessage } from 'ai';
import { describe, expect, it } from 'vitest';
import { isImpersonal } from './impersonal.ts';

const asked = (content: string): ModelMessage => ({ role: 'user', content });
const QUESTION = 'What does hiring a cello cost?';

describe('an answer depends on nobody', () => {
	it('when it is to a first question that names nobody', () => {
		expect(isImpersonal({ messages: [asked(QUESTION)], beside: [] })).toBe(true);
	});

	it.each<[string, ModelMessage[], unknown[]]>([
		[
			'something was said before',
			[asked('Hello.'), { role: 'assistant', content: 'Hello.' }, asked(QUESTION)],
			[]
		],
		['something is told beside it', [asked(QUESTION)], ['a note']],
		['a file came with it', [{ role: 'user', content: [{ type: 'text', text: QUESTION }] }], []],
		['it names somebody', [asked(`My name is Anna Keller. ${QUESTION}`)], []],
		['it holds an address', [asked(`${QUESTION} Write to anna@keller.example.`)], []],
		['it holds a number to call', [asked(`${QUESTION} Call +44 20 7946 0958.`)], []]
	])('but not when %s', (_name, messages, beside) => {
		expect(isImpersonal({ messages, beside })).toBe(false);
	});
});
