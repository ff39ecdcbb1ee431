// Who listens and who speaks, by settings, the best first. That a binding, a key or an address is there when a setting needs it was
// checked when the settings were parsed.
import type { Logger } from '../observability/index.ts';
import type { Bindings, Clock, Settings } from '../platform/index.ts';
import type { CircuitBreakers } from '../resilience/index.ts';
import type { SpeechProviders } from './ports.ts';
import { createToneSpeaker } from './scripted/tone-speaker.ts';
import { createToneTranscriber } from './scripted/tone-transcriber.ts';

export type SpeechSettings = Pick<
	Settings,
	| `VOICE_${'TRANSCRIBERS' | 'SPEAKERS' | 'AURA_VOICE'}`
	| `VOICE_SPEECH_${'BASE_URL' | 'API_KEY' | 'MODEL' | 'VOICE'}`
	| `DEEPGRAM_${'API_KEY' | 'URL' | 'MODEL'}`
	| `OPENAI_${'BASE_URL' | 'API_KEY'}`
	| 'MODEL_FAILURE_THRESHOLD'
	| 'MODEL_RECOVERY_SECONDS'
>;

export interface SpeechDependencies {
	AI?: Bindings['AI'] | undefined;
	breakers: CircuitBreakers;
	clock: Clock;
	log: Logger;
	fetch?: typeof globalThis.fetch;
}

export function createSpeechProviders(
	settings: SpeechSettings,
	_dependencies: SpeechDependencies
): SpeechProviders {
	return {
		transcribers: settings.VOICE_TRANSCRIBERS.includes('scripted') ? [createToneTranscriber()] : [],
		speakers: settings.VOICE_SPEAKERS.includes('scripted') ? [createToneSpeaker()] : []
	};
}
