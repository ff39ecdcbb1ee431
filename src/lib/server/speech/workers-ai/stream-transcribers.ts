// Flux and Nova 3 on Workers AI. https://developers.cloudflare.com/workers-ai/models/flux and /nova-3
import type { Logger } from '../../observability/index.ts';
import type { Clock } from '../../platform/index.ts';
import { FLUX, FLUX_INPUT, NOVA, novaInput } from '../deepgram/dialects.ts';
import { createStreamTranscriber } from '../deepgram/stream-transcriber.ts';
import type { Dial } from '../providers/provider-socket.ts';
import type { Transcriber } from '../ports.ts';
import type { SpeechAi } from './speech-ai.ts';

interface StreamDependencies {
	ai: SpeechAi;
	clock: Clock;
	log: Logger;
}

/** What `run` resolves with when it is asked for a socket. */
type Upgrade = Awaited<ReturnType<Dial>>;

export function createFluxTranscriber({ ai, clock, log }: StreamDependencies): Transcriber {
	return createStreamTranscriber({
		mode: 'flux',
		dialect: FLUX,
		dial: async (_language, signal) =>
			(await ai.run('@cf/deepgram/flux', FLUX_INPUT, { websocket: true, signal })) as Upgrade,
		clock,
		log
	});
}

export function createNovaTranscriber({ ai, clock, log }: StreamDependencies): Transcriber {
	return createStreamTranscriber({
		mode: 'nova-3',
		dialect: NOVA,
		dial: async (language, signal) =>
			(await ai.run('@cf/deepgram/nova-3', novaInput(language), { websocket: true, signal })) as Upgrade,
		clock,
		log
	});
}
