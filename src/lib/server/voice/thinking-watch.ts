// An answer that is long in coming: the person is told that it is thought about, and in the end that none came. Never a hang.
export interface ThinkingWatch {
	begin(): void;
	stop(): void;
}

const STEPS = [
	{ afterMs: 8_000, words: 'One moment, please.' },
	{ afterMs: 12_000, words: 'I am still looking into it.' },
	{ afterMs: 25_000, words: undefined }
] as const;

export function createThinkingWatch(options: {
	later: (delayMs: number, work: () => void) => () => void;
	/** It takes long: words to say meanwhile. */
	onLong: (words: string) => void;
	onGivenUp: () => void;
}): ThinkingWatch {
	let timer: (() => void) | undefined;

	function watch(step: number): void {
		const { afterMs, words } = STEPS[step] ?? STEPS[0];
		timer = options.later(afterMs, () => {
			timer = undefined;
			if (words === undefined) {
				options.onGivenUp();
				return;
			}
			options.onLong(words);
			watch(step + 1);
		});
	}

	const stop = () => {
		timer?.();
		timer = undefined;
	};
	return {
		begin() {
			stop();
			watch(0);
		},
		stop
	};
}
