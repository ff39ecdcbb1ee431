import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CitationData } from '#lib/shared/conversation/parts.ts';
import { LEFT_OUT, toSharedMessage, type BranchMessage } from './shared-message.ts';

const cite = (number: number, documentId: string, textStart: number, textEnd: number): CitationData => ({
	...{ number, documentId, textStart, textEnd, sentence: 'unused', revision: 'r', title: `T ${documentId}` },
	...{ headings: [], start: 0, end: 5, quote: `words of ${documentId}` }
});

function message(sentences: string[], documents: string[][]): BranchMessage {
	let text = '';
	const citations = sentences.flatMap((sentence, index) => {
		const start = text.length;
		text += sentence;
		return (documents[index] ?? []).map((id, n) => cite(n + 1, id, start, text.length));
	});
	return { position: 2, role: 'assistant', text, citations, isComplete: true };
}

describe('a message somebody else may see', () => {
	const said = message(
		['Lessons last 45 minutes. ', 'Staff are paid on Fridays. ', 'A term costs 200 euros.'],
		[['public'], ['staff'], ['public', 'fees']]
	);

	it('keeps what comes from documents that the reader may open, with exact places', () => {
		const shared = toSharedMessage(said, new Set(['public', 'fees']));
		expect(shared.text).toBe(`Lessons last 45 minutes. ${LEFT_OUT}A term costs 200 euros.`);
		expect(shared.withheld).toBe(1);
		expect(shared.citations.map(({ textStart, textEnd }) => shared.text.slice(textStart, textEnd))).toEqual([
			'Lessons last 45 minutes. ',
			'A term costs 200 euros.',
			'A term costs 200 euros.'
		]);
	});

	it('says which sentences are in doubt, in their new places, and nothing of those it leaves out', () => {
		const doubts = [
			{ textStart: 25, textEnd: 51, reasons: ['number' as const] },
			{ textStart: 52, textEnd: 75, reasons: ['words' as const] }
		];
		const shared = toSharedMessage({ ...said, unsupported: doubts }, new Set(['public', 'fees']));
		expect(shared.unsupported).toEqual([{ textStart: 28, textEnd: 51 }]);
		expect(shared.text.slice(28)).toBe('A term costs 200 euros.'.slice(0, 23));
		expect(toSharedMessage(said, new Set(['public'])).unsupported).toBeUndefined();
	});

	it('leaves out a sentence that stands on a readable and an unreadable document together', () => {
		const shared = toSharedMessage(said, new Set(['public', 'staff']));
		expect(shared.text).not.toContain('200 euros');
		expect(JSON.stringify(shared)).not.toContain('fees');
	});

	it('names nothing that the reader may not read, and cuts exactly, whatever is cited', () => {
		const documentId = fc.constantFrom('a', 'b', 'c', 'd');
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.string({ minLength: 1 }), fc.array(documentId, { maxLength: 3 })), {
					maxLength: 8
				}),
				fc.uniqueArray(documentId),
				(sentences, readable) => {
					const given = message(
						sentences.map(([text]) => text),
						sentences.map(([, ids]) => ids)
					);
					const open = new Set<string>(readable);
					const shared = toSharedMessage(given, open);
					const expected = sentences
						.map(([text, ids]) => (ids.every((id) => open.has(id)) ? text : LEFT_OUT))
						.join('');
					expect(shared.text).toBe(expected);
					for (const { documentId: id, textStart, textEnd } of shared.citations) {
						expect(open.has(id)).toBe(true);
						expect(sentences.map(([text]) => text)).toContain(shared.text.slice(textStart, textEnd));
					}
				}
			)
		);
	});

	it('has no place outside of the text, even when a citation claims one', () => {
		const odd = { ...said, citations: [cite(1, 'staff', 10, 9_999), cite(2, 'public', 500, 600)] };
		expect(toSharedMessage(odd, new Set(['public'])).text).toBe(`Lessons la${LEFT_OUT}`);
	});
});
