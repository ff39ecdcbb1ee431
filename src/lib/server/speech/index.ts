export { createSpeechProviders, type SpeechSettings } from './speech-providers.ts';
export type {
	Speaker,
	SpeechProviders,
	SpeechStream,
	Transcriber,
	TranscriptEvent,
	TranscriptStream
} from './ports.ts';
export { createToneSpeaker, type ToneSpeakerOptions } from './scripted/tone-speaker.ts';
export { encodeTones, toneMsOf } from './scripted/tone-speech.ts';
export { createToneTranscriber, type ToneTranscriberOptions } from './scripted/tone-transcriber.ts';
