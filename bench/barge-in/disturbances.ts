// What a microphone hears that is no speech. Each begins at its first sample and is scaled like speech, so that levels compare.
import { createResonator, RATE, scaleTo } from './formant-voice.ts';

export const DISTURBANCES = [
	'cough',
	'throat',
	'keyboard',
	'door',
	'chair',
	'noise',
	'music',
	'breath'
] as const;
export type Disturbance = (typeof DISTURBANCES)[number];

/** `level`: dB below full scale of its sounding parts. */
export function disturb(kind: Disturbance, level: number, random: () => number): Float32Array {
	const samples = MAKERS[kind](random);
	scaleTo(samples, level);
	return samples;
}

const between = (random: () => number, least: number, most: number) => least + (most - least) * random();
const blank = (ms: number) => new Float32Array(Math.round((ms * RATE) / 1_000));
const at = (ms: number) => Math.round((ms * RATE) / 1_000);

const MAKERS: Record<Disturbance, (random: () => number) => Float32Array> = {
	/** A burst, its noise, and a short voiced end; one to three times. */
	cough: (random) => {
		const times = 1 + Math.floor(random() * 3);
		const out = blank(times * 420);
		for (let i = 0; i < times; i++) {
			const length = between(random, 160, 300);
			const pitch = between(random, 90, 260);
			blow(
				out,
				at(i * 420),
				length,
				1,
				[between(random, 600, 1_100), between(random, 1_700, 2_600)],
				random,
				{
					riseMs: 4,
					pitch: random() < 0.6 ? pitch : 0
				}
			);
		}
		return out;
	},
	/** Longer and rough: pulses that come unevenly. */
	throat: (random) => {
		const out = blank(between(random, 350, 700));
		blow(out, 0, out.length / 16, 1, [500, 1_300], random, {
			riseMs: 30,
			pitch: between(random, 60, 110),
			rough: 0.4
		});
		return out;
	},
	/** 5 to 10 keys a second for one to three seconds; each a click down and a softer one up. */
	keyboard: (random) => {
		const out = blank(between(random, 1_000, 3_000));
		const rate = between(random, 5, 10);
		for (let ms = 0; ms < out.length / 16 - 120; ms += (1_000 / rate) * between(random, 0.6, 1.4)) {
			const strength = between(random, 0.5, 1);
			click(out, at(ms), between(random, 4, 12), strength, between(random, 1_800, 4_500), random);
			click(out, at(ms + between(random, 50, 90)), 4, strength * 0.4, between(random, 2_500, 5_000), random);
		}
		return out;
	},
	/** A thump that rings low, and the latch. */
	door: (random) => {
		const out = blank(700);
		click(out, 0, 8, 0.5, between(random, 1_200, 2_500), random);
		ring(out, at(20), between(random, 70, 140), 120, 1);
		ring(out, at(20), between(random, 180, 320), 60, 0.5);
		blow(out, at(20), 90, 0.4, [400, 900], random, { riseMs: 2 });
		return out;
	},
	/** Wood on wood: a creak of stick and slip. */
	chair: (random) => {
		const out = blank(between(random, 250, 600));
		const body = createResonator(between(random, 500, 1_400), 120);
		let next = 0;
		for (let i = 0; i < out.length; i++) {
			const hit = i >= next ? 1 : 0;
			if (hit === 1) next = i + at(between(random, 4, 14));
			out[i] = body.step(hit * between(random, 0.5, 1)) * Math.sin((Math.PI * i) / out.length);
		}
		return out;
	},
	/** Something is switched on: a fan, a kettle, traffic; it stays for some seconds. */
	noise: (random) => {
		const out = blank(between(random, 2_500, 5_000));
		fillNoise(out, random, random() < 0.5 ? 'pink' : 'white');
		const rise = at(between(random, 50, 800));
		for (let i = 0; i < rise; i++) out[i] = ((out[i] ?? 0) * i) / rise;
		return out;
	},
	/** Somebody plays next door: notes of six partials, struck or bowed. */
	music: (random) => {
		const out = blank(between(random, 2_500, 5_000));
		const isStruck = random() < 0.5;
		const scale = [0, 2, 4, 5, 7, 9, 11, 12];
		const tonic = between(random, 110, 330);
		for (let ms = 0; ms < out.length / 16 - 200; ms += between(random, 180, 600)) {
			const note = tonic * 2 ** ((scale[Math.floor(random() * scale.length)] ?? 0) / 12);
			for (let partial = 1; partial <= 6; partial++)
				tone(out, at(ms), note * partial, between(random, 300, 900), 1 / partial ** 1.3, isStruck);
		}
		return out;
	},
	/** A sigh into the microphone. */
	breath: (random) => {
		const out = blank(between(random, 400, 1_100));
		blow(out, 0, out.length / 16, 1, [700, 1_600], random, { riseMs: 120 });
		return out;
	}
};

/** Noise, and a voice if there is a pitch, through two resonances; fades over its length. */
function blow(
	out: Float32Array,
	from: number,
	lengthMs: number,
	level: number,
	[first, second]: readonly [number, number],
	random: () => number,
	{ riseMs, pitch = 0, rough = 0 }: { riseMs: number; pitch?: number; rough?: number }
): void {
	const length = Math.min(at(lengthMs), out.length - from);
	const a = createResonator(first, 350);
	const b = createResonator(second, 600);
	let next = 0;
	for (let i = 0; i < length; i++) {
		const isPulse = pitch > 0 && i >= next;
		if (isPulse) next = i + (RATE / pitch) * (1 + rough * (random() * 2 - 1));
		const source = (random() * 2 - 1) * 0.5 + (isPulse && i > length / 3 ? 4 : 0);
		const shape = Math.min(1, i / at(riseMs)) * (1 - i / length) ** 1.5;
		out[from + i] = (out[from + i] ?? 0) + (a.step(source) + b.step(source) * 0.6) * shape * level;
	}
}

function click(
	out: Float32Array,
	from: number,
	decayMs: number,
	level: number,
	hz: number,
	random: () => number
): void {
	const body = createResonator(hz, 900);
	for (let i = 0; i < at(decayMs * 5) && from + i < out.length; i++) {
		const struck = (random() * 2 - 1) * Math.exp(-i / at(decayMs)) * level;
		out[from + i] = (out[from + i] ?? 0) + body.step(struck);
	}
}

function ring(out: Float32Array, from: number, hz: number, decayMs: number, level: number): void {
	for (let i = 0; from + i < out.length; i++)
		out[from + i] =
			(out[from + i] ?? 0) + Math.sin((2 * Math.PI * hz * i) / RATE) * Math.exp(-i / at(decayMs)) * level;
}

function tone(
	out: Float32Array,
	from: number,
	hz: number,
	lengthMs: number,
	level: number,
	isStruck: boolean
): void {
	if (hz > RATE / 2.2) return;
	const length = Math.min(at(lengthMs), out.length - from);
	for (let i = 0; i < length; i++) {
		const shape = isStruck
			? Math.min(1, i / 64) * Math.exp(-i / at(350))
			: Math.min(1, i / at(60), (length - i) / at(60)) * (1 + 0.1 * Math.sin((2 * Math.PI * 5.5 * i) / RATE));
		out[from + i] = (out[from + i] ?? 0) + Math.sin((2 * Math.PI * hz * i) / RATE) * shape * level;
	}
}

export type NoiseColour = 'white' | 'pink' | 'hum';

/** Steady noise of about the same size whatever its colour; overwrites. */
export function fillNoise(out: Float32Array, random: () => number, colour: NoiseColour): void {
	const rows = new Float32Array(7);
	for (let i = 0; i < out.length; i++) {
		const white = random() * 2 - 1;
		if (colour === 'white') {
			out[i] = white;
			continue;
		}
		// Voss: each row changes half as often as the one before.
		for (let row = 0; row < rows.length; row++) if (i % (1 << row) === 0) rows[row] = random() * 2 - 1;
		const pink = rows.reduce((sum, value) => sum + value, white) / 3;
		const mains = Math.sin((2 * Math.PI * 100 * i) / RATE) + 0.5 * Math.sin((2 * Math.PI * 200 * i) / RATE);
		out[i] = colour === 'hum' ? pink * 0.4 + mains : pink;
	}
}
