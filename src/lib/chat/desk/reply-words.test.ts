import { expect, it } from 'vitest';
import type { CitationData } from '#lib/shared/conversation/parts.ts';
import { replyWords } from './reply-words.ts';

const cited = (documentId: string, title: string, number: number): CitationData => ({
	...{ documentId, title, number, headings: [], sentence: '', revision: '', quote: '' },
	...{ textStart: 0, textEnd: 0, start: 0, end: 0 }
});

it('a suggestion becomes its text and each article it rests on once, as a link that no title breaks', () => {
	const citations = [cited('a', 'Hire [cellos]', 1), cited('b', 'Fees', 2), cited('a', 'Hire [cellos]', 3)];
	expect(replyWords({ text: 'A cello costs £45.\n', citations })).toBe(
		'A cello costs £45.\n\nMore: [Hire \\[cellos\\]](/knowledge/a), [Fees](/knowledge/b)'
	);
});

it('what was left out leaves no gap', () => {
	expect(replyWords({ text: '- […]\n- It costs £45. […]\n\n[…] Come by.', citations: [] })).toBe(
		'- It costs £45.\n\n Come by.'
	);
});
