// Nova: Deepgram's /v1/listen, and @cf/deepgram/nova-3. An utterance comes in segments, each as interims and then `is_final`; it is over
// with `speech_final`, with UtteranceEnd where noise hid the pause, or with what answers Finalize.
// https://developers.deepgram.com/reference/speech-to-text/listen-streaming, https://developers.deepgram.com/docs/understanding-end-of-speech-detection
import { z } from 'zod';
import type { TranscriptEvent } from '../ports.ts';
import { finalOf, seconds, type MessageReader } from './message-reader.ts';

const Results = z.object({
	type: z.literal('Results'),
	start: z.number().default(0),
	duration: z.number().default(0),
	is_final: z.boolean().default(false),
	speech_final: z.boolean().default(false),
	from_finalize: z.boolean().default(false),
	channel: z.object({
		alternatives: z
			.array(
				z.object({
					transcript: z.string().default(''),
					words: z.array(z.object({ start: z.number().optional(), end: z.number().optional() })).default([])
				})
			)
			.default([])
	})
});
const UtteranceEnd = z.object({ type: z.literal('UtteranceEnd'), last_word_end: z.number().optional() });
const SpeechStarted = z.object({ type: z.literal('SpeechStarted'), timestamp: z.number().optional() });
const Other = z.object({ type: z.enum(['Metadata', 'Error', 'Warning']) });

export function createListenReader(): MessageReader {
	let segments: string[] = [];
	let interim = '';
	let shown = '';
	/** Seconds: up to here it is final; what speaks of sound before it came late. */
	let finalUntil = 0;
	/** Seconds: up to here it was made final before the provider did. */
	let settledUntil = 0;
	let heardUntil = 0;
	let lastWordEnd: number | undefined;
	let isInTurn = false;

	const whole = () => [...segments, interim].filter(Boolean).join(' ');

	function started(at: number | undefined): TranscriptEvent[] {
		if (isInTurn) return [];
		isInTurn = true;
		const mediaMs = seconds(at);
		return [{ type: 'speech-started', ...(mediaMs === undefined ? {} : { mediaMs }) }];
	}
	function end(): TranscriptEvent[] {
		const events = finalOf(whole(), seconds(lastWordEnd));
		segments = [];
		interim = '';
		shown = '';
		lastWordEnd = undefined;
		isInTurn = false;
		return events;
	}

	function readResults(results: z.infer<typeof Results>): TranscriptEvent[] {
		const { start, duration, is_final: isFinal, channel } = results;
		const isLate = start + duration <= finalUntil && !results.from_finalize;
		if (isLate || start < settledUntil || (!isFinal && start < finalUntil - 0.01)) return [];
		heardUntil = Math.max(heardUntil, start + duration);
		const [best] = channel.alternatives;
		const text = best?.transcript.trim() ?? '';
		const events = text === '' ? [] : started(best?.words[0]?.start ?? start);
		if (isFinal) {
			finalUntil = Math.max(finalUntil, start + duration);
			if (text !== '') {
				segments.push(text);
				lastWordEnd = best?.words.at(-1)?.end ?? start + duration;
			}
			interim = '';
		} else interim = text;
		if (isFinal && (results.speech_final || results.from_finalize)) return [...events, ...end()];
		const now = whole();
		if (now !== '' && now !== shown) {
			shown = now;
			events.push({ type: 'interim', text: now });
		}
		return events;
	}

	return {
		get isInTurn() {
			return whole() !== '';
		},
		read(message) {
			const results = Results.safeParse(message);
			if (results.success) return readResults(results.data);
			const speech = SpeechStarted.safeParse(message);
			if (speech.success) {
				// What began before and came to no word was a noise.
				if (whole() === '') isInTurn = false;
				return started(speech.data.timestamp);
			}
			if (UtteranceEnd.safeParse(message).success) return end();
			const other = Other.safeParse(message);
			if (other.success && other.data.type === 'Error') throw new Error('the provider gave up');
			return other.success ? [] : undefined;
		},
		settle() {
			settledUntil = heardUntil;
			return end();
		}
	};
}
