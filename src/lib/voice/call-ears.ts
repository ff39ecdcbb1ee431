// The hearing of a call: the microphone and who understands it, muted or held down, and what becomes of both when something fails. Without
// a microphone the call goes on: the person types and hears the answers.
import type { SoundFrame } from '../shared/voice/frames.ts';
import type { CallRequest, TranscriberMode } from '../shared/voice/protocol.ts';
import type { Recognition, RecognitionFault } from './browser/recognition.ts';
import type { CallFields } from './call-fields.ts';
import { MicrophoneError, type Microphone } from './capture/microphone.ts';
import { withoutStage, withStep } from './degradations.ts';
import type { Equipment } from './equipment.ts';
import { Listening } from './listening.ts';
import type { Detection } from './vad/voice-detection.ts';

export interface EarsListener {
	onFrame(frame: Omit<SoundFrame, 'kind' | 'responseId' | 'seq'>): void;
	onDetection(detection: Detection): void;
	onSpeech(isSpeaking: boolean, detection: Detection): void;
	/** Understood by the browser. */
	onText(text: string, isFinal: boolean): void;
	/** What a transport may carry by itself. */
	onStream(stream: MediaStream | undefined): void;
	send(request: CallRequest): void;
	/** RMS of what plays: some of it comes back as echo. */
	playbackLevel(): number;
	/** What is heard now is the assistant's own voice, if anything. */
	isOwnVoice(): boolean;
}

const TAKES_NO_SOUND: ReadonlySet<TranscriberMode> = new Set(['browser', 'typing']);

export class CallEars {
	readonly listening: Listening;
	readonly #microphone: Microphone;
	#recognition: Recognition | undefined;
	/** The browser's recognition needs the microphone for itself. */
	#hasLent = false;
	#isTyping = false;
	#wasHeard: boolean | undefined;
	#isOpen = false;
	#beats = 0;

	constructor(
		private readonly fields: CallFields,
		private readonly equipment: Equipment,
		private readonly listener: EarsListener,
		private readonly language: string,
		fromMs: number
	) {
		this.listening = new Listening(
			equipment.detector(),
			{
				onFrame: (frame) => listener.onFrame(frame),
				onDetection: (detection) => {
					if (++this.#beats % 2 === 0) fields.microphoneLevel = detection.level;
					listener.onDetection(detection);
				},
				onSpeech: (isSpeaking, mediaMs, detection) => {
					listener.send({ type: 'input.speech', isSpeaking, mediaMs });
					listener.onSpeech(isSpeaking, detection);
				}
			},
			fromMs
		);
		this.#microphone = equipment.microphone({
			onSubframe: (subframe) => this.listening.subframe(subframe, listener.playbackLevel()),
			onDevices: (devices) => {
				fields.devices = devices;
			},
			onLost: (isReplaced) => this.#lost(isReplaced),
			onAllowed: () => void this.open()
		});
	}

	/** Asks for the microphone. Never rejects: what went wrong is shown. */
	async open(deviceId = this.fields.devices.chosen): Promise<void> {
		if (this.#hasLent) return;
		try {
			await this.#microphone.open(deviceId);
		} catch (thrown) {
			const code = thrown instanceof MicrophoneError ? thrown.code : 'microphone-busy';
			// Chosen at an earlier call, and not there today.
			if (code === 'microphone-missing' && deviceId !== '' && this.#microphone.stream === undefined)
				await this.open('');
			else this.#missing(code);
			return;
		}
		this.#isOpen = true;
		if (this.fields.error?.code.startsWith('microphone-') === true) this.fields.error = undefined;
		this.fields.degradations = withoutStage(this.fields.degradations, 'microphone');
		this.retune();
	}

	/** Another device. What does not open leaves the one there is. */
	async choose(deviceId: string): Promise<void> {
		const before = this.fields.devices;
		this.fields.devices = { ...before, chosen: deviceId };
		await this.open(deviceId);
		if (this.fields.error?.code.startsWith('microphone-') === true && this.#microphone.stream !== undefined)
			this.fields.devices = before;
	}

	close(): void {
		this.#microphone.close();
		this.#recognition?.abort();
		this.#recognition = undefined;
		this.fields.microphoneLevel = 0;
	}

	/** Whoever spoke already when the sound began has no new beginning to tell. */
	sayVoice(): void {
		this.listener.send({ type: 'input.speech', isSpeaking: true, mediaMs: this.listening.mediaMs });
	}

	/** The line is too slow for sound. */
	typeOnly(): void {
		this.#isTyping = true;
		this.retune();
	}

	/** After a change of what is muted, held down, or of who understands. */
	retune(): void {
		const { isMuted, talkMode, isTalking, modes } = this.fields;
		const isWanted = !isMuted && (talkMode === 'open' || isTalking);
		const byBrowser = modes.transcriber === 'browser';
		const isHeard = isWanted && (this.#isOpen || byBrowser);
		if (isHeard && this.#wasHeard !== true) this.listener.send({ type: 'audio.mute', isMuted: false });
		this.listening.tune(isHeard, !this.#isTyping && !TAKES_NO_SOUND.has(modes.transcriber));
		if (!isHeard && this.#wasHeard !== false) this.listener.send({ type: 'audio.mute', isMuted: true });
		this.#wasHeard = isHeard;
		if (!isHeard) this.fields.microphoneLevel = 0;
		this.listener.onStream(isHeard ? this.#microphone.stream : undefined);
		if (isWanted && byBrowser) this.#recognise();
		else if (byBrowser) this.#recognition?.end();
		else this.#recognition?.abort();
		if (!isWanted || !byBrowser) this.#recognition = undefined;
	}

	#recognise(): void {
		if (this.#recognition !== undefined) return;
		this.#recognition = this.equipment.recognition(
			{
				onText: (utterance, text, isFinal) => {
					if (this.listener.isOwnVoice()) return;
					this.listener.send({ type: 'input.transcript', utterance: this.#number(utterance), text, isFinal });
					this.listener.onText(text, isFinal);
				},
				onFault: (fault) => this.#notRecognised(fault)
			},
			this.language
		);
		this.#recognition?.begin();
	}

	/** Utterances count up over the whole call, though every recogniser begins with 0. */
	#utterances = 0;
	#lastUtterance: { recognition: Recognition | undefined; own: number } | undefined;
	#number(own: number): number {
		const last = this.#lastUtterance;
		if (last !== undefined && (last.recognition !== this.#recognition || last.own !== own))
			this.#utterances += 1;
		this.#lastUtterance = { recognition: this.#recognition, own };
		return this.#utterances;
	}

	#notRecognised(fault: RecognitionFault): void {
		this.#recognition = undefined;
		if (fault === 'no-microphone' && !this.#hasLent && this.#isOpen) {
			// Android lends the microphone once. Without our own capture there is no meter and no quick pause, but the call goes on.
			this.#hasLent = true;
			this.#isOpen = false;
			this.#microphone.close();
			this.retune();
			return;
		}
		this.listener.send({ type: 'mode.failed', stage: 'transcriber', mode: 'browser' });
	}

	#lost(isReplaced: boolean): void {
		if (!isReplaced) {
			this.#missing('microphone-lost');
			return;
		}
		this.fields.degradations = withStep(this.fields.degradations, {
			stage: 'microphone',
			mode: 'other-device',
			reason: 'failed'
		});
		this.retune();
	}

	#missing(code: MicrophoneError['code']): void {
		this.fields.error = { code, isRetryable: code !== 'unsupported-browser', message: '' };
		// A device that could not be changed to is no loss.
		if (this.#microphone.stream !== undefined) return;
		this.#isOpen = false;
		this.fields.degradations = withStep(this.fields.degradations, {
			stage: 'microphone',
			mode: 'typing',
			reason: 'failed'
		});
		this.retune();
	}
}
