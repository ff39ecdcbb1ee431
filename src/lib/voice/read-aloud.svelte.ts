// Reads an answer aloud with the browser's own voices. One at a time: a second one stops the first.

export class ReadAloud {
	/** The browser has at least one voice. Voices may come late: ask again, or await `ready`. */
	static isAvailable(): boolean {
		return false;
	}

	/** Resolves to whether there is a voice, within two seconds. */
	static async ready(): Promise<boolean> {
		return false;
	}

	state: 'idle' | 'playing' | 'paused' | 'failed' = $state('idle');
	/** Where in the given text it is (UTF-16): the word that begins there is being said. */
	position = $state(0);
	/** Where that word ends. */
	positionEnd = $state(0);

	/** `text` as it is in the log, with its Markdown: marks, addresses and citations are passed over. From the beginning, or from `position`. */
	play(_text: string, _from = 0, _language?: string): void {}

	pause(): void {}

	resume(): void {}

	stop(): void {}
}
