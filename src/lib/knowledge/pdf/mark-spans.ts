// Marks parts of a text layer's pieces. The words stay what they are: the marks stand within the pieces.
import type { PieceSpan } from './find-passage.ts';

/** The marks, in order. */
export function markSpans(pieces: readonly HTMLElement[], spans: readonly PieceSpan[]): HTMLElement[] {
	const ofPiece = new Map<number, PieceSpan[]>();
	for (const span of spans) ofPiece.set(span.piece, [...(ofPiece.get(span.piece) ?? []), span]);
	const marks: HTMLElement[] = [];
	for (const [index, own] of ofPiece) {
		const piece = pieces[index];
		if (piece === undefined) continue;
		const text = piece.textContent;
		const nodes: (string | HTMLElement)[] = [];
		let from = 0;
		for (const { start, end } of own.toSorted((one, other) => one.start - other.start)) {
			if (start < from) continue;
			const mark = document.createElement('mark');
			mark.textContent = text.slice(start, end);
			nodes.push(text.slice(from, start), mark);
			marks.push(mark);
			from = end;
		}
		piece.replaceChildren(...nodes, text.slice(from));
	}
	return marks;
}
