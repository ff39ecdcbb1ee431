// Reads an answer aloud with the browser's own voices. One at a time: a second one stops the first.
import { browserVoices, hasVoice, voicesReady } from './browser/browser-voices.ts';
import { later } from './browser/later.ts';
import { Synthesis } from './browser/synthesis.ts';
import { withoutMarks } from './browser/without-marks.ts';

/** The browser has one mouth. */
let speaking: ReadAloud | undefined;

export class ReadAloud {
	/** The browser has at least one voice. Voices may come late: ask again, or await `ready`. */
	static isAvailable(): boolean {
		return hasVoice();
	}

	/** Resolves to whether there is a voice, within two seconds. */
	static ready(): Promise<boolean> {
		return voicesReady(2_000);
	}

	state: 'idle' | 'playing' | 'paused' | 'failed' = $state('idle');
	/** Where in the given text it is (UTF-16): the word that begins there is being said. */
	position = $state(0);
	/** Where that word ends. */
	positionEnd = $state(0);
	#synthesis: Synthesis | undefined;

	/** `text` as it is in the log, with its Markdown: marks, addresses and citations are passed over. From the beginning, or from `position`. */
	play(text: string, from = 0, language = document.documentElement.lang): void {
		speaking?.stop();
		const voices = browserVoices();
		if (voices === undefined || !hasVoice()) {
			this.state = 'failed';
			return;
		}
		this.position = this.positionEnd = from;
		this.state = 'playing';
		// eslint-disable-next-line @typescript-eslint/no-this-alias -- the one that speaks now, for whoever speaks next
		speaking = this;
		this.#synthesis = new Synthesis(
			voices,
			later,
			{
				onWord: (_key, at, end) => {
					this.position = at;
					this.positionEnd = end;
				},
				onAudible: () => undefined,
				onSaid: () => this.stop(),
				onFault: () => {
					this.stop();
					this.state = 'failed';
				}
			},
			language
		);
		this.#synthesis.say('answer', withoutMarks(text).slice(from), from, true);
	}

	pause(): void {
		if (this.state !== 'playing') return;
		this.#synthesis?.pause();
		this.state = 'paused';
	}

	resume(): void {
		if (this.state !== 'paused') return;
		this.state = 'playing';
		this.#synthesis?.resume();
	}

	stop(): void {
		this.#synthesis?.clear();
		this.#synthesis = undefined;
		this.position = this.positionEnd = 0;
		this.state = 'idle';
		if (speaking === this) speaking = undefined;
	}
}
