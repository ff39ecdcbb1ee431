// Turns an answer with marks into clean Markdown and citations: the sentence before a mark is narrowed to the exact words of the
// passage that bear it out. Guarantees: the text is the same however it was cut into deltas; `quote` is a slice of the revision;
// every citation follows its sentence; a mark without a passage, or one whose passage does not bear the sentence out, is dropped.
import { narrow } from '#lib/shared/grounding/index.ts';
import type { CitationData } from '#lib/shared/conversation/parts.ts';
import { splitSentences } from '#lib/shared/text/sentences.ts';
import { likeStems } from '../../proof/index.ts';
import { createMarkScanner, type Scanned } from './mark-scanner.ts';
import type { NumberedPassage } from './passage-book.ts';

export type Woven = { kind: 'text'; text: string } | { kind: 'citation'; data: CitationData };

export interface CitationWeaver {
	take(delta: string): Woven[];
	/** What was held back. The weaver may go on with another text of the same message. */
	end(): Woven[];
}

export function createCitationWeaver(find: (n: number) => NumberedPassage | undefined): CitationWeaver {
	let scanner = createMarkScanner();
	let text = '';
	/** Passages in order of their first citation. */
	const numbers = new Map<NumberedPassage, number>();

	function weave(scanned: Scanned[]): Woven[] {
		return scanned.flatMap((item): Woven[] => {
			if (item.kind === 'text') {
				text += item.text;
				return [item];
			}
			return cite(item.numbers).map((data) => ({ kind: 'citation', data }));
		});
	}

	function cite(marks: number[]): CitationData[] {
		const span = lastSentence(text);
		if (span === undefined) return [];
		const sentence = text.slice(span.start, span.end);
		const cited = new Set<NumberedPassage>();
		return marks.flatMap((mark) => {
			const passage = find(mark);
			if (passage === undefined || cited.has(passage)) return [];
			cited.add(passage);
			const found = narrow(sentence, [passage], likeStems);
			if (found === undefined) return [];
			const number = numbers.get(passage) ?? numbers.size + 1;
			numbers.set(passage, number);
			const { documentId, revision, title, headings } = passage;
			const { start, end, quote } = found;
			const place = { sentence, textStart: span.start, textEnd: span.end, number };
			return [{ ...place, documentId, revision, title, headings, start, end, quote }];
		});
	}

	return {
		take: (delta) => weave(scanner.take(delta)),
		end() {
			const rest = weave(scanner.end());
			scanner = createMarkScanner();
			return rest;
		}
	};
}

/** Only the last paragraph is read: sentences do not cross one. */
function lastSentence(text: string): { start: number; end: number } | undefined {
	const trimmed = text.trimEnd();
	const from = trimmed.lastIndexOf('\n\n') + 1;
	const last = splitSentences(trimmed.slice(from)).at(-1);
	return last && { start: from + last.start, end: from + last.end };
}
