// Speech-like sound with the truth about it: a source of pulses and breath through four resonances that glide from sound to sound, at
// 16 kHz. Exactly silent before `onset`; the words' bounds are those of their sounds.
import { phonesOf, type Phone } from './phones.ts';

export const RATE = 16_000;

export interface Voice {
	id: string;
	/** Mean pitch, Hz, and how far it moves, as a share. */
	pitch: number;
	melody: number;
	/** Of the formants against a man's: 1 to 1.3. */
	tract: number;
	/** Breath against voice, 0..1. */
	breath: number;
	/** 1 is about four and a half syllables a second. */
	speed: number;
	/** How softly an utterance begins, ms. */
	attackMs: number;
}

export interface SpokenWord {
	text: string;
	/** Samples. */
	start: number;
	end: number;
}

export interface Utterance {
	samples: Float32Array;
	/** The first sample that is not silence: where the first sound begins to sound. */
	onset: number;
	/** One after the last that is not. */
	end: number;
	words: SpokenWord[];
}

const CONTROL = 80;
const PAUSES: Record<string, number> = { ',': 180, ';': 220, ':': 220, '.': 380, '?': 380, '!': 380 };

/** `level`: of the sounding parts, dB below full scale (-20 is a near voice). */
export function speak(voice: Voice, text: string, level: number, random: () => number): Utterance {
	const plan = planOf(voice, text, random);
	const samples = new Float32Array(plan.length);
	render(plan.spans, voice, samples, random);
	const { onset, end } = bounds(samples);
	scaleTo(samples, level);
	return { samples, onset, end, words: plan.words };
}

interface Span {
	phone: Phone;
	start: number;
	end: number;
	/** Of the pitch, where the span begins. */
	pitch: number;
	stress: number;
}

function planOf(voice: Voice, text: string, random: () => number) {
	const spans: Span[] = [];
	const words: SpokenWord[] = [];
	let at = 0;
	const list = text.split(/\s+/).filter(Boolean);
	for (const [index, word] of list.entries()) {
		const start = at;
		// Pitch falls over an utterance and jumps with stress.
		const declination = 1 + voice.melody * (0.5 - index / Math.max(1, list.length - 1 || 1));
		const stress = word.length > 3 ? 1.1 : 0.92;
		for (const phone of phonesOf(word)) {
			const ms = (phone.ms * (0.8 + 0.4 * random())) / voice.speed;
			const length = Math.max(CONTROL, Math.round((ms * RATE) / 1_000));
			const pitch = voice.pitch * declination * stress * (1 + voice.melody * (random() - 0.5) * 0.5);
			spans.push({ phone, start: at, end: at + length, pitch, stress });
			at += length;
		}
		words.push({ text: word, start, end: at });
		const pause = PAUSES[word.at(-1) ?? ''];
		if (pause !== undefined && index < list.length - 1)
			at += Math.round((((pause * (0.7 + 0.6 * random())) / voice.speed) * RATE) / 1_000);
	}
	return { spans, words, length: at };
}

function render(spans: readonly Span[], voice: Voice, out: Float32Array, random: () => number): void {
	const resonators = [500, 1_500, 2_500, 3_500].map((hz, i) => createResonator(hz, 60 + 40 * i));
	const noise = createResonator(3_000, 1_500);
	let phase = 0;
	let pulse = 0;
	let gain = 0;
	let lastVoiced = 0;
	let lastHiss = 0;
	const attack = Math.exp(-1 / ((voice.attackMs / 1_000 / 3) * RATE));
	const follow = Math.exp(-1 / (0.008 * RATE));
	for (const [index, span] of spans.entries()) {
		const { phone } = span;
		const next = spans[index + 1];
		const length = span.end - span.start;
		for (let at = span.start; at < span.end; at++) {
			const along = (at - span.start) / length;
			const shape = shapeOf(phone, along, length);
			if ((at - span.start) % CONTROL === 0) {
				tune(resonators, phone, next?.phone, along, voice.tract);
				noise.tune(shape.noiseHz * Math.min(voice.tract, 1.1), shape.noiseWidth);
			}
			const rate = (span.pitch * (1 + 0.012 * (random() - 0.5))) / RATE;
			phase += rate;
			if (phase >= 1) {
				phase -= 1;
				// Shimmer: no two pulses are equally strong.
				pulse = 1 + 0.1 * (random() - 0.5);
			}
			const white = random() * 2 - 1;
			const source = pulse * glottal(phase) + voice.breath * white * 0.3;
			const target = shape.voice * span.stress;
			const isFirst = at < (voice.attackMs / 1_000) * RATE * 3;
			gain = target + (gain - target) * (isFirst ? attack : follow);
			let voiced = source * gain;
			for (const resonator of resonators) voiced = resonator.step(voiced);
			// What leaves the mouth is the change of what is in it (6 dB an octave). A resonance gains by its sharpness: taken back.
			const hiss = noise.step(white * shape.noise * (shape.noiseWidth / shape.noiseHz));
			out[at] = (voiced - 0.95 * lastVoiced) * 0.35 + (hiss - 0.9 * lastHiss) * 0.3;
			lastVoiced = voiced;
			lastHiss = hiss;
		}
	}
}

/** The derivative of a flow that opens slowly and shuts at once (after Rosenberg), phase 0..1. */
function glottal(phase: number): number {
	if (phase < 0.4) return Math.sin((Math.PI * phase) / 0.4) * 0.4;
	if (phase < 0.56) return -Math.sin((Math.PI * (phase - 0.4)) / 0.32);
	return 0;
}

function shapeOf(phone: Phone, along: number, length: number) {
	switch (phone.kind) {
		case 'vowel':
			return { voice: 1, noise: 0, noiseHz: 3_000, noiseWidth: 1_500 };
		case 'sonorant':
			return { voice: phone.level, noise: 0, noiseHz: 3_000, noiseWidth: 1_500 };
		case 'fricative': {
			const edge = Math.min(1, along * 4, (1 - along) * 4);
			return {
				voice: phone.isVoiced ? 0.35 : 0,
				noise: phone.level * edge,
				noiseHz: phone.hz,
				noiseWidth: phone.width
			};
		}
		case 'stop': {
			// Shut for two thirds; then a burst of 12 ms that fades into breath.
			const since = ((along - 0.66) * length) / RATE;
			const burst = since < 0 ? 0 : Math.exp(-since / 0.006) * 0.5 + (phone.isVoiced ? 0 : 0.06);
			const bar = phone.isVoiced ? 0.12 : 0;
			return { voice: bar, noise: burst, noiseHz: phone.hz, noiseWidth: 1_200 };
		}
	}
}

function tune(
	resonators: readonly Resonator[],
	phone: Phone,
	next: Phone | undefined,
	along: number,
	tract: number
): void {
	const here = formantsOf(phone);
	const there = next === undefined ? here : formantsOf(next);
	// The mouth is on its way for the last third.
	const share = Math.max(0, (along - 0.66) / 0.34) * 0.5;
	for (const [i, resonator] of resonators.entries()) {
		const hz = i === 3 ? 3_500 : (here[i] ?? 500) * (1 - share) + (there[i] ?? 500) * share;
		resonator.tune(Math.min(hz * tract, 7_200), 60 + 50 * i);
	}
}

const NEUTRAL = [500, 1_500, 2_500] as const;
const formantsOf = (phone: Phone) =>
	phone.kind === 'vowel' || phone.kind === 'sonorant' ? phone.formants : NEUTRAL;

export interface Resonator {
	tune(hz: number, width: number): void;
	step(input: number): number;
}

/** Two poles, one at 0 Hz for the gain (Klatt 1980). */
export function createResonator(hz: number, width: number): Resonator {
	let a = 0;
	let b = 0;
	let c = 0;
	let last = 0;
	let before = 0;
	const tuneTo = (centre: number, bandwidth: number) => {
		c = -Math.exp((-2 * Math.PI * bandwidth) / RATE);
		b = 2 * Math.exp((-Math.PI * bandwidth) / RATE) * Math.cos((2 * Math.PI * centre) / RATE);
		a = 1 - b - c;
	};
	tuneTo(hz, width);
	return {
		tune: tuneTo,
		step: (input) => {
			const output = a * input + b * last + c * before;
			before = last;
			last = output;
			return output;
		}
	};
}

/** A sound is there from where it passes a thousandth of the loudest: the filters' own tails and heads are nothing one hears. */
function bounds(samples: Float32Array): { onset: number; end: number } {
	let peak = 0;
	for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
	const least = peak / 1_000;
	let onset = 0;
	while (onset < samples.length && Math.abs(samples[onset] ?? 0) < least) onset++;
	let end = samples.length;
	while (end > onset && Math.abs(samples[end - 1] ?? 0) < least) end--;
	samples.fill(0, 0, onset);
	samples.fill(0, end);
	return { onset, end };
}

/** To so many dB below full scale, measured over the 20 ms blocks within 25 dB of the loudest, as speech levels are told (ITU-T P.56, simplified). */
export function scaleTo(samples: Float32Array, level: number): void {
	const factor = 10 ** (level / 20) / activeRms(samples);
	if (!Number.isFinite(factor)) return;
	for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] ?? 0) * factor;
}

export function activeRms(samples: Float32Array): number {
	const block = 320;
	const powers: number[] = [];
	for (let at = 0; at < samples.length; at += block) {
		const part = samples.subarray(at, at + block);
		let sum = 0;
		for (const sample of part) sum += sample * sample;
		powers.push(sum / part.length);
	}
	const least = Math.max(...powers) / 10 ** 2.5;
	const active = powers.filter((power) => power > least || power === Math.max(...powers));
	return Math.sqrt(active.reduce((sum, power) => sum + power, 0) / active.length);
}
