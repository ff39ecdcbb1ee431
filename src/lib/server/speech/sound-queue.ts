// The sound of one response between who makes it and who plays it: in order, read once, without a limit of its own (a response is minutes
// at most). Ends, fails, or is cut off; whatever comes first holds.
import type { AppError } from '#lib/shared/errors.ts';
import type { SpeechStream } from './ports.ts';

export type Sound = SpeechStream['sound'] extends AsyncIterable<infer Part> ? Part : never;

export interface SoundQueue {
	readonly sound: AsyncIterable<Sound>;
	readonly isOver: boolean;
	push(sound: Sound): void;
	/** What is in it is still read. */
	end(): void;
	/** What is in it is still read, then this is thrown. */
	fail(error: AppError): void;
	/** What is in it is read by nobody. */
	cut(): void;
}

/** `onGone`: the reader has left before the end. */
export function createSoundQueue(onGone: () => void = () => undefined): SoundQueue {
	let waiting: Sound[] = [];
	let over: { error?: AppError } | null = null;
	let wake: (() => void) | null = null;

	const stir = () => {
		wake?.();
		wake = null;
	};
	function close(how: { error?: AppError }) {
		if (over !== null) return;
		over = how;
		stir();
	}

	async function* read(): AsyncGenerator<Sound, void, void> {
		let isRead = false;
		try {
			for (;;) {
				const next = waiting.shift();
				if (next !== undefined) yield next;
				else if (over === null)
					await new Promise<void>((resolve) => {
						wake = resolve;
					});
				else {
					isRead = true;
					if (over.error !== undefined) throw over.error;
					return;
				}
			}
		} finally {
			if (!isRead) onGone();
		}
	}
	const sound = read();

	return {
		sound,
		get isOver() {
			return over !== null;
		},
		push(part) {
			if (over !== null || part.samples.length === 0) return;
			waiting.push(part);
			stir();
		},
		end: () => close({}),
		fail: (error) => close({ error }),
		cut() {
			waiting = [];
			over = {};
			stir();
		}
	};
}
