// Finds a passage of our text among the pieces a page of a PDF is painted in. Our text is the same words told otherwise: hyphens mended, columns
// set in order, running titles gone, marks of Markdown added. So letters and digits alone are compared. Found whole, a passage that stands there
// more than once is the one whose surroundings agree; not found whole, it is put together from its lines, wherever on the page they were
// painted. What covers too little of it is not taken for the passage.
import { foldText, type FoldedText } from './folded-text.ts';

/** What is to be found: [start, end) of our text of the page, which need not be all of it. */
export interface QuotedSpan {
	text: string;
	start: number;
	end: number;
}

/** A part of one piece of the page. Offsets are UTF-16, within the piece. */
export interface PieceSpan {
	piece: number;
	start: number;
	end: number;
}

/** In letters of the passage's and the page's folded text. */
interface Run {
	from: number;
	at: number;
	length: number;
}

/** Fewer letters in a row than this are no sign of the passage by themselves. */
const SEED_LETTERS = 12;
/** Of the passage's letters: with fewer found on the page this is not the place. */
const LEAST_SHARE = 0.6;
const LONGEST_CONTEXT = 200;
const SAME_PIECE_WEIGHT = 4;
/** How far from its neighbours a short rest of a line may stand, in letters. */
const NEAR_LETTERS = 400;
/** Of one seed, and of the whole passage: a page of one word repeated is searched no longer than another. */
const MOST_PLACES = 48;
const MOST_OCCURRENCES = 1_000;
/** Beyond it a page is looked through for the whole passage alone. */
const MOST_PAGE_LETTERS = 400_000;

/** undefined: it is not on the page. Spans come in the order of the page, each piece at most once for each run of words. */
export function findPassage(pieces: readonly string[], wanted: QuotedSpan): PieceSpan[] | undefined {
	const ours = foldText(wanted.text);
	const from = ours.starts.findIndex((start) => start >= wanted.start);
	const past = ours.starts.findIndex((start) => start >= wanted.end);
	const to = past === -1 ? ours.letters.length : past;
	if (from === -1 || from >= to) return undefined;
	const page = foldPieces(pieces);
	const quote = ours.letters.slice(from, to);
	const at = wholeAt(page, ours, from, to);
	const runs = at === undefined ? linesOf(page.folded, quote) : [{ from: 0, at, length: quote.length }];
	if (runs === undefined) return undefined;
	const edges = edgesOf(wanted, ours, from, to);
	return runs
		.toSorted((one, other) => one.at - other.at)
		.flatMap((run) =>
			spansOf(page, pieces, run, {
				before: run.from === 0 ? edges.before : '',
				after: run.from + run.length === quote.length ? edges.after : ''
			})
		);
}

interface FoldedPage {
	folded: FoldedText;
	/** Where each piece begins in the page's text. */
	begins: number[];
}

function foldPieces(pieces: readonly string[]): FoldedPage {
	const begins: number[] = [];
	let length = 0;
	for (const piece of pieces) {
		begins.push(length);
		length += piece.length;
	}
	return { folded: foldText(pieces.join(''), begins), begins };
}

/** The one occurrence of the whole passage that is meant. */
function wholeAt(page: FoldedPage, ours: FoldedText, from: number, to: number): number | undefined {
	const quote = ours.letters.slice(from, to);
	const all = occurrences(page.folded.letters, quote);
	const asWords = all.filter((at) => isAtWords(page.folded, at, at + quote.length));
	const candidates = asWords.length > 0 ? asWords : quote.length < SEED_LETTERS ? [] : all;
	if (candidates.length < 2) return candidates[0];
	const scores = candidates.map((at) => agreement(page, at, quote.length, ours.letters, from));
	const best = Math.max(...scores);
	const alike = candidates.filter((_, index) => scores[index] === best);
	// The same words all around, as in a table: then by their order.
	const own = occurrences(ours.letters, quote).filter((at) => isAtWords(ours, at, at + quote.length));
	const order = Math.max(0, own.indexOf(from));
	const meant = own.length === candidates.length ? candidates[order] : undefined;
	if (meant !== undefined && alike.includes(meant)) return meant;
	const share = own.length < 2 ? 0 : order / (own.length - 1);
	return alike[Math.round(share * (alike.length - 1))];
}

function occurrences(text: string, quote: string): number[] {
	const found: number[] = [];
	for (let at = text.indexOf(quote); at !== -1; at = text.indexOf(quote, at + 1)) {
		found.push(at);
		if (found.length === MOST_OCCURRENCES) break;
	}
	return found;
}

function isAtWords({ isWordStart, letters }: FoldedText, from: number, to: number): boolean {
	return isWordStart[from] === 1 && (to === letters.length || isWordStart[to] === 1);
}

/** How many letters before and after are the same. Those of the same piece were painted with it, the next piece may belong elsewhere. */
function agreement(
	{ folded, begins }: FoldedPage,
	at: number,
	length: number,
	ours: string,
	from: number
): number {
	const { letters, starts } = folded;
	const pieceStart = begins[pieceAt(begins, starts[at] ?? 0)] ?? 0;
	const pieceEnd = begins[pieceAt(begins, starts[at + length - 1] ?? 0) + 1] ?? Infinity;
	let score = 0;
	for (let back = 1; back <= LONGEST_CONTEXT && back <= Math.min(at, from); back++) {
		if (letters[at - back] !== ours[from - back]) break;
		score += (starts[at - back] ?? 0) >= pieceStart ? SAME_PIECE_WEIGHT : 1;
	}
	for (let on = length; on < length + LONGEST_CONTEXT && at + on < letters.length; on++) {
		if (letters[at + on] !== ours[from + on]) break;
		score += (starts[at + on] ?? 0) < pieceEnd ? SAME_PIECE_WEIGHT : 1;
	}
	return score;
}

/** The passage from its longest runs on the page, or undefined when too little of it is there. */
function linesOf({ letters: page, isWordStart }: FoldedText, quote: string): Run[] | undefined {
	if (quote.length < SEED_LETTERS || page.length > MOST_PAGE_LETTERS) return undefined;
	const places = seedPlaces(page, quote);
	const runs: Run[] = [];
	for (let from = 0; from + SEED_LETTERS <= quote.length;) {
		const run = longestRun(page, quote, from, places.get(quote.slice(from, from + SEED_LETTERS)), runs);
		if (run === undefined) from++;
		else {
			runs.push(run);
			from += run.length;
		}
	}
	if (runs.length === 0) return undefined;
	const filled = [...runs, ...restsOf(page, isWordStart, quote, runs)];
	const covered = filled.reduce((sum, { length }) => sum + length, 0);
	return covered >= LEAST_SHARE * quote.length ? filled : undefined;
}

/** Where on the page each seed of the quotation stands. */
function seedPlaces(page: string, quote: string): Map<string, number[]> {
	const places = new Map<string, number[]>();
	for (let at = 0; at + SEED_LETTERS <= quote.length; at++)
		places.set(quote.slice(at, at + SEED_LETTERS), []);
	for (let at = 0; at + SEED_LETTERS <= page.length; at++) {
		const known = places.get(page.slice(at, at + SEED_LETTERS));
		if (known !== undefined && known.length < MOST_PLACES) known.push(at);
	}
	return places;
}

/** Of equally long ones the nearest after any that was found: a line goes on in its own column, whatever was painted in between. */
function longestRun(
	page: string,
	quote: string,
	from: number,
	places: readonly number[] = [],
	before: readonly Run[]
): Run | undefined {
	let best: Run | undefined;
	let bestDistance = Infinity;
	for (const at of places) {
		let length = SEED_LETTERS;
		while (from + length < quote.length && quote[from + length] === page[at + length]) length++;
		if (best !== undefined && length < best.length) continue;
		const distance = distanceAfter(before, at, page.length);
		if (best !== undefined && length === best.length && distance >= bestDistance) continue;
		best = { from, at, length };
		bestDistance = distance;
	}
	return best;
}

/** What stands before all of them is as far off as anything can be, and then in the order of the page. */
function distanceAfter(runs: readonly Run[], at: number, pageLength: number): number {
	let least = pageLength + at;
	for (const run of runs) {
		const distance = at - run.at - run.length;
		if (distance >= 0 && distance < least) least = distance;
	}
	return least;
}

/** What is left between runs, before the first and after the last, is too short to be sure of by itself, and is where its neighbours are. */
function restsOf(page: string, isWordStart: Uint8Array, quote: string, runs: readonly Run[]): Run[] {
	const rests: Run[] = [];
	for (let index = 0; index <= runs.length; index++) {
		const before = runs[index - 1];
		const after = runs[index];
		const from = before === undefined ? 0 : before.from + before.length;
		const rest = quote.slice(from, after?.from ?? quote.length);
		if (rest === '') continue;
		const isHere = (at: number) =>
			at !== -1 &&
			isWordStart[at] === 1 &&
			(at + rest.length >= page.length || isWordStart[at + rest.length] === 1);
		const goingOn = runs.find(
			(run) => page.startsWith(rest, run.at + run.length) && isHere(run.at + run.length)
		);
		if (goingOn !== undefined) {
			rests.push({ from, at: goingOn.at + goingOn.length, length: rest.length });
			continue;
		}
		const following = before === undefined ? -1 : page.indexOf(rest, before.at + before.length);
		const isFollowing =
			before !== undefined && following - before.at - before.length < NEAR_LETTERS && isHere(following);
		if (isFollowing) {
			rests.push({ from, at: following, length: rest.length });
			continue;
		}
		const preceding =
			after === undefined || after.at < rest.length ? -1 : page.lastIndexOf(rest, after.at - rest.length);
		if (after !== undefined && after.at - preceding - rest.length < NEAR_LETTERS && isHere(preceding))
			rests.push({ from, at: preceding, length: rest.length });
	}
	return rests;
}

/** What stands in the span before its first letter and after its last: a bracket, a currency, a full stop. */
function edgesOf({ text, start, end }: QuotedSpan, ours: FoldedText, from: number, to: number) {
	return {
		before: text.slice(start, ours.starts[from] ?? start).replace(/^[\s\udc00-\udfff]+/, ''),
		after: text.slice(ours.ends[to - 1] ?? end, end).replace(/[\s\ud800-\udbff]+$/, '')
	};
}

function spansOf(
	{ folded, begins }: FoldedPage,
	pieces: readonly string[],
	{ at, length }: Run,
	edges: { before: string; after: string }
): PieceSpan[] {
	let start = folded.starts[at] ?? 0;
	let end = folded.ends[at + length - 1] ?? start;
	const first = pieceAt(begins, start);
	const last = pieceAt(begins, end - 1);
	const text = (piece: number, offset: number) => pieces[piece]?.[offset - (begins[piece] ?? 0)];
	for (let back = edges.before.length - 1; back >= 0 && text(first, start - 1) === edges.before[back]; back--)
		start--;
	for (let on = 0; on < edges.after.length && text(last, end) === edges.after[on]; on++) end++;
	const spans: PieceSpan[] = [];
	for (let piece = first; piece <= last; piece++) {
		const begin = begins[piece] ?? 0;
		const size = pieces[piece]?.length ?? 0;
		const span = { piece, start: Math.max(0, start - begin), end: Math.min(size, end - begin) };
		if (span.end > span.start) spans.push(span);
	}
	return spans;
}

/** The last piece that begins at the offset or before it, and is not empty. */
function pieceAt(begins: readonly number[], offset: number): number {
	let low = 0;
	let high = begins.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((begins[middle] ?? 0) <= offset) low = middle + 1;
		else high = middle;
	}
	return Math.max(0, low - 1);
}
