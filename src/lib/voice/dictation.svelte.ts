// Speaking into the text box, by the browser's own recognition. Where the browser has none, `isAvailable` is false and nothing is promised.
import type { DictationError } from './call-face.ts';

export class Dictation {
	/** The browser can. Some (Chrome, Edge) send the sound to their maker to have it understood: say so before the first time. */
	static isAvailable(): boolean {
		return false;
	}

	isListening = $state(false);
	/** What is being heard and may still change. */
	interim = $state('');
	error: DictationError | undefined = $state();

	/** `onfinal` is given each understood piece once: put it into the text box. Begin from a click. */
	constructor(_options: { language?: string; onfinal: (text: string) => void }) {}

	begin(): void {}

	/** What is still interim becomes final. */
	end(): void {}
}
