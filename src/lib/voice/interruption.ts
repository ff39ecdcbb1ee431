// What an interruption does to a call: the page pauses the sound at once, the server decides, and without its word the sound goes on where it
// stopped. Also what the person does by a button.
import { DECIDE_WITHIN_MS, type JournaledBody } from '../shared/voice/protocol.ts';
import { BargeIn, type BargeInAct } from './barge-in.ts';
import type { Equipment } from './equipment.ts';
import type { Listening } from './listening.ts';
import type { CallResponse } from './responses.ts';
import type { Speaking } from './speaking.ts';
import type { TurnStopwatch } from './turn-stopwatch.ts';
import type { Detection } from './vad/voice-detection.ts';

/** How long "interrupted" is shown when nothing more is said. */
const SHOWN_MS = 1_200;

export interface InterruptionDependencies {
	speaking: Speaking;
	listening: () => Listening;
	stopwatch: TurnStopwatch;
	equipment: Pick<Equipment, 'now' | 'report'>;
	later(delayMs: number, work: () => void): void;
	/** Tells the server that there is a voice, and that the sound has paused. */
	sayVoice(): void;
	onChange(): void;
}

export class Interruption {
	/** The assistant was cut off and the person has not finished. */
	isShown = false;
	readonly #bargeIn = new BargeIn();

	constructor(private readonly dependencies: InterruptionDependencies) {}

	get isPaused(): boolean {
		return this.#bargeIn.isPaused;
	}

	/** Every 20 ms of the microphone. */
	hear(detection: Detection): void {
		const { speaking, stopwatch, equipment } = this.dependencies;
		const now = equipment.now();
		const act = this.#bargeIn.hear(now, detection, speaking.isAudible);
		if (act === 'pause') stopwatch.bargedIn(now - detection.voicedMs);
		this.#act(act);
	}

	/** Something was understood. */
	words(): void {
		this.#bargeIn.words();
	}

	/** The server says that what paused the sound was no interruption. */
	resumed(responseId: number): void {
		if (this.dependencies.speaking.current?.id === responseId) this.#act('resume');
	}

	/** The server says that it was one; perhaps it knew before the page did. */
	cancelled(event: Extract<JournaledBody, { type: 'response.cancelled' }>): void {
		const { speaking } = this.dependencies;
		const response = speaking.responses.get(event.responseId);
		const isNews = response?.isCancelled === false;
		speaking.cancelled(event);
		if (isNews) this.#cutOff(response);
	}

	/** The person says so, by a button. */
	interrupt(): void {
		const response = this.dependencies.speaking.interrupt();
		if (response !== undefined) this.#cutOff(response);
	}

	#act(act: BargeInAct): void {
		const { speaking, listening, equipment, later, sayVoice, onChange } = this.dependencies;
		if (act === undefined) return;
		const response = speaking.current;
		const place = { responseId: response?.id ?? -1, playedMs: response?.playedMs ?? 0 };
		if (act === 'pause') {
			speaking.pause();
			sayVoice();
			equipment.report({ name: 'paused', ...place });
			// The ears may fall silent, and the second passes all the same.
			for (const delayMs of [DECIDE_WITHIN_MS, 2 * DECIDE_WITHIN_MS])
				later(delayMs, () => this.#act(this.#bargeIn.tick(equipment.now())));
		} else if (speaking.isPaused) {
			// Nothing was understood: it was an echo, or a noise. Words that mean nothing ("mm-hmm") were a voice all the same.
			if (!this.#bargeIn.hasWords) listening().wasNoVoice();
			this.#bargeIn.decided();
			speaking.resume();
			equipment.report({ name: 'resumed', ...place });
		}
		onChange();
	}

	#cutOff({ id, playedMs }: CallResponse): void {
		const { equipment, later, onChange } = this.dependencies;
		this.#bargeIn.decided();
		this.isShown = true;
		later(SHOWN_MS, () => {
			this.isShown = false;
			onChange();
		});
		equipment.report({ name: 'cancelled', responseId: id, playedMs });
		onChange();
	}
}
