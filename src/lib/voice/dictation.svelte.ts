// Speaking into the text box, by the browser's own recognition. Where the browser has none, `isAvailable` is false and nothing is promised.
import { ContinuousRecognition, recognitionClass, type RecognitionFault } from './browser/recognition.ts';
import { later } from './browser/later.ts';
import type { DictationError } from './call-face.ts';

const ERRORS: Record<RecognitionFault, DictationError> = {
	denied: 'microphone-denied',
	'no-microphone': 'microphone-missing',
	network: 'network',
	unsupported: 'unsupported-browser',
	failed: 'failed'
};

export class Dictation {
	/** The browser can. Some (Chrome, Edge) send the sound to their maker to have it understood: say so before the first time. */
	static isAvailable(): boolean {
		return recognitionClass() !== undefined;
	}

	isListening = $state(false);
	/** What is being heard and may still change. */
	interim = $state('');
	error: DictationError | undefined = $state();
	#recognition: ContinuousRecognition | undefined;

	/** `onfinal` is given each understood piece once: put it into the text box. Begin from a click. */
	constructor(private readonly options: { language?: string; onfinal: (text: string) => void }) {}

	begin(): void {
		if (this.isListening) return;
		const create = recognitionClass();
		this.error = create === undefined ? 'unsupported-browser' : undefined;
		if (create === undefined) return;
		this.isListening = true;
		this.#recognition = new ContinuousRecognition(
			{ create, now: () => performance.now(), later },
			{
				onText: (_utterance, text, isFinal) => {
					this.interim = isFinal ? '' : text;
					if (isFinal) this.options.onfinal(text);
				},
				onFault: (fault) => {
					this.error = ERRORS[fault];
					this.#stopped();
				},
				onEnd: () => this.#stopped()
			},
			this.options.language ?? document.documentElement.lang
		);
		this.#recognition.begin();
	}

	/** What is still interim becomes final. */
	end(): void {
		this.#recognition?.end();
	}

	#stopped(): void {
		this.isListening = false;
		this.interim = '';
		this.#recognition = undefined;
	}
}
