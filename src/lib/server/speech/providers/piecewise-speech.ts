// Speaks where a provider makes the sound of one text at a time, over HTTP: a request for each piece, the next one on its way while the
// one before is read, so that no gap is heard between them.
import { createPcmReader } from './pcm.ts';
import { failedWith, lost, misconfigured, thrownBy, unread } from './failure.ts';
import type { SoundQueue } from '../sound-queue.ts';

export interface PiecewiseSpeech {
	say(piece: number, text: string): void;
	/** Resolves when the sound of all pieces is in the queue, or the queue is over. */
	done(): Promise<void>;
}

export type AskForSound = (text: string, signal: AbortSignal) => Promise<Response>;

/** Requests at a time. */
const AHEAD = 2;

export function createPiecewiseSpeech(
	queue: SoundQueue,
	ask: AskForSound,
	signal: AbortSignal
): PiecewiseSpeech {
	const answers: Promise<Response>[] = [];
	const read: Promise<void>[] = [];
	let last = Promise.resolve();

	function say(piece: number, text: string) {
		const place = answers.length;
		// The request waits until the sound of the piece two before it has been read.
		const turn = read[place - AHEAD] ?? Promise.resolve();
		const answer = turn.then(() => {
			signal.throwIfAborted();
			return ask(text, signal);
		});
		// Looked at in its turn.
		answer.catch(() => undefined);
		answers.push(answer);
		last = last.then(() => readSound(piece, answer));
		read.push(last);
	}

	async function readSound(piece: number, answer: Promise<Response>) {
		if (queue.isOver) {
			answer.then(unread, () => undefined);
			return;
		}
		try {
			const response = await answer;
			const body = soundOf(response);
			const pcm = createPcmReader();
			let samples = 0;
			const reader = body.getReader();
			for (;;) {
				const { done, value } = await reader.read();
				if (done) break;
				if (signal.aborted) {
					await reader.cancel();
					return;
				}
				const part = pcm.read(value);
				samples += part.length;
				queue.push({ piece, samples: part });
			}
			if (samples === 0) throw lost('speaker', new Error('no sound came'));
		} catch (thrown) {
			if (!signal.aborted) queue.fail(thrownBy('speaker', thrown));
		}
	}

	return { say, done: () => last };
}

/** Text, JSON or MP3 where PCM was asked for would be heard as noise. */
const NO_PCM = /^(text\/|application\/json|audio\/(mpeg|mp3|ogg|aac|flac|opus))/i;

function soundOf(response: Response): ReadableStream<Uint8Array> {
	if (!response.ok) {
		unread(response);
		throw failedWith('speaker', response);
	}
	const type = response.headers.get('content-type') ?? '';
	if (response.body === null) throw lost('speaker', new Error('no body'));
	if (NO_PCM.test(type)) {
		unread(response);
		throw misconfigured('speaker', new Error(`sound as ${type}`));
	}
	return response.body;
}
