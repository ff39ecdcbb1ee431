import type { JournaledBody, ModeReason } from '../shared/voice/protocol.ts';
import type { Degradation } from './call-face.ts';
import type { SoundPath } from './call-transport.ts';

type Degradations = readonly Degradation[];

/** One a stage; the newest is last. */
export function withStep(degradations: Degradations, step: Degradation): Degradations {
	return [...withoutStage(degradations, step.stage), step];
}

export function withoutStage(degradations: Degradations, stage: Degradation['stage']): Degradations {
	return degradations.some((known) => known.stage === stage)
		? degradations.filter((known) => known.stage !== stage)
		: degradations;
}

const STEPS_UP: ReadonlySet<ModeReason> = new Set(['start', 'recovered']);

/** A provider was lost, or is back. */
export function withProvider(
	degradations: Degradations,
	event: Extract<JournaledBody, { type: 'provider.state' }>
): Degradations {
	const { stage, mode, reason } = event;
	if (STEPS_UP.has(reason)) return withoutStage(degradations, stage);
	return withStep(degradations, { stage, mode, reason } as Degradation);
}

/** A media connection could not be had, or was lost: sound goes by the socket. That nobody spoke for long is no fault. */
export function withSoundPath(degradations: Degradations, { by, reason }: SoundPath): Degradations {
	const isFault = by === 'socket' && reason !== 'idle' && reason !== 'closed';
	return isFault
		? withStep(degradations, { stage: 'sound', mode: 'socket', reason: 'failed' })
		: withoutStage(degradations, 'sound');
}
