// Speech over speech, in two steps. The browser pauses its sound at the first voice; here the words decide, as they come: the answer is
// cut off, or goes on where it paused. Guarantees: a pause ends within DECIDE_WITHIN_MS unless the answer does; each answer is cut off
// once at most. It holds no sound and judges no words (interruption-gate.ts).
import { DECIDE_WITHIN_MS } from '#lib/shared/voice/protocol.ts';
import { judgeWords, type Judgement } from './interruption-gate.ts';

export interface BargeIn {
	/** An answer begins to sound. */
	begin(): void;
	/** It is over, whatever ended it. */
	over(): void;
	/** The browser heard a voice, and has paused. */
	paused(): void;
	/** Words of the person, so far. `spoken`: those that sound now. */
	heard(words: { text: string; isFinal: boolean; spoken: string }): Judgement;
	isPaused(): boolean;
}

export function createBargeIn(options: {
	later: (delayMs: number, work: () => void) => () => void;
	/** The sound goes on. */
	resume: () => void;
	/** The answer is cut off. */
	interrupt: () => void;
}): BargeIn {
	let isSounding = false;
	/** Takes the decision's timer back. */
	let undecided: (() => void) | undefined;
	let isUnsure = false;
	/** The browser has heard a voice over this answer. */
	let isVoiced = false;

	function decided(): void {
		undecided?.();
		undecided = undefined;
		isUnsure = false;
	}

	function interrupt(): void {
		decided();
		isSounding = false;
		options.interrupt();
	}

	function resume(): void {
		decided();
		options.resume();
	}

	return {
		begin() {
			decided();
			isVoiced = false;
			isSounding = true;
		},
		over() {
			decided();
			isSounding = false;
		},
		paused() {
			if (!isSounding) return;
			isVoiced = true;
			if (undecided !== undefined) return;
			undecided = options.later(DECIDE_WITHIN_MS, () => {
				// A word that nothing contradicted was one.
				if (isUnsure) interrupt();
				else resume();
			});
		},
		heard(words) {
			const judgement = judgeWords({ ...words, isVoiced });
			if (!isSounding) return judgement;
			if (judgement === 'interruption') interrupt();
			else if (judgement === 'unsure') isUnsure = true;
			else {
				isUnsure = false;
				// Before it is final, "okay" may become "okay, but".
				if (words.isFinal && undecided !== undefined) resume();
			}
			return judgement;
		},
		isPaused: () => undecided !== undefined
	};
}
