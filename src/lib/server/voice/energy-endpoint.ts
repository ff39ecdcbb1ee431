// Where a person speaks and where they have stopped, by loudness against the noise of the room. For transcribers that do not detect
// turns, for opening one at the first voice, and for what counts as silent. It knows no words: a cough is voice.
import { MIC_SAMPLE_RATE, MIC_SUBFRAME_MS } from '#lib/shared/voice/protocol.ts';

export type EndpointEvent =
	{ type: 'voice-started'; mediaMs: number } | { type: 'voice-ended'; mediaMs: number };

export interface EnergyEndpoint {
	/** Sound in order, and when it was recorded. */
	hear(samples: Int16Array, mediaMs: number): EndpointEvent[];
	isVoiced(): boolean;
	/** The end of the last sound that was loud enough; undefined before the first. */
	lastVoicedMs(): number | undefined;
}

const WINDOW_SAMPLES = (MIC_SAMPLE_RATE * MIC_SUBFRAME_MS) / 1_000;
/** Of full scale. Quieter than this is nobody speaking into a microphone, however quiet the room is (about -50 dB). */
const QUIETEST_VOICE = 0.003;
/** Voice is so many times as loud as the room (about 10 dB). */
const ABOVE_NOISE = 3.2;
/** Above this the noise of the room is never taken to be (about -30 dB): else one long vowel would become it. */
const LOUDEST_NOISE = 0.03;
/** Of the last windows so many must be loud: a click is none. */
const RECENT = 5;
const LOUD_OF_RECENT = 3;

/** `silenceMs`: so long a silence ends what was said. */
export function createEnergyEndpoint({ silenceMs = 700 }: { silenceMs?: number } = {}): EnergyEndpoint {
	let noise = 0.002;
	let recent: boolean[] = [];
	let isVoiced = false;
	let lastVoicedMs: number | undefined;

	function hearWindow(
		samples: Int16Array,
		from: number,
		to: number,
		mediaMs: number
	): EndpointEvent | undefined {
		const level = loudness(samples, from, to);
		const isLoud = level > Math.max(QUIETEST_VOICE, noise * ABOVE_NOISE);
		// Down at once, up slowly: some 5 s until a louder room is taken for the room.
		if (level < noise) noise += (level - noise) * 0.3;
		else noise = Math.min(LOUDEST_NOISE, noise + (level - noise) * (isLoud ? 0.002 : 0.05));
		recent = [...recent.slice(1 - RECENT), isLoud];
		const endMs = mediaMs + MIC_SUBFRAME_MS;
		if (isLoud && (isVoiced || recent.filter(Boolean).length >= LOUD_OF_RECENT)) {
			lastVoicedMs = endMs;
			if (isVoiced) return undefined;
			isVoiced = true;
			return { type: 'voice-started', mediaMs: Math.max(0, endMs - RECENT * MIC_SUBFRAME_MS) };
		}
		if (!isVoiced || lastVoicedMs === undefined || endMs - lastVoicedMs < silenceMs) return undefined;
		isVoiced = false;
		return { type: 'voice-ended', mediaMs: lastVoicedMs };
	}

	return {
		hear(samples, mediaMs) {
			const events: EndpointEvent[] = [];
			for (let from = 0; from < samples.length; from += WINDOW_SAMPLES) {
				const to = Math.min(samples.length, from + WINDOW_SAMPLES);
				const event = hearWindow(samples, from, to, mediaMs + (from * 1_000) / MIC_SAMPLE_RATE);
				if (event !== undefined) events.push(event);
			}
			return events;
		},
		isVoiced: () => isVoiced,
		lastVoicedMs: () => lastVoicedMs
	};
}

/** Root mean square, 0..1. */
export function loudness(samples: Int16Array, from = 0, to = samples.length): number {
	let sum = 0;
	for (let at = from; at < to; at++) {
		const sample = samples[at] ?? 0;
		sum += sample * sample;
	}
	return to > from ? Math.sqrt(sum / (to - from)) / 32_768 : 0;
}
