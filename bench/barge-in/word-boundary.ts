// How far what was kept as heard is from what was heard. The truth is where each word lay in the sound and how much of the sound was played.

export interface Boundary {
	/** Words whose greater part had sounded, and the words that were kept. */
	truth: number;
	kept: number;
	/** kept - truth; above zero more was kept than was heard. */
	error: number;
	/** What was kept is the beginning of what was said. */
	isBeginning: boolean;
}

export function boundaryOf(
	said: readonly { text: string; startMs: number; endMs: number }[],
	playedMs: number,
	heardText: string
): Boundary {
	const truth = said.filter(({ startMs, endMs }) => (startMs + endMs) / 2 <= playedMs).length;
	const words = heardText.split(/\s+/).filter(Boolean);
	return {
		truth,
		kept: words.length,
		error: words.length - truth,
		isBeginning: words.every((word, i) => plain(word) === plain(said[i]?.text ?? ''))
	};
}

const plain = (word: string) => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
