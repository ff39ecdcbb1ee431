// How Flux and Nova are asked, alike by Workers AI and by Deepgram itself.
import { MIC_SAMPLE_RATE } from '#lib/shared/voice/protocol.ts';
import { createFluxReader } from './flux-reader.ts';
import { createListenReader } from './listen-reader.ts';
import type { Dialect } from './stream-transcriber.ts';

const message = (type: string) => JSON.stringify({ type });

/** A turn ends after so much silence however unsure the model is. */
const TURN_TIMEOUT_MS = 3_000;

export const FLUX: Dialect = {
	createReader: createFluxReader,
	// It has no Finalize, and breaks off at a KeepAlive (github.com/deepgram/deepgram-python-sdk/issues/649): silence does for both. As much
	// as it takes for a turn to end by itself; 80 ms, its own size of a chunk, to be there still. That little is billed.
	finish: { silenceMs: TURN_TIMEOUT_MS + 100 },
	keepAlive: { silenceMs: 80 },
	close: message('CloseStream')
};

export const NOVA: Dialect = {
	createReader: createListenReader,
	finish: { text: message('Finalize') },
	// Within ten seconds: https://developers.deepgram.com/docs/audio-keep-alive
	keepAlive: { text: message('KeepAlive') },
	close: message('CloseStream')
};

const SOUND = { encoding: 'linear16', sample_rate: String(MIC_SAMPLE_RATE) };

/** Strings, as a query has them; Workers AI takes them so as well. Without `eager_eot_threshold`: nobody prepares an answer for a likely end. */
export const FLUX_INPUT = {
	...SOUND,
	eot_threshold: '0.7',
	eot_timeout_ms: String(TURN_TIMEOUT_MS)
};

export const novaInput = (language: string) => ({
	...SOUND,
	language,
	interim_results: 'true',
	vad_events: 'true',
	punctuate: 'true',
	smart_format: 'true',
	// Half a second of silence is no thought in the middle of a sentence; where noise hides it, a second without a word.
	endpointing: '500',
	utterance_end_ms: '1000'
});

export const isEnglish = (language: string) => /^en\b/i.test(language);
