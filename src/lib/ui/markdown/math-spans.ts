// Finds formulas in Markdown without touching anything else: $$…$$, \[…\], \(…\) and $…$. A dollar opens only before a
// non-space and closes only after one and not before a digit, so that "$20 and $30" stays money. Code is left alone.

export interface MathSpan {
	start: number;
	end: number;
	tex: string;
	isDisplay: boolean;
}

const LONGEST_FORMULA = 2000;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/** Formulas in order of appearance; offsets are UTF-16 into `source`, delimiters included. */
export function findMathSpans(source: string): MathSpan[] {
	if (!/\$|\\\(|\\\[/.test(source)) return [];
	const spans: MathSpan[] = [];
	let at = 0;
	while (at < source.length) {
		const isLineStart = at === 0 || source[at - 1] === '\n';
		const fence = isLineStart ? FENCE.exec(source.slice(at, at + 80))?.[1] : undefined;
		if (fence !== undefined) at = afterFence(source, at, fence);
		else if (source[at] === '`') at = afterCode(source, at);
		else {
			const span = mathAt(source, at);
			if (span !== undefined) spans.push(span);
			at = span?.end ?? (source[at] === '\\' ? at + 2 : at + 1);
		}
	}
	return spans;
}

function afterFence(source: string, at: number, fence: string): number {
	const line = source.indexOf('\n', at);
	if (line === -1) return source.length;
	const close = source.indexOf(`\n${fence}`, line);
	if (close === -1) return source.length;
	const next = source.indexOf('\n', close + 1);
	return next === -1 ? source.length : next + 1;
}

function afterCode(source: string, at: number): number {
	let open = at;
	while (source[open] === '`') open++;
	const close = source.indexOf('`'.repeat(open - at), open);
	return close === -1 ? open : close + (open - at);
}

function mathAt(source: string, at: number): MathSpan | undefined {
	if (source.startsWith('$$', at)) return delimited(source, at, '$$', '$$', true);
	if (source.startsWith('\\[', at)) return delimited(source, at, '\\[', '\\]', true);
	if (source.startsWith('\\(', at)) return delimited(source, at, '\\(', '\\)', false);
	if (source[at] !== '$' || !/\S/.test(source[at + 1] ?? ' ')) return undefined;
	const span = delimited(source, at, '$', '$', false);
	if (span === undefined || span.tex.includes('\n\n')) return undefined;
	const isMoney = /\s$/.test(span.tex) || /\d/.test(source[span.end] ?? '');
	return isMoney ? undefined : span;
}

function delimited(
	source: string,
	at: number,
	open: string,
	close: string,
	isDisplay: boolean
): MathSpan | undefined {
	const from = at + open.length;
	const to = source.slice(from, from + LONGEST_FORMULA).indexOf(close) + from;
	if (to <= from) return undefined;
	const tex = source.slice(from, to);
	return /\n\s*\n/.test(tex) ? undefined : { start: at, end: to + close.length, tex, isDisplay };
}
