// Hears what the scripted speaker, a bench or a WAV file says in tones: for tests and benches. As quick as the sound comes, unless told to
// be slow or to fail.
import type { AppError } from '#lib/shared/errors.ts';
import { MIC_SAMPLE_RATE } from '#lib/shared/voice/protocol.ts';
import type { Transcriber, TranscriptEvent } from '../ports.ts';
import { createToneListener, type ToneListenerOptions } from './tone-listener.ts';

export interface ToneTranscriberOptions extends Pick<
	ToneListenerOptions,
	'silenceMs' | 'eagerMs' | 'interimEveryMs'
> {
	/** Before each event is told. */
	delayMs?: number;
	/** What opening fails with. */
	refuse?: () => AppError | undefined;
	/** What the stream breaks with once so much sound has come, in all its pushes; `undefined`: it does not. */
	fail?: (heardMs: number) => AppError | undefined;
	wait?: (ms: number) => Promise<void>;
}

export function createToneTranscriber({
	delayMs = 0,
	refuse = () => undefined,
	fail = () => undefined,
	wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
	...listening
}: ToneTranscriberOptions = {}): Transcriber {
	return {
		mode: 'scripted',
		detectsTurns: true,
		async open({ onEvent, signal }) {
			signal.throwIfAborted();
			const refused = refuse();
			if (refused !== undefined) throw refused;
			const ended = Promise.withResolvers<undefined>();
			// Whoever only pushes need not look at how it ends.
			ended.promise.catch(() => undefined);
			let isOver = false;
			let heardMs = 0;
			let told = Promise.resolve();

			function tell(event: TranscriptEvent) {
				if (isOver) return;
				if (delayMs === 0) onEvent(event);
				else
					told = told
						.then(() => wait(delayMs))
						.then(() => {
							if (!isOver) onEvent(event);
						});
			}
			function end(error?: AppError) {
				isOver = true;
				if (error === undefined) ended.resolve(undefined);
				else ended.reject(error);
			}
			const close = () => end();
			signal.addEventListener('abort', close, { once: true });
			const listener = createToneListener({ ...listening, sampleRate: MIC_SAMPLE_RATE, onEvent: tell });

			return {
				push(samples, mediaMs) {
					if (isOver) return;
					heardMs += (samples.length * 1_000) / MIC_SAMPLE_RATE;
					const error = fail(heardMs);
					if (error === undefined) listener.push(samples, mediaMs);
					else end(error);
				},
				finish: () => listener.finish(),
				keepAlive: () => undefined,
				close,
				closed: ended.promise
			};
		}
	};
}
