// What a screen reader is told of an answer that is still coming: whole sentences, once each.

const SENTENCE_END = /[.!?…。！？]["'”’)\]]*(?=\s)|\n{2,}/g;

/** The new whole sentences of `text` after `from`, and where to go on. The rest follows when the text is complete. */
export function newSentences(
	text: string,
	from: number,
	isComplete: boolean
): { words: string; next: number } {
	let next = from;
	if (isComplete) next = text.length;
	else
		for (const match of text.matchAll(SENTENCE_END)) {
			const end = match.index + match[0].length;
			if (end > next) next = end;
		}
	return {
		words: text
			.slice(from, next)
			.replace(/[*_`#>|]+/g, '')
			.replace(/\s+/g, ' ')
			.trim(),
		next
	};
}
