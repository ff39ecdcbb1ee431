// The tones of tone-speech.ts as text again. An utterance ends after so much silence by the time of the sound, never of a clock. What is
// not mostly tones, a cough or a voice, is no utterance. Interims are whole words.
import type { TranscriptEvent } from '../ports.ts';
import { createToneDetector, STEP_MS } from './tone-detector.ts';
import { SILENCE_MS, TONE_MS, TONES_OF_BANK } from './tone-speech.ts';

export interface ToneListenerOptions {
	sampleRate: number;
	/** So much silence ends an utterance. */
	silenceMs?: number;
	/** So much silence is told as a likely end; left out, it is not. */
	eagerMs?: number;
	/** At most one interim in so much sound. */
	interimEveryMs?: number;
	onEvent(event: TranscriptEvent): void;
}

export interface ToneListener {
	/** `mediaMs` of the first sample; where it leaps ahead, what is missing counts as silence. */
	push(samples: Int16Array, mediaMs: number): void;
	/** What there is becomes final. */
	finish(): void;
}

/** A tone of 36 ms shows in 8 steps or so; a part of that will do, much more is no tone of ours. */
const LEAST_STEPS = 4;
const MOST_STEPS = 14;
/** Between the two tones of a byte. */
const MOST_BREAK_MS = 20;
/** A word is over: the next tone would have come. */
const WORD_OVER_MS = 80;
/** Of an utterance, in tones that made bytes; a voice in a room has some by chance. */
const LEAST_TONES = 0.5;
const STEPS_OF_BYTE = (2 * TONE_MS) / STEP_MS;
/** The window of the detector looks back: a tone is first and last seen about this much after it sounded. */
const LATE_MS = 12;

interface Run {
	isHigh: boolean;
	from: number;
	to: number;
	steps: number;
	weights: Float64Array;
}

interface Utterance {
	from: number;
	to: number;
	bytes: number[];
	isTold: boolean;
	interim: string;
	interimAt: number;
	isEager: boolean;
}

export function createToneListener({
	sampleRate,
	silenceMs = SILENCE_MS,
	eagerMs,
	interimEveryMs = 100,
	onEvent
}: ToneListenerOptions): ToneListener {
	let now = 0;
	let expected: number | null = null;
	let run: Run | null = null;
	let high: { value: number; to: number } | null = null;
	let utterance: Utterance | null = null;
	const detector = createToneDetector(sampleRate, (tone, share) => {
		now += STEP_MS;
		hear(tone, share);
	});

	function hear(tone: number, share: number) {
		if (tone >= 0) {
			const isHigh = tone >= TONES_OF_BANK;
			if (run !== null && run.isHigh !== isHigh) endRun();
			run ??= { isHigh, from: now, to: now, steps: 0, weights: new Float64Array(TONES_OF_BANK) };
			run.to = now;
			run.steps++;
			const index = tone % TONES_OF_BANK;
			run.weights[index] = (run.weights[index] ?? 0) + share;
		} else if (run !== null && now - run.to >= MOST_BREAK_MS) endRun();
		tellInterim();
		endUtterance();
	}

	function endRun() {
		if (run === null) return;
		const { isHigh, from, to, steps, weights } = run;
		run = null;
		if (steps < LEAST_STEPS || steps > MOST_STEPS) return;
		const value = weights.indexOf(Math.max(...weights));
		if (isHigh) {
			high = { value, to };
			return;
		}
		if (high === null || from - high.to > MOST_BREAK_MS) return;
		utterance ??= {
			from: high.to - TONE_MS,
			to,
			bytes: [],
			isTold: false,
			interim: '',
			interimAt: -Infinity,
			isEager: false
		};
		utterance.bytes.push((high.value << 4) | value);
		utterance.to = to;
		high = null;
		if (utterance.isEager) {
			utterance.isEager = false;
			onEvent({ type: 'resumed' });
		}
	}

	const isSpeech = ({ from, to, bytes }: Utterance) =>
		(bytes.length * STEPS_OF_BYTE * STEP_MS) / Math.max(1, to - from) >= LEAST_TONES;

	function tellInterim() {
		if (utterance === null || !isSpeech(utterance)) return;
		if (!utterance.isTold) {
			utterance.isTold = true;
			onEvent({ type: 'speech-started', mediaMs: Math.max(0, utterance.from - LATE_MS) });
		}
		if (now - utterance.interimAt < interimEveryMs) return;
		const all = textOf(utterance.bytes);
		const isOver = run === null && now - utterance.to >= WORD_OVER_MS;
		const text = (isOver ? all : all.slice(0, all.lastIndexOf(' ') + 1)).trim();
		if (text === '' || text === utterance.interim) return;
		utterance.interim = text;
		utterance.interimAt = now;
		onEvent({ type: 'interim', text });
	}

	function endUtterance() {
		if (utterance === null || run !== null) return;
		const silence = now - utterance.to;
		if (silence >= silenceMs) conclude();
		else if (eagerMs !== undefined && silence >= eagerMs && !utterance.isEager && isSpeech(utterance)) {
			const text = textOf(utterance.bytes).trim();
			if (text === '') return;
			utterance.isEager = true;
			onEvent({ type: 'eager-end', text });
		}
	}

	function conclude() {
		const ended = utterance;
		utterance = null;
		high = null;
		if (ended === null || !isSpeech(ended)) return;
		const text = textOf(ended.bytes).trim();
		if (text !== '') onEvent({ type: 'final', text, endedAtMs: Math.max(0, ended.to - LATE_MS) });
	}

	/** Nothing was recorded in between: the tones before and after have nothing to do with each other. */
	function leap(to: number) {
		endRun();
		detector.reset();
		high = null;
		now = to;
		endUtterance();
	}

	return {
		push(samples, mediaMs) {
			if (expected === null) now = mediaMs;
			else if (Math.abs(mediaMs - expected) > STEP_MS) leap(mediaMs);
			expected = mediaMs + (samples.length * 1_000) / sampleRate;
			detector.push(samples);
		},
		finish() {
			endRun();
			detector.reset();
			conclude();
		}
	};
}

const textOf = (bytes: readonly number[]) => new TextDecoder().decode(Uint8Array.from(bytes));
