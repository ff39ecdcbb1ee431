// What is measured of a call, told twice: to the server once a turn, and to whoever measures from outside.
import type { CallRequest } from '../shared/voice/protocol.ts';
import type { CallLine } from './call-line.ts';
import type { Equipment } from './equipment.ts';
import type { Speaking } from './speaking.ts';
import { TurnStopwatch } from './turn-stopwatch.ts';
import type { Detection } from './vad/voice-detection.ts';

export class CallMeasures {
	readonly stopwatch = new TurnStopwatch();
	#lostAt: number;

	constructor(private readonly equipment: Pick<Equipment, 'now' | 'report'>) {
		this.#lostAt = equipment.now();
	}

	lineLost(): void {
		this.#lostAt = this.equipment.now();
	}

	lineReady({ reconnects, frames }: CallLine): void {
		const { now, report } = this.equipment;
		report({
			name: 'ready',
			ms: now() - this.#lostAt,
			reconnects,
			replayedFrames: frames.replayed,
			lostFrames: frames.lost
		});
	}

	/** `voice`: what the ears hear now. A quick transcriber knows that somebody has finished before the ears have waited long enough to say so. */
	turnFinal(turnId: string, { isSpeaking, silentMs }: Detection): void {
		if (isSpeaking) this.stopwatch.speechEnded(this.equipment.now() - silentMs);
		this.stopwatch.turnFinal(turnId);
	}

	firstSound(turnId: string): void {
		const { now, report } = this.equipment;
		const ms = this.stopwatch.firstSound(turnId, now());
		if (ms !== undefined) report({ name: 'v2v', ms, turnId });
	}

	soundStopped(): void {
		const { now, report } = this.equipment;
		const ms = this.stopwatch.soundStopped(now());
		if (ms !== undefined) report({ name: 'barge-in-stop', ms });
	}

	/** An answer was heard to its end, or cut off. Returns what the server is told of its turn. */
	turnHeard(turnId: string, { underruns }: Speaking, { reconnects, frames }: CallLine): CallRequest {
		const metrics = this.stopwatch.turnHeard(turnId, {
			underruns,
			reconnects,
			replayedFrames: frames.replayed
		});
		this.equipment.report({ name: 'turn', ...metrics });
		return { type: 'metrics.turn', ...metrics };
	}
}
