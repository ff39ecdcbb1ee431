// What the person said, one at a time to be answered. Guarantees: the same id is taken once, however often it comes; the order is kept;
// nothing is dropped but what does not fit, and that is told. It does not know whether an answer runs: whoever takes says when it is done.

export interface Said {
	/** Of the message in the conversation: the same again is the same message. */
	id: string;
	text: string;
	source: 'spoken' | 'typed';
}

export interface TurnQueue {
	offer(said: Said): 'taken' | 'known' | 'full';
	/** The next one, unless one is out. */
	take(): Said | undefined;
	/** The one that is out was dealt with; `isAgain`: it was not, and may be offered once more. */
	done(isAgain?: boolean): void;
	/** It was taken before. */
	knows(id: string): boolean;
	isEmpty(): boolean;
}

/** More is no conversation. */
const WAITING_AT_MOST = 20;
const REMEMBERED = 200;

export function createTurnQueue(): TurnQueue {
	const waiting: Said[] = [];
	/** In the order they came: the oldest is forgotten first. */
	const known = new Set<string>();
	let out: Said | undefined;

	return {
		offer(said) {
			if (known.has(said.id)) return 'known';
			if (waiting.length >= WAITING_AT_MOST) return 'full';
			known.add(said.id);
			if (known.size > REMEMBERED) known.delete([...known][0] ?? '');
			waiting.push(said);
			return 'taken';
		},
		take() {
			if (out !== undefined) return undefined;
			out = waiting.shift();
			return out;
		},
		done(isAgain = false) {
			if (isAgain && out !== undefined) known.delete(out.id);
			out = undefined;
		},
		knows: (id) => known.has(id),
		isEmpty: () => waiting.length === 0 && out === undefined
	};
}
