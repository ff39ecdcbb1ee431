// Deepgram itself, asked with a key of the school's: the same wire as its models on Workers AI.
import type { Logger } from '../../observability/index.ts';
import type { Clock } from '../../platform/index.ts';
import type { Transcriber } from '../ports.ts';
import { FLUX, FLUX_INPUT, NOVA, novaInput } from './dialects.ts';
import { createStreamTranscriber } from './stream-transcriber.ts';

export interface DeepgramOptions {
	apiKey: string;
	/** https://api.deepgram.com */
	url: string;
	model: string;
	clock: Clock;
	log: Logger;
	fetch: typeof globalThis.fetch;
}

export const isFlux = (model: string) => model.startsWith('flux-');

export function createDeepgramTranscriber({
	apiKey,
	url,
	model,
	clock,
	log,
	fetch
}: DeepgramOptions): Transcriber {
	return createStreamTranscriber({
		mode: 'deepgram',
		dialect: isFlux(model) ? FLUX : NOVA,
		dial(language, signal) {
			const address = new URL(isFlux(model) ? '/v2/listen' : '/v1/listen', url);
			const query = isFlux(model) ? FLUX_INPUT : novaInput(language);
			for (const [name, value] of Object.entries({ model, ...query })) address.searchParams.set(name, value);
			return fetch(address, { headers: { upgrade: 'websocket', authorization: `Token ${apiKey}` }, signal });
		},
		clock,
		log
	});
}
