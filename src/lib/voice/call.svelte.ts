// A call as a screen sees it: reactive fields and what a person can do. Everything of it is loaded with the first call, never before.
import type { CallModes } from '../shared/voice/protocol.ts';
import type { CallFields } from './call-fields.ts';
import type {
	CallDevices,
	CallError,
	CallOptions,
	CallPhase,
	Caption,
	Degradation,
	TalkMode
} from './call-face.ts';
import { CallSession } from './call-session.ts';
import { browserEquipment, type Equipment } from './equipment.ts';

export class Call implements CallFields {
	phase: CallPhase = $state('idle');
	modes: CallModes = $state.raw({ transcriber: 'typing', speaker: 'text' });
	/** Newest last; empty when everything is as it should be. */
	degradations: readonly Degradation[] = $state.raw([]);
	/** 0..1, of the microphone, 25 times a second. 0 while muted. */
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
	/** ms since epoch; of the beginning of the call, once it has begun. */
	startedAt: number | undefined = $state();
	readonly #equipment: Equipment;
	#session: CallSession | undefined;

	constructor(
		readonly options: CallOptions,
		equipment: Equipment = browserEquipment(options.conversationId)
	) {
		this.#equipment = equipment;
	}

	/** Asks for the microphone and calls. Call it from a click, so that sound may play. Never rejects: `phase` and `error` tell. */
	start(): Promise<void> {
		return this.#start(false);
	}

	/** For good. The conversation and what was said stay. */
	end(): void {
		if (this.#session === undefined) this.phase = 'ended';
		else this.#session.end();
		this.#session = undefined;
	}

	mute(isMuted: boolean): void {
		this.isMuted = isMuted;
		this.#session?.ears.retune();
	}

	/** A line that is too slow to listen all the time keeps push-to-talk for a while, whatever is chosen. */
	setTalkMode(mode: TalkMode): void {
		this.talkMode = mode;
		this.isTalking = false;
		this.#session?.talkModeChosen();
	}

	/** Push-to-talk: pressed and let go. Pressing it while the assistant speaks interrupts. */
	talk(isTalking: boolean): void {
		if (isTalking && !this.isTalking) this.#session?.interrupt();
		this.isTalking = isTalking;
		this.#session?.ears.retune();
	}

	/** '' for the browser's own choice. */
	async chooseDevice(id: string): Promise<void> {
		if (this.#session === undefined) this.devices = { ...this.devices, chosen: id };
		else await this.#session.ears.choose(id);
	}

	/** Something typed during the call. */
	sendText(text: string): void {
		if (text.trim() !== '') this.#session?.sendText(text.trim());
	}

	/** The assistant stops at once. Does nothing when it does not speak. */
	interrupt(): void {
		this.#session?.interrupt();
	}

	/** After `refused`, or with `error` set: tries again from where it stopped. */
	async retry(): Promise<void> {
		if (this.#session === undefined) {
			await this.start();
			return;
		}
		this.#session.hurry();
		if (this.error?.code.startsWith('microphone-') === true) await this.#session.ears.open();
		else this.error = undefined;
	}

	/** Ends the call of another tab on this conversation and calls (after `error.code` `conflict`). */
	takeOver(): Promise<void> {
		return this.#start(true);
	}

	/** Called in a click: sound may play from now on. */
	async giveGesture(): Promise<void> {
		await this.#session?.giveGesture();
	}

	/** The person's word on a tool that asks for it (the card is in the conversation, by `toolCallId`). Rejects with WireError. */
	approve(toolCallId: string, isApproved: boolean): Promise<void> {
		return this.#equipment.approve(toolCallId, isApproved);
	}

	async #start(takeOver: boolean, mayResume = true): Promise<void> {
		if (this.#session !== undefined) return;
		this.error = undefined;
		this.degradations = [];
		this.isTalking = false;
		const kept = mayResume && !takeOver ? this.#equipment.sessions.read() : undefined;
		const session: CallSession = new CallSession(
			this,
			this.#equipment,
			this.options,
			(error, hasBegun) => {
				if (this.#session !== session) return;
				this.#session = undefined;
				// What this tab had before it was loaded anew is over: a new call, then.
				if (kept !== undefined && !hasBegun) void this.#start(false, false);
				else this.error = error;
			},
			kept
		);
		this.#session = session;
		await session.start(takeOver);
	}
}
