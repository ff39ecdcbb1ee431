// Whisper on Workers AI: hears an utterance when it is over, so it shows nothing on the way and must be told by `finish` where it ends.
// Of silence before the first voice only half a second is kept. https://developers.cloudflare.com/workers-ai/models/whisper-large-v3-turbo/
import { z } from 'zod';
import { MIC_SAMPLE_RATE } from '#lib/shared/voice/protocol.ts';
import { lost, thrownBy, tooSlow } from '../providers/failure.ts';
import { createDeadline } from '../../resilience/index.ts';
import type { Transcriber } from '../ports.ts';
import type { SpeechAi } from './speech-ai.ts';
import { toWav } from './wav.ts';

const MODEL = '@cf/openai/whisper-large-v3-turbo';
const BEFORE_MS = 500;
/** Nobody says more at a time; then it is heard as it is. */
const MOST_MS = 60_000;
/** Root mean square, of samples within -1..1: -46 dBFS. Below it there is no voice, and Whisper makes words up. */
const VOICE = 0.005;
/** It says itself where it made words up. */
const NO_SPEECH = 0.8;
const ANSWER_MS = 15_000;

const Answer = z.object({
	text: z.string(),
	segments: z.array(z.object({ text: z.string(), no_speech_prob: z.number().optional() })).optional()
});

export function createWhisperTranscriber({ ai }: { ai: SpeechAi }): Transcriber {
	return {
		mode: 'whisper',
		detectsTurns: false,
		open({ language, onEvent, signal }) {
			if (signal.aborted) return Promise.reject(signal.reason as Error);
			const ended = Promise.withResolvers<undefined>();
			ended.promise.catch(() => undefined);
			const gone = new AbortController();
			let frames: Int16Array[] = [];
			let ms = 0;
			let hasVoice = false;
			let endsAt = 0;
			let voiceEndsAt = 0;
			let heard = Promise.resolve();

			function end(error?: Error) {
				if (gone.signal.aborted) return;
				gone.abort();
				frames = [];
				if (error === undefined) ended.resolve(undefined);
				else ended.reject(error);
			}

			async function hear(samples: Int16Array, endedAtMs: number) {
				const { signal: over } = gone;
				if (over.aborted) return;
				const deadline = createDeadline(gone.signal, tooSlow('transcriber'));
				try {
					const asked = ai.run(
						MODEL,
						{
							audio: toBase64(toWav(samples, MIC_SAMPLE_RATE)),
							task: 'transcribe',
							language: language.slice(0, 2).toLowerCase(),
							vad_filter: true
						},
						{ signal: deadline.signal }
					);
					const answer = Answer.safeParse(await deadline.within(ANSWER_MS, asked));
					if (!answer.success) throw lost('transcriber', new Error('no transcript in the answer'));
					const text = spokenOf(answer.data);
					if (text !== '' && !gone.signal.aborted) onEvent({ type: 'final', text, endedAtMs });
				} catch (thrown) {
					if (!gone.signal.aborted) end(thrownBy('transcriber', thrown));
				} finally {
					deadline.end();
				}
			}

			function finish() {
				if (gone.signal.aborted) return;
				const samples = hasVoice ? joined(frames) : null;
				const endedAtMs = voiceEndsAt;
				frames = [];
				ms = 0;
				hasVoice = false;
				if (samples !== null) heard = heard.then(() => hear(samples, endedAtMs));
			}

			signal.addEventListener('abort', () => end(), { once: true });
			return Promise.resolve({
				push(samples, mediaMs) {
					if (gone.signal.aborted) return;
					const length = (samples.length * 1_000) / MIC_SAMPLE_RATE;
					endsAt = mediaMs + length;
					frames.push(samples.slice());
					ms += length;
					if (loudness(samples) >= VOICE) {
						if (!hasVoice) onEvent({ type: 'speech-started', mediaMs });
						hasVoice = true;
						voiceEndsAt = endsAt;
					}
					while (!hasVoice && ms > BEFORE_MS && frames.length > 1)
						ms -= ((frames.shift()?.length ?? 0) * 1_000) / MIC_SAMPLE_RATE;
					if (ms >= MOST_MS) finish();
				},
				finish,
				keepAlive: () => undefined,
				close: () => end(),
				closed: ended.promise
			});
		}
	};
}

function loudness(samples: Int16Array): number {
	let sum = 0;
	for (const sample of samples) sum += sample * sample;
	return Math.sqrt(sum / Math.max(1, samples.length)) / 32_768;
}

function joined(frames: readonly Int16Array[]): Int16Array {
	const samples = new Int16Array(frames.reduce((length, frame) => length + frame.length, 0));
	let at = 0;
	for (const frame of frames) {
		samples.set(frame, at);
		at += frame.length;
	}
	return samples;
}

function spokenOf({ text, segments = [] }: z.infer<typeof Answer>): string {
	const invented = segments.filter((segment) => (segment.no_speech_prob ?? 0) > NO_SPEECH);
	if (invented.length === 0) return text.trim();
	return segments
		.filter((segment) => !invented.includes(segment))
		.map((segment) => segment.text.trim())
		.join(' ')
		.trim();
}

/** In parts: a function takes some ten thousand arguments at most. */
function toBase64(bytes: Uint8Array): string {
	let text = '';
	for (let from = 0; from < bytes.length; from += 8_192)
		text += String.fromCharCode(...bytes.subarray(from, from + 8_192));
	return btoa(text);
}
