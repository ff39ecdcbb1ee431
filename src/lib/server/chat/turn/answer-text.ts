// The text of an answer on its way out: screened, its marks woven into citations, its sentences held against their sources, each part in
// its place in the stream. A text part is opened when there is something to put in it.
import type { CitationData, TurnPart } from '#lib/shared/conversation/parts.ts';
import { createOutputScreen } from '../../guardrails/index.ts';
import { createCitationWeaver } from './citation-weaver.ts';
import type { NumberedPassage } from './passage-book.ts';
import type { Proven, SentenceProof } from './sentence-proof.ts';

export interface AnswerText {
	/** A new text of the model begins. */
	begin(): void;
	take(delta: string): void;
	/** Ends the text; ending twice is harmless. */
	end(): void;
	/** The model failed: what nobody has seen is forgotten, so that what stands is whole and another model may go on. */
	breakOff(): void;
	isEmpty(): boolean;
	citations(): readonly CitationData[];
	/** How many sentences their sources do not bear out. */
	unsupported(): number;
}

export function createAnswerText(
	find: (n: number) => NumberedPassage | undefined,
	proof: SentenceProof,
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

	function emitProven(proven: Proven[]): void {
		for (const item of proven) {
			if (item.kind === 'unsupported') {
				emit({ type: 'data-unsupported', data: item.data });
				continue;
			}
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

	function end(): void {
		emitProven([...proof.take([...weaver.take(screen.end()), ...weaver.end()]), ...proof.end()]);
		if (openId !== undefined) emit({ type: 'text-end', id: openId });
		openId = undefined;
	}

	return {
		begin() {
			isLater = hasWords;
		},
		take(delta) {
			const text = screen.take(delta);
			if (text === '') return;
			const isWord = /\S/u.test(text);
			emitProven(proof.take(weaver.take(isLater && isWord ? `\n\n${text}` : text)));
			hasWords ||= isWord;
			if (isWord) isLater = false;
		},
		end,
		breakOff() {
			proof.drop();
			if (openId !== undefined) emit({ type: 'text-end', id: openId });
			openId = undefined;
		},
		isEmpty: () => !hasWords,
		citations: () => citations,
		unsupported: () => proof.count()
	};
}
