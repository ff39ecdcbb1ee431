// A response being spoken, whoever makes the sound of its pieces: counts them, ends when all of them are done, is silent at once when it
// is cancelled.
import { createSoundQueue, type SoundQueue } from '../sound-queue.ts';
import type { SpeechStream } from '../ports.ts';
import type { PiecewiseSpeech } from './piecewise-speech.ts';

/** Nothing to say makes no sound, and providers refuse it. */
export const isSayable = (text: string) => /[\p{L}\p{N}]/u.test(text);

/** `make` gets the queue to put sound in and a signal that is aborted when nobody listens any more. */
export function openPieces(
	sampleRate: number,
	signal: AbortSignal,
	make: (queue: SoundQueue, signal: AbortSignal) => PiecewiseSpeech & { cancel?(): void }
): SpeechStream {
	const gone = new AbortController();
	const queue = createSoundQueue(cancel);
	const speech = make(queue, gone.signal);
	let pieces = 0;
	let isFinished = false;
	function cancel() {
		isFinished = true;
		queue.cut();
		speech.cancel?.();
		gone.abort();
	}
	if (signal.aborted) cancel();
	else signal.addEventListener('abort', cancel, { once: true });
	return {
		sampleRate,
		say(text) {
			const piece = pieces++;
			if (!isFinished && isSayable(text)) speech.say(piece, text);
		},
		finish() {
			if (isFinished) return;
			isFinished = true;
			const end = () => {
				signal.removeEventListener('abort', cancel);
				queue.end();
			};
			speech.done().then(end, end);
		},
		cancel,
		sound: queue.sound
	};
}
