// The call of this tab, as long as it is on the screen or small beside another page: which conversation it belongs to, what the person chose
// about it, and what a reload has to know. A call that a reload broke off is offered again; the server holds it for two minutes.
import type { Call } from './call.svelte.ts';

/** What the screen needs of a call. */
export type CallFace = Pick<Call, keyof Call>;

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const NOTED = 'segue:voice-noted';
const PUSH_ONLY = 'segue:voice-push-only';
/** Read by the chat page, too. */
const OPEN_CALL = 'segue:call';

export class CallRoom {
	call: CallFace = $state.raw() as CallFace;
	/** A bar beside the page instead of the whole screen. */
	isSmall = $state(false);
	/** What is heard where was read, here or at an earlier call. */
	isNoted = $state(false);
	/** The page was loaded anew in the middle of it: sound needs a press first. */
	isReturning = $state(false);
	isPushOnly = $state(false);

	constructor(
		readonly conversationId: string,
		private readonly newCall: () => CallFace,
		private readonly stores: { local: Store; session: Store },
		isReturning = false
	) {
		this.call = newCall();
		this.isNoted = read(stores.local, NOTED) !== null;
		this.isPushOnly = read(stores.local, PUSH_ONLY) !== null;
		this.isReturning = isReturning;
	}

	/** From a click: the browser lets sound play only then. */
	async begin(): Promise<void> {
		const wasReturning = this.isReturning;
		this.isNoted = true;
		this.isReturning = false;
		write(this.stores.local, NOTED, '1');
		write(this.stores.session, OPEN_CALL, this.conversationId);
		if (this.isPushOnly) this.call.setTalkMode('push-to-talk');
		await this.call.start();
		// The other tab that the server still knows of is this one, before it was loaded anew.
		if (wasReturning && this.call.error?.code === 'conflict') await this.call.takeOver();
	}

	/** After an end that was not the person's: a new one on the same conversation. */
	async again(): Promise<void> {
		this.call.end();
		this.call = this.newCall();
		await this.begin();
	}

	/** Held down: heard for certain, and done when it is let go. */
	talk(isTalking: boolean): void {
		const { call } = this;
		if (isTalking) call.setTalkMode('push-to-talk');
		call.talk(isTalking);
		if (!isTalking && !this.isPushOnly) call.setTalkMode('open');
	}

	choosePushOnly(isPushOnly: boolean): void {
		this.isPushOnly = isPushOnly;
		write(this.stores.local, PUSH_ONLY, isPushOnly ? '1' : undefined);
		this.call.setTalkMode(isPushOnly ? 'push-to-talk' : 'open');
	}

	end(): void {
		write(this.stores.session, OPEN_CALL, undefined);
		this.call.end();
	}
}

/** A full or forbidden store costs only what was to be remembered. */
function read(store: Store, key: string): string | null {
	try {
		return store.getItem(key);
	} catch {
		return null;
	}
}

function write(store: Store, key: string, value: string | undefined): void {
	try {
		if (value === undefined) store.removeItem(key);
		else store.setItem(key, value);
	} catch {
		// See above.
	}
}
