// Takes an answer apart into text and citation marks 【1】 【1, 2】 【1†source】, however the deltas cut it. White space before and
// after a mark becomes what it would have been without the mark. What looks like a mark and is none stays text.

/** Text goes out at once but for white space and what may become a mark: those wait for the next visible character. */
export type Scanned = { kind: 'text'; text: string } | { kind: 'marks'; numbers: number[] };

const OPEN = '【';
const CLOSE = '】';
const LONGEST_MARK = 40;
const MARK = /^\s*\d{1,4}(\s*[,;、]\s*\d{1,4})*\s*([†:].*)?$/u;
/** Belongs to the sentence before it, even when a mark stands between. */
const CLOSING = /[.,;:!?…)\]"”’'»]/u;

export function createMarkScanner(): { take(delta: string): Scanned[]; end(): Scanned[] } {
	/** White space not given out yet: before any mark, and after the marks. */
	let before = '';
	let after = '';
	let numbers: number[] = [];
	/** Closing punctuation that followed the marks: it goes in front of them. */
	let closing = '';
	/** From 【 on, while it may be a mark. */
	let opened: string | undefined;
	/** Decides whether a mark set without any space needs one. */
	let lastVisible = '';

	function settle(out: Scanned[], next: string): void {
		if (numbers.length === 0) {
			if (before !== '') out.push({ kind: 'text', text: before });
			before = '';
			return;
		}
		if (closing !== '') out.push({ kind: 'text', text: closing });
		out.push({ kind: 'marks', numbers });
		const space = lineBreaks(before) > lineBreaks(after) ? before : after || (closing === '' ? before : '');
		const isGlued = space === '' && /[.!?]$/.test(closing || lastVisible) && /\p{L}/u.test(next);
		if (next !== '' && (space !== '' || isGlued)) out.push({ kind: 'text', text: space || ' ' });
		before = after = closing = '';
		numbers = [];
	}

	function takeVisible(out: Scanned[], text: string): void {
		settle(out, text);
		out.push({ kind: 'text', text });
		lastVisible = text;
	}

	function takeCharacter(out: Scanned[], character: string): void {
		if (opened !== undefined) {
			opened += character;
			if (character === CLOSE) closeMark(out);
			else if (opened.length > LONGEST_MARK || character === '\n') giveUpMark(out);
			return;
		}
		if (character === OPEN) opened = character;
		else if (/\s/u.test(character)) {
			if (numbers.length > 0) after += character;
			else before += character;
		} else if (numbers.length > 0 && after === '' && CLOSING.test(character)) closing += character;
		else takeVisible(out, character);
	}

	function closeMark(out: Scanned[]): void {
		const inner = (opened ?? '').slice(1, -1);
		if (!MARK.test(inner)) {
			giveUpMark(out);
			return;
		}
		opened = undefined;
		if (numbers.length > 0 && lineBreaks(after) > 0) settle(out, OPEN);
		for (const found of inner.replace(/[†:].*$/u, '').matchAll(/\d+/g)) numbers.push(Number(found[0]));
		// Between two marks there is nothing to keep.
		after = '';
	}

	function giveUpMark(out: Scanned[]): void {
		const text = opened ?? '';
		opened = undefined;
		const rest = text.slice(1);
		takeVisible(out, OPEN);
		for (const character of rest) takeCharacter(out, character);
	}

	return {
		take(delta) {
			const out: Scanned[] = [];
			for (const character of delta) takeCharacter(out, character);
			return joined(out);
		},
		end() {
			const out: Scanned[] = [];
			while (opened !== undefined) giveUpMark(out);
			settle(out, '');
			return joined(out);
		}
	};
}

function lineBreaks(space: string): number {
	return space.split('\n').length - 1;
}

function joined(out: Scanned[]): Scanned[] {
	const result: Scanned[] = [];
	for (const item of out) {
		const last = result.at(-1);
		if (item.kind === 'text' && last?.kind === 'text') last.text += item.text;
		else result.push(item.kind === 'text' ? { ...item } : item);
	}
	return result;
}
