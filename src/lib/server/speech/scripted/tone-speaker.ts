// Speaks in tones: for tests and benches. As quick as the caller reads, unless told to be slow or to fail.
import type { AppError } from '#lib/shared/errors.ts';
import { SPEECH_SAMPLE_RATE } from '#lib/shared/voice/protocol.ts';
import type { Speaker } from '../ports.ts';
import { isSayable } from '../providers/open-pieces.ts';
import { createSoundQueue } from '../sound-queue.ts';
import { encodeTones } from './tone-speech.ts';

export interface ToneSpeakerOptions {
	sampleRate?: number;
	/** Before each sound. */
	delayMs?: number;
	/** What opening fails with. */
	refuse?: () => AppError | undefined;
	/** What the sound of a piece fails with instead of coming. */
	fail?: (piece: number) => AppError | undefined;
	wait?: (ms: number) => Promise<void>;
}

/** A sound is never longer, as those of a real provider. */
const CHUNK_MS = 200;

export function createToneSpeaker({
	sampleRate = SPEECH_SAMPLE_RATE,
	delayMs = 0,
	refuse = () => undefined,
	fail = () => undefined,
	wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
}: ToneSpeakerOptions = {}): Speaker {
	return {
		mode: 'scripted',
		async open({ signal }) {
			signal.throwIfAborted();
			const refused = refuse();
			if (refused !== undefined) throw refused;
			const queue = createSoundQueue();
			signal.addEventListener('abort', queue.cut, { once: true });
			let pieces = 0;
			let isFinished = false;
			let spoken = Promise.resolve();

			async function speak(text: string, piece: number) {
				if (delayMs > 0) await wait(delayMs);
				const error = fail(piece);
				if (error !== undefined) {
					queue.fail(error);
					return;
				}
				const samples = encodeTones(text, sampleRate);
				const chunk = (sampleRate * CHUNK_MS) / 1_000;
				for (let from = 0; from < samples.length; from += chunk)
					queue.push({ piece, samples: samples.subarray(from, from + chunk) });
			}

			return {
				sampleRate,
				say(text) {
					const piece = pieces++;
					if (!isFinished && isSayable(text)) spoken = spoken.then(() => speak(text, piece));
				},
				finish() {
					isFinished = true;
					spoken = spoken.then(queue.end);
				},
				cancel() {
					isFinished = true;
					queue.cut();
				},
				sound: queue.sound
			};
		}
	};
}
