// What a line that is too slow for sound does to a call: first a button is held while speaking, which is taken back when the line has had its
// rest; then the person types.
import type { CallFields } from './call-fields.ts';
import type { SoundPath } from './call-transport.ts';
import { withoutStage, withSoundPath, withStep } from './degradations.ts';

/** After so long without another step. */
const FORGIVE_AFTER_MS = 30_000;

export interface SlowLineDependencies {
	fields: CallFields;
	later(delayMs: number, work: () => void): void;
	retune(): void;
	/** Sound is given up for this call. */
	typeOnly(): void;
	forgive(): void;
}

export class SlowLine {
	/** The button is to be held, whatever the person chose. */
	isPushForced = false;

	constructor(private readonly dependencies: SlowLineDependencies) {}

	step(mode: 'push-to-talk' | 'typing'): void {
		const { fields, later, retune, typeOnly } = this.dependencies;
		fields.degradations = withStep(fields.degradations, { stage: 'uplink', mode, reason: 'uplink' });
		if (mode === 'typing') {
			typeOnly();
			return;
		}
		this.isPushForced = true;
		fields.talkMode = 'push-to-talk';
		retune();
		later(FORGIVE_AFTER_MS, () => this.#forgive());
	}

	/** Another way of sound, or the socket again. */
	path(path: SoundPath): void {
		const { fields } = this.dependencies;
		fields.degradations = withSoundPath(fields.degradations, path);
	}

	#forgive(): void {
		const { fields, forgive } = this.dependencies;
		if (fields.degradations.some(({ stage, mode }) => stage === 'uplink' && mode === 'typing')) return;
		this.isPushForced = false;
		fields.degradations = withoutStage(fields.degradations, 'uplink');
		forgive();
	}
}
