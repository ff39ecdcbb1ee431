// What dictation has put into a text, piece by piece, so that a piece can be taken back while it is the last thing that happened to the text.

interface Piece {
	before: string;
	after: string;
}

export class Dictated {
	#pieces: readonly Piece[] = $state.raw([]);

	/** The text with the piece at its end, as a sentence goes on. */
	put(before: string, piece: string): string {
		const words = piece.trim();
		if (words === '') return before;
		const after = before === '' || /\s$/u.test(before) ? before + words : `${before} ${words}`;
		this.#pieces = [...this.#pieces, { before, after }];
		return after;
	}

	canUndo(text: string): boolean {
		return this.#pieces.at(-1)?.after === text;
	}

	/** Without the last piece. A text that was changed since stays as it is. */
	undo(text: string): string {
		const last = this.#pieces.at(-1);
		if (last?.after !== text) return text;
		this.#pieces = this.#pieces.slice(0, -1);
		return last.before;
	}
}
