// Cuts text where marks begin and end, and where formulas stand.
import { alignText } from './align.ts';
import type { MathSpan } from './math-spans.ts';
import type { Mark, Node, Piece } from './tree.ts';

export class PieceCutter {
	private readonly marks: Mark[];
	/** Marks whose closing place has been given out. */
	private readonly closed = new Set<string>();
	private readonly opened = new Set<string>();

	constructor(
		private readonly source: string,
		marks: readonly Mark[],
		private readonly formulas: readonly MathSpan[]
	) {
		this.marks = withoutOverlaps(marks, source.length);
	}

	touches(start: number, end: number): boolean {
		return this.marks.some((mark) => mark.start < end && mark.end > start);
	}

	/** The source as it stands, markup and all. */
	plain(start: number, end: number): Node[] {
		return this.text(start, end, this.source.slice(start, end), true);
	}

	/** The nodes of one text node that covers [start, end) of the source. */
	text(start: number, end: number, value: string, isVerbatim = false): Node[] {
		const place = isVerbatim ? (index: number) => start + index : this.placer(start, end, value);
		const out: Node[] = [];
		let from = 0;
		const formulas = isVerbatim ? [] : this.formulas.filter((span) => span.start >= start && span.end <= end);
		for (const formula of formulas) {
			const at = firstIndexAt(place, value.length, formula.start);
			this.pushPieces(out, value, from, at, place);
			out.push({ type: 'math', start: formula.start, tex: formula.tex, isDisplay: formula.isDisplay });
			from = at + (formula.end - formula.start);
		}
		this.pushPieces(out, value, from, value.length, place);
		return out;
	}

	private placer(start: number, end: number, value: string): (index: number) => number {
		if (value.length === end - start) return (index) => start + index;
		const offsets = alignText(this.source, start, end, value);
		return (index) => offsets[index] ?? end;
	}

	private pushPieces(
		out: Node[],
		value: string,
		from: number,
		to: number,
		place: (index: number) => number
	): void {
		if (from >= to) return;
		const pieces: Piece[] = [];
		let at = from;
		for (const mark of this.marks) {
			if (mark.end <= place(at) || mark.start >= place(to)) continue;
			const first = Math.max(at, firstIndexAt(place, to, mark.start));
			const last = Math.min(to, firstIndexAt(place, to, mark.end));
			if (first > at) pieces.push({ start: place(at), text: value.slice(at, first) });
			if (last > first) pieces.push(this.marked(mark, value.slice(first, last), place(first), place(last)));
			at = Math.max(at, last);
		}
		if (at < to) pieces.push({ start: place(at), text: value.slice(at, to) });
		out.push({ type: 'text', start: place(from), pieces });
	}

	private marked(mark: Mark, text: string, start: number, end: number): Piece {
		const piece: Piece = { start, text, mark: mark.key };
		if (!this.opened.has(mark.key)) piece.opens = true;
		this.opened.add(mark.key);
		// What is left of the mark may be mere markup (the closing ** of a bold sentence): then it closes here.
		const isLast = !/[\p{L}\p{N}]/u.test(this.source.slice(end, mark.end));
		if (isLast && !this.closed.has(mark.key)) {
			this.closed.add(mark.key);
			piece.closes = mark.key;
		}
		return piece;
	}
}

/** The first index in [0, to] whose place in the source is at or after `offset`. */
function firstIndexAt(place: (index: number) => number, to: number, offset: number): number {
	let low = 0;
	let high = to;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (place(middle) < offset) low = middle + 1;
		else high = middle;
	}
	return low;
}

function withoutOverlaps(marks: readonly Mark[], length: number): Mark[] {
	const sorted = marks
		.map((mark) => ({ ...mark, end: Math.min(mark.end, length) }))
		.filter((mark) => mark.start >= 0 && mark.end > mark.start)
		.sort((a, b) => a.start - b.start || a.end - b.end);
	let reached = 0;
	return sorted.flatMap((mark) => {
		const start = Math.max(mark.start, reached);
		if (start >= mark.end) return [];
		reached = mark.end;
		return [{ ...mark, start }];
	});
}
