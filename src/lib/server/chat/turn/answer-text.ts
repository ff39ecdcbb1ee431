// The text of an answer on its way out: screened, its marks woven into citations, each in its place in the stream. A text part is
// opened when there is something to put in it.
import type { CitationData, TurnPart } from '#lib/shared/conversation/parts.ts';
import { createOutputScreen } from '../../guardrails/index.ts';
import { createCitationWeaver, type Woven } from './citation-weaver.ts';
import type { NumberedPassage } from './passage-book.ts';

export interface AnswerText {
	/** A new text of the model begins. */
	begin(): void;
	take(delta: string): void;
	/** Ends the text; ending twice is harmless. */
	end(): void;
	isEmpty(): boolean;
	citations(): readonly CitationData[];
}

export function createAnswerText(
	find: (n: number) => NumberedPassage | undefined,
	emit: (part: TurnPart) => void
): AnswerText {
	const screen = createOutputScreen();
	const weaver = createCitationWeaver(find);
	const citations: CitationData[] = [];
	const sources = new Set<string>();
	let textCount = 0;
	let openId: string | undefined;
	let hasWords = false;
	/** Texts of one message are joined without a separator: a later one brings its own, with its first word. */
	let isLater = false;

	function emitWoven(woven: Woven[]): void {
		for (const item of woven) {
			if (item.kind === 'text') {
				if (openId === undefined) {
					openId = `text-${++textCount}`;
					emit({ type: 'text-start', id: openId });
				}
				emit({ type: 'text-delta', id: openId, delta: item.text });
				continue;
			}
			const { documentId, title } = item.data;
			if (!sources.has(documentId)) {
				sources.add(documentId);
				emit({ type: 'source-document', sourceId: documentId, mediaType: 'text/markdown', title });
			}
			citations.push(item.data);
			emit({ type: 'data-citation', id: `citation-${citations.length}`, data: item.data });
		}
	}

	return {
		begin() {
			isLater = hasWords;
		},
		take(delta) {
			const text = screen.take(delta);
			if (text === '') return;
			const isWord = /\S/u.test(text);
			emitWoven(weaver.take(isLater && isWord ? `\n\n${text}` : text));
			hasWords ||= isWord;
			if (isWord) isLater = false;
		},
		end() {
			emitWoven([...weaver.take(screen.end()), ...weaver.end()]);
			if (openId !== undefined) emit({ type: 'text-end', id: openId });
			openId = undefined;
		},
		isEmpty: () => !hasWords,
		citations: () => citations
	};
}
