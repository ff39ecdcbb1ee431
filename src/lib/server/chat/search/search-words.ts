// What a person typed into a search, as an FTS5 expression. Only quotes mean something: what stands in them must stand together. All
// else that FTS5 would read as syntax is just a place between words.

export interface SearchPhrase {
	/** One word, or several that stand together. */
	words: string[];
	/** The last word may be unfinished. */
	isOpen: boolean;
}

const WORDS_AT_MOST = 16;

/** Every phrase must be found. Empty when nothing typed is a word. */
export function readSearchWords(text: string): SearchPhrase[] {
	const phrases: SearchPhrase[] = [];
	let left = WORDS_AT_MOST;
	const take = (piece: string): string[] => {
		const words =
			piece
				.normalize('NFC')
				.match(/[\p{L}\p{N}]+/gu)
				?.slice(0, left) ?? [];
		left -= words.length;
		return words;
	};
	const pieces = text.split('"');
	pieces.forEach((piece, index) => {
		// Between a first quote and a second. One that is not closed quotes nothing: it is still being typed.
		const isQuoted = index % 2 === 1 && index < pieces.length - 1;
		const words = take(piece);
		if (words.length === 0) return;
		if (isQuoted) phrases.push({ words, isOpen: false });
		else for (const word of words) phrases.push({ words: [word], isOpen: false });
		const last = phrases.at(-1);
		if (last !== undefined && index === pieces.length - 1 && /[\p{L}\p{N}]$/u.test(piece)) last.isOpen = true;
	});
	return phrases;
}

/** undefined when there is nothing to look for. */
export function toMatch(phrases: readonly SearchPhrase[]): string | undefined {
	if (phrases.length === 0) return undefined;
	return phrases.map(({ words, isOpen }) => `"${words.join(' ')}"${isOpen ? '*' : ''}`).join(' ');
}
