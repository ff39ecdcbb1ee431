// Who listens and who speaks, by settings, the best first. That a binding, a key or an address is there when a setting needs it was
// checked when the settings were parsed.
import type { Logger } from '../observability/index.ts';
import type { Bindings, Clock, Settings } from '../platform/index.ts';
import type { CircuitBreakers } from '../resilience/index.ts';
import { createDeepgramTranscriber, isFlux } from './deepgram/deepgram-transcriber.ts';
import { isEnglish } from './deepgram/dialects.ts';
import { createOpenAICompatibleSpeaker } from './openai-compatible-speaker.ts';
import type { Speaker, SpeechProviders, Transcriber } from './ports.ts';
import { guardSpeaker, guardTranscriber, type GuardOptions } from './providers/guard.ts';
import { createToneSpeaker } from './scripted/tone-speaker.ts';
import { createToneTranscriber } from './scripted/tone-transcriber.ts';
import { createAuraSpeaker } from './workers-ai/aura-speaker.ts';
import { asSpeechAi, type SpeechAi } from './workers-ai/speech-ai.ts';
import { createFluxTranscriber, createNovaTranscriber } from './workers-ai/stream-transcribers.ts';
import { createWhisperTranscriber } from './workers-ai/whisper-transcriber.ts';

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
	{ AI, breakers, clock, log, fetch = (input, init) => globalThis.fetch(input, init) }: SpeechDependencies
): SpeechProviders {
	return {
		transcribers: settings.VOICE_TRANSCRIBERS.map(openTranscriber),
		speakers: settings.VOICE_SPEAKERS.map(openSpeaker)
	};

	function guard(name: string, speaks?: GuardOptions['speaks']): GuardOptions {
		const breaker = breakers.of(`speech ${name}`, {
			failureThreshold: settings.MODEL_FAILURE_THRESHOLD,
			recoveryTimeout: settings.MODEL_RECOVERY_SECONDS * 1_000
		});
		return speaks === undefined ? { breaker } : { breaker, speaks };
	}

	function openTranscriber(name: Settings['VOICE_TRANSCRIBERS'][number]): Transcriber {
		switch (name) {
			case 'flux':
				return guardTranscriber(createFluxTranscriber({ ai: bound(AI), clock, log }), guard(name, isEnglish));
			case 'nova-3':
				return guardTranscriber(createNovaTranscriber({ ai: bound(AI), clock, log }), guard(name));
			case 'whisper':
				return guardTranscriber(createWhisperTranscriber({ ai: bound(AI) }), guard(name));
			case 'deepgram': {
				const { DEEPGRAM_API_KEY: apiKey, DEEPGRAM_URL: url, DEEPGRAM_MODEL: model } = settings;
				if (apiKey === undefined) throw new Error('settings were not parsed');
				return guardTranscriber(
					createDeepgramTranscriber({ apiKey, url, model, clock, log, fetch }),
					guard(`${name} ${model}`, isFlux(model) && model.endsWith('-en') ? isEnglish : undefined)
				);
			}
			case 'scripted':
				return createToneTranscriber();
		}
	}

	function openSpeaker(name: Settings['VOICE_SPEAKERS'][number]): Speaker {
		switch (name) {
			case 'aura-2':
			case 'aura-1':
				return guardSpeaker(
					createAuraSpeaker({ ai: bound(AI), mode: name, voice: settings.VOICE_AURA_VOICE, log }),
					guard(name, isEnglish)
				);
			case 'openai-compatible': {
				const own = settings.VOICE_SPEECH_BASE_URL;
				const baseUrl = own ?? settings.OPENAI_BASE_URL;
				if (baseUrl === undefined) throw new Error('settings were not parsed');
				return guardSpeaker(
					createOpenAICompatibleSpeaker({
						baseUrl,
						// A key is for the server it was given for.
						apiKey:
							settings.VOICE_SPEECH_API_KEY ?? (own === undefined ? settings.OPENAI_API_KEY : undefined),
						model: settings.VOICE_SPEECH_MODEL,
						voice: settings.VOICE_SPEECH_VOICE,
						fetch
					}),
					guard(name)
				);
			}
			case 'scripted':
				return createToneSpeaker();
		}
	}
}

function bound(ai: Bindings['AI']): SpeechAi {
	if (ai === undefined) throw new Error('settings were not parsed');
	return asSpeechAi(ai);
}
