/** Something the person at the terminal can put right: told in one sentence, without a stack. */
export class Problem extends Error {
	/** @param {string} sentence @param {number} [exitCode] */
	constructor(sentence, exitCode = 1) {
		super(sentence);
		this.name = 'Problem';
		this.exitCode = exitCode;
	}
}
