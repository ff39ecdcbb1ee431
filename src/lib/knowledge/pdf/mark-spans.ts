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

/** Of the letters' height: a wider gap on a line is one between columns. */
const WIDEST_BLANK = 2.5;

/** Closes the gaps that are painted between the words of a justified line, for whatever size the page is shown at later. */
export function joinMarks(marks: readonly HTMLElement[]): void {
	const boxes = marks.map((mark) => mark.getBoundingClientRect());
	const gaps = marks.map((mark, index) => {
		const box = boxes[index];
		const next = boxes[index + 1];
		if (box === undefined || next === undefined || mark.offsetWidth === 0) return 0;
		const isSameLine = Math.abs(box.top - next.top) < box.height / 2;
		const gap = next.left - box.right;
		if (!isSameLine || gap <= 0 || gap > WIDEST_BLANK * box.height) return 0;
		// Each piece is stretched to the width it has on paper.
		const stretch = box.width / mark.offsetWidth;
		return gap / stretch / Number.parseFloat(getComputedStyle(mark).fontSize);
	});
	for (const [index, mark] of marks.entries()) {
		const gap = gaps[index] ?? 0;
		if (gap > 0) mark.style.paddingInlineEnd = `${gap.toFixed(3)}em`;
	}
}
