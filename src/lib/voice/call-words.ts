// What a call says about itself in words: where it stands, who listens and who speaks, and why that changed.
import { m } from '#lib/paraglide/messages.js';
import type { ModeReason, SpeakerMode, TranscriberMode } from '#lib/shared/voice/protocol.ts';
import type { CallFace } from './call-room.svelte.ts';
import type { CallError, CallErrorCode, CallPhase, Degradation, TalkMode } from './call-face.ts';

interface Standing {
	phase: CallPhase;
	isMuted: boolean;
	talkMode: TalkMode;
	canListen: boolean;
	/** The person of the school who answers, where the name is known. */
	personName?: string | undefined;
}

/** Somebody listens, to a microphone that is there, over a line that carries it. */
export function canListen({
	modes,
	degradations,
	error
}: Pick<CallFace, 'modes' | 'degradations' | 'error'>): boolean {
	if (modes.transcriber === 'typing' || error?.code.startsWith('microphone-') === true) return false;
	return !degradations.some(({ stage, mode }) => stage !== 'speaker' && mode === 'typing');
}

/** One line: what is happening now. */
export function phaseWords({ phase, isMuted, talkMode, canListen: isHearing, personName }: Standing): string {
	switch (phase) {
		case 'idle':
		case 'connecting':
			return m.voice_state_connecting();
		case 'asking-permission':
			return m.voice_state_permission();
		case 'listening':
			if (!isHearing) return m.voice_state_typing();
			if (isMuted) return m.voice_state_muted();
			return talkMode === 'push-to-talk' ? m.voice_state_push() : m.voice_state_listening();
		case 'hearing':
			return m.voice_state_hearing();
		case 'thinking':
			return m.voice_state_thinking();
		case 'speaking':
			return m.voice_state_speaking();
		case 'paused':
			return m.voice_state_paused();
		case 'interrupted':
			return m.voice_state_interrupted();
		case 'reconnecting':
			return m.voice_state_reconnecting();
		case 'with-person':
			return personName === undefined
				? m.voice_state_person_somebody()
				: m.voice_state_person({ name: personName });
		case 'ended':
			return m.voice_state_ended();
		case 'refused':
			return m.voice_state_refused();
	}
}

const LISTENERS: Record<TranscriberMode, () => string> = {
	flux: m.voice_listener_flux,
	'nova-3': m.voice_listener_nova,
	whisper: m.voice_listener_whisper,
	deepgram: m.voice_listener_deepgram,
	scripted: m.voice_listener_scripted,
	browser: m.voice_listener_browser,
	typing: m.voice_listener_typing
};

const SPEAKERS: Record<SpeakerMode, () => string> = {
	'aura-2': m.voice_speaker_aura_2,
	'aura-1': m.voice_speaker_aura_1,
	'openai-compatible': m.voice_speaker_openai,
	scripted: m.voice_speaker_scripted,
	browser: m.voice_speaker_browser,
	text: m.voice_speaker_text
};

const REASONS: Record<ModeReason, (stage: Degradation['stage']) => string> = {
	start: () => '',
	failed: (stage) =>
		stage === 'transcriber'
			? m.voice_why_listener_failed()
			: stage === 'speaker'
				? m.voice_why_speaker_failed()
				: '',
	recovered: m.voice_why_recovered,
	uplink: m.voice_why_uplink
};

export const listenerWords = (mode: TranscriberMode): string => LISTENERS[mode]();
export const speakerWords = (mode: SpeakerMode): string => SPEAKERS[mode]();

/** A step down: why, and how it goes on. */
export function stepWords(step: Degradation): string {
	return [REASONS[step.reason](step.stage), wayOn(step)].filter((part) => part !== '').join(' ');
}

function wayOn(step: Degradation): string {
	switch (step.stage) {
		case 'transcriber':
			return listenerWords(step.mode);
		case 'speaker':
			return speakerWords(step.mode);
		case 'uplink':
			return step.mode === 'typing' ? m.voice_step_typing() : m.voice_step_push();
		case 'microphone':
			return step.mode === 'typing' ? m.voice_step_no_device() : m.voice_step_other_device();
		case 'sound':
			return m.voice_step_socket();
	}
}

/** What can be done about what stopped a call. */
export type Remedy = 'retry' | 'take-over' | 'call-again' | 'type' | 'close';

export interface Problem {
	title: string;
	words: string;
	/** Best first. */
	remedies: readonly Remedy[];
}

/** There was a call, and it is over. */
const ENDED: ReadonlySet<CallErrorCode> = new Set(['replaced', 'expired', 'deleted']);

const PROBLEMS: Partial<Record<CallErrorCode, () => Omit<Problem, 'title'>>> = {
	'microphone-denied': () => ({ words: m.voice_problem_denied(), remedies: ['retry', 'type'] }),
	'microphone-missing': () => ({ words: m.voice_problem_none(), remedies: ['retry', 'type'] }),
	'microphone-busy': () => ({ words: m.voice_problem_busy(), remedies: ['retry', 'type'] }),
	'microphone-lost': () => ({ words: m.voice_problem_unplugged(), remedies: ['retry', 'type'] }),
	'unsupported-browser': () => ({ words: m.voice_problem_unsupported(), remedies: ['close'] }),
	unreachable: () => ({ words: m.voice_problem_offline(), remedies: ['retry', 'close'] }),
	conflict: () => ({ words: m.voice_problem_elsewhere(), remedies: ['take-over', 'close'] }),
	replaced: () => ({ words: m.voice_problem_moved(), remedies: ['take-over', 'close'] }),
	expired: () => ({ words: m.voice_problem_expired(), remedies: ['call-again', 'close'] }),
	deleted: () => ({ words: m.voice_problem_deleted(), remedies: ['close'] })
};

/** What stopped it, in words that say what to do; what the server said itself stands for what is not listed. */
export function problemOf({ code, isRetryable, message }: CallError, isStopped = true): Problem {
	const title = ENDED.has(code) ? m.voice_state_ended() : m.voice_state_refused();
	const known = PROBLEMS[code]?.();
	if (known !== undefined) {
		// Typing goes on in the call itself.
		const remedies = isStopped ? known.remedies : known.remedies.filter((remedy) => remedy === 'retry');
		return { title, ...known, remedies };
	}
	return {
		title,
		words: message === '' ? m.voice_problem_failed() : message,
		remedies: isRetryable ? ['retry', 'close'] : ['close']
	};
}

export const REMEDY_WORDS: Record<Remedy, () => string> = {
	retry: m.voice_act_again,
	'take-over': m.voice_act_here,
	'call-again': m.voice_act_call_again,
	type: m.voice_act_type,
	close: m.voice_act_close
};
