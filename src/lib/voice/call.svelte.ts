// A call as a screen sees it: reactive fields and what a person can do. Everything of it is loaded with the first call, never before.
import type { CallModes } from '../shared/voice/protocol.ts';
import type {
	CallDevices,
	CallError,
	CallOptions,
	CallPhase,
	Caption,
	Degradation,
	TalkMode
} from './call-face.ts';

export class Call {
	phase: CallPhase = $state('idle');
	modes: CallModes = $state.raw({ transcriber: 'typing', speaker: 'text' });
	/** Newest last; empty when everything is as it should be. */
	degradations: readonly Degradation[] = $state.raw([]);
	/** 0..1, of the microphone, about 25 times a second. 0 while muted. */
	microphoneLevel = $state(0);
	/** 0..1, of what is being played. */
	speakerLevel = $state(0);
	captions: readonly Caption[] = $state.raw([]);
	isMuted = $state(false);
	talkMode: TalkMode = $state('open');
	/** In push-to-talk: the button is held. */
	isTalking = $state(false);
	devices: CallDevices = $state.raw({ inputs: [], chosen: '' });
	error: CallError | undefined = $state.raw();
	/** The browser plays nothing before the person does something: show a button that calls `giveGesture`. */
	needsGesture = $state(false);
	/** ms since epoch; of the first `listening`. */
	startedAt: number | undefined = $state();

	constructor(readonly options: CallOptions) {}

	/** Asks for the microphone and calls. Call it from a click, so that sound may play. Never rejects: `phase` and `error` tell. */
	async start(): Promise<void> {}

	/** For good. The conversation and what was said stay. */
	end(): void {}

	mute(isMuted: boolean): void {
		this.isMuted = isMuted;
	}

	setTalkMode(mode: TalkMode): void {
		this.talkMode = mode;
	}

	/** Push-to-talk: pressed and let go. Pressing it while the assistant speaks interrupts. */
	talk(isTalking: boolean): void {
		this.isTalking = isTalking;
	}

	/** '' for the browser's own choice. */
	async chooseDevice(_id: string): Promise<void> {}

	/** Something typed during the call. */
	sendText(_text: string): void {}

	/** The assistant stops at once. Does nothing when it does not speak. */
	interrupt(): void {}

	/** After `refused`, or with `error` set: tries again from where it stopped. */
	async retry(): Promise<void> {}

	/** Ends the call of another tab on this conversation and calls (after `error.code` `conflict`). */
	async takeOver(): Promise<void> {}

	/** Called in a click: sound may play from now on. */
	async giveGesture(): Promise<void> {}

	/** The person's word on a tool that asks for it (the card is in the conversation, by `toolCallId`). Rejects with WireError. */
	async approve(_toolCallId: string, _isApproved: boolean): Promise<void> {}
}
