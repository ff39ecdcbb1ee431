// Markdown for a voice: what is not to be said becomes spaces, so that every word stays where it was and can be shown while it is said.

const blank = (text: string) => text.replace(/[^\n]/g, ' ');

/** As long as `text`, letter for letter, with marks, addresses, code blocks, tables' rules and citations blanked out. */
export function withoutMarks(text: string): string {
	return (
		text
			.replace(/```[\s\S]*?(?:```|$)/g, blank)
			// Citations: [1], [2, 3].
			.replace(/\[\d+(?:\s*,\s*\d+)*\](?!\()/g, blank)
			.replace(/!\[[^\]\n]*\]\([^)\n]*\)/g, blank)
			.replace(
				/\[([^\]\n]*)\]\(([^)\n]*)\)/g,
				(_link, words: string, target: string) => ` ${words}  ${blank(target)} `
			)
			.replace(/https?:\/\/\S+/g, blank)
			.replace(/^[ \t]*\|?[ \t:|-]*-{3,}[ \t:|-]*$/gm, blank)
			.replace(/^[ \t]{0,3}(?:#{1,6}|>|[-*+]|\d{1,3}\.)(?=\s)/gm, blank)
			.replace(/[*_`~|\\]/g, ' ')
	);
}
