// The turn that was asked last, until its answer has words. Guarantees: it is told that it takes long, and given up in the end; what is
// asked next waits until it has begun, so that its answer can be ended first, but not for ever.
import { createThinkingWatch } from './thinking-watch.ts';

export interface AwaitedTurn {
	begin(turnId: string): void;
	/** Something begins. True when it is of a turn that had given way: nobody waits for it. */
	started(turnId: string): boolean;
	/** It has words, or its end. */
	answered(): void;
	/** Something else is asked: its answer is not wanted any more. */
	giveWay(): void;
	/** Gives way, and settles when it has begun, or does not begin. */
	givenWay(): Promise<void>;
	end(): void;
	/** It has not begun. */
	isThere(): boolean;
}

const BEGIN_WITHIN_MS = 3_000;

export function createAwaitedTurn(options: {
	later: (delayMs: number, work: () => void) => () => void;
	onLong: (words: string) => void;
	onGivenUp: () => void;
}): AwaitedTurn {
	let turn: { turnId: string; begun: Promise<void>; settle: () => void } | undefined;
	const superseded = new Set<string>();
	const thinking = createThinkingWatch({
		later: options.later,
		onLong: options.onLong,
		onGivenUp() {
			leave();
			options.onGivenUp();
		}
	});

	function leave(): void {
		turn?.settle();
		turn = undefined;
	}

	function giveWay(): void {
		thinking.stop();
		if (turn !== undefined) superseded.add(turn.turnId);
	}

	return {
		begin(turnId) {
			leave();
			let resolve: () => void = () => undefined;
			const begun = new Promise<void>((done) => (resolve = done));
			turn = { turnId, begun, settle: resolve };
			thinking.begin();
		},
		started(turnId) {
			if (turn?.turnId === turnId) leave();
			return superseded.delete(turnId);
		},
		answered: () => thinking.stop(),
		giveWay,
		async givenWay() {
			if (turn === undefined) return;
			giveWay();
			const { begun, settle } = turn;
			const late = options.later(BEGIN_WITHIN_MS, settle);
			await begun;
			late();
		},
		end() {
			thinking.stop();
			leave();
		},
		isThere: () => turn !== undefined
	};
}
