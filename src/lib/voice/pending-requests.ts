// What the person did, on its way to the server: in order, at its place among the frames of the microphone where that matters, and again
// on a new line as long as nobody has confirmed it. Everything that is sent twice is one thing to the server.
import type { CallEvent, CallRequest } from '../shared/voice/protocol.ts';

interface Pending {
	request: CallRequest;
	/** Not before this frame of the microphone is the next. */
	beforeSeq: number;
}

/** What happens in the microphone has its place in its sound; everything else is urgent. */
const IN_THE_SOUND: ReadonlySet<CallRequest['type']> = new Set(['audio.mute', 'input.speech']);
/** Only the newest of these counts while they wait. */
const NEWEST: ReadonlySet<CallRequest['type']> = new Set(['playback.mark']);
const MOST = 500;

export class PendingRequests {
	#waiting: Pending[] = [];
	#texts: Extract<CallRequest, { type: 'input.text' }>[] = [];
	#cancels: Extract<CallRequest, { type: 'response.cancel' }>[] = [];
	#isMuted = false;

	get isEmpty(): boolean {
		return this.#waiting.length === 0;
	}

	/** `nextSeq`: of the frame of the microphone that is recorded next. */
	add(request: CallRequest, nextSeq: number): void {
		if (request.type === 'input.text') this.#texts.push(request);
		else if (request.type === 'response.cancel') this.#cancels.push(request);
		else if (request.type === 'audio.mute') this.#isMuted = request.isMuted;
		else if (request.type === 'input.transcript' && !request.isFinal) this.#dropInterim(request.utterance);
		if (NEWEST.has(request.type))
			this.#waiting = this.#waiting.filter((pending) => pending.request.type !== request.type);
		this.#waiting.push({ request, beforeSeq: IN_THE_SOUND.has(request.type) ? nextSeq : 0 });
		if (this.#waiting.length > MOST) this.#waiting.shift();
	}

	/** What goes out before frame `cursor`, which is the next to be sent. */
	take(cursor: number): CallRequest[] {
		const due = this.#waiting.filter(({ beforeSeq }) => beforeSeq <= cursor);
		if (due.length > 0) this.#waiting = this.#waiting.filter(({ beforeSeq }) => beforeSeq > cursor);
		return due.map(({ request }) => request);
	}

	/** A new line is ready: what may have been lost with the old one goes out again. Frames `cursor` to `nextSeq` are to be sent. */
	again(cursor: number, nextSeq: number): void {
		const isWaiting = (request: CallRequest) => this.#waiting.some((pending) => pending.request === request);
		const unconfirmed: Pending[] = [...this.#cancels, ...this.#texts]
			.filter((request) => !isWaiting(request))
			.map((request) => ({ request, beforeSeq: 0 }));
		const mute = (isMuted: boolean, beforeSeq: number): Pending => ({
			request: { type: 'audio.mute', isMuted },
			beforeSeq
		});
		// Frames that are kept were recorded unmuted, and the server must hear them so. What it is told of muting since comes at its place.
		const next = this.#waiting.find(({ request }) => request.type === 'audio.mute')?.request;
		const isHeardAnyway = next?.type === 'audio.mute' && !next.isMuted;
		this.#waiting = [
			...((cursor < nextSeq || !this.#isMuted) && !isHeardAnyway ? [mute(false, cursor)] : []),
			...unconfirmed,
			...this.#waiting,
			...(this.#isMuted && next === undefined ? [mute(true, nextSeq)] : [])
		];
	}

	/** What the server says may settle what it was asked. */
	confirm(event: CallEvent): void {
		if (event.type === 'turn.final') {
			const index = this.#texts.findIndex(({ text }) => text.trim() === event.text.trim());
			if (index !== -1) this.#texts.splice(index, 1);
		} else if (event.type === 'response.cancelled') {
			this.#cancels = this.#cancels.filter(({ responseId }) => responseId !== event.responseId);
		} else if (event.type === 'error' && event.stage === 'control' && !event.retryable) this.#texts = [];
	}

	#dropInterim(utterance: number): void {
		this.#waiting = this.#waiting.filter(
			({ request }) =>
				request.type !== 'input.transcript' || request.isFinal || request.utterance !== utterance
		);
	}
}
