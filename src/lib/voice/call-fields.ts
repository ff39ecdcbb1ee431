import type { CallModes } from '../shared/voice/protocol.ts';
import type { CallDevices, CallError, CallPhase, Caption, Degradation, TalkMode } from './call-face.ts';

/** What a call shows. The call's class makes it reactive; its parts write into it. */
export interface CallFields {
	phase: CallPhase;
	modes: CallModes;
	degradations: readonly Degradation[];
	microphoneLevel: number;
	speakerLevel: number;
	captions: readonly Caption[];
	isMuted: boolean;
	talkMode: TalkMode;
	isTalking: boolean;
	devices: CallDevices;
	error: CallError | undefined;
	needsGesture: boolean;
	startedAt: number | undefined;
}
