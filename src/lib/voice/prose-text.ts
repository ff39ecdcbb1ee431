// The words of an answer as they stand on the page, in one text, and the way back from a place in that text to the page. What is not read out
// is left out: numerals of sources, buttons, code and what is hidden.

const NOT_READ = 'a[aria-label], button, pre, [hidden], [aria-hidden="true"], math annotation';
const BLOCKS = 'p, li, h1, h2, h3, h4, h5, h6, td, th, blockquote, dt, dd';

interface Stretch {
	node: Text;
	start: number;
}

export interface ProseText {
	text: string;
	/** The sentence around a place in the text, as it stands on the page. */
	sentenceAt(position: number): Range | undefined;
}

export function readProse(prose: HTMLElement, language: string): ProseText {
	const stretches: Stretch[] = [];
	let text = '';
	let block: Element | null = null;
	const walker = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT);
	while (walker.nextNode()) {
		const node = walker.currentNode as Text;
		const parent = node.parentElement;
		if (parent === null || parent.closest(NOT_READ) !== null) continue;
		const inside = parent.closest(BLOCKS);
		// A new line is where a voice takes breath.
		if (inside !== block && text !== '') text += '\n';
		block = inside;
		stretches.push({ node, start: text.length });
		text += node.data;
	}
	const sentences = [...new Intl.Segmenter(language, { granularity: 'sentence' }).segment(text)];

	function place(at: number, isEnd: boolean): [Text, number] | undefined {
		const found = stretches.findLast(({ start }) => (isEnd ? start < at : start <= at)) ?? stretches[0];
		return found && [found.node, Math.max(0, Math.min(at - found.start, found.node.length))];
	}

	return {
		text,
		sentenceAt(position) {
			const sentence = sentences.findLast(({ index }) => index <= position);
			if (sentence === undefined) return undefined;
			const end = sentence.index + sentence.segment.trimEnd().length;
			const [from, to] = [place(sentence.index, false), place(end, true)];
			if (from === undefined || to === undefined) return undefined;
			const range = new Range();
			range.setStart(...from);
			range.setEnd(...to);
			return range;
		}
	};
}
