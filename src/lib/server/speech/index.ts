export { createSpeechProviders } from './speech-providers.ts';
export type {
	Speaker,
	SpeechProviders,
	SpeechStream,
	Transcriber,
	TranscriptEvent,
	TranscriptStream
} from './ports.ts';
export { encodeTones } from './scripted/tone-speech.ts';
