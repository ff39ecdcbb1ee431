// POST …/audio/speech of OpenAI, Kokoro-FastAPI, Speaches, LocalAI and others: PCM at 24 kHz, streamed, a piece at a time.
// https://platform.openai.com/docs/api-reference/audio/createSpeech
import { SPEECH_SAMPLE_RATE } from '#lib/shared/voice/protocol.ts';
import { createPiecewiseSpeech } from './providers/piecewise-speech.ts';
import { openPieces } from './providers/open-pieces.ts';
import type { Speaker } from './ports.ts';

export interface OpenAICompatibleSpeakerOptions {
	/** With its version, as in https://api.openai.com/v1 */
	baseUrl: string;
	apiKey?: string | undefined;
	model: string;
	voice: string;
	fetch: typeof globalThis.fetch;
}

export function createOpenAICompatibleSpeaker({
	baseUrl,
	apiKey,
	model,
	voice,
	fetch
}: OpenAICompatibleSpeakerOptions): Speaker {
	const address = `${baseUrl.replace(/\/+$/, '')}/audio/speech`;
	const ask = (text: string, signal: AbortSignal) =>
		fetch(address, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` })
			},
			body: JSON.stringify({ model, voice, input: text, response_format: 'pcm' }),
			signal
		});
	return {
		mode: 'openai-compatible',
		async open({ signal }) {
			signal.throwIfAborted();
			return openPieces(SPEECH_SAMPLE_RATE, signal, (queue, given) =>
				createPiecewiseSpeech(queue, ask, given)
			);
		}
	};
}
