/* eslint-disable @typescript-eslint/no-non-null-assertion -- indices stay within the arrays by construction, and these are the innermost loops */
// Reads samples (mono, 22.05 kHz) as they come and keeps what the analysis needs of them: about 9 KB a second, whatever the file weighs.
// Digital silence at the beginning is skipped before the first frame, so that it changes nothing behind it.
import { PowerSpectrum } from '../signal/power-spectrum.ts';
import { SAMPLE_RATE } from '../signal/resampler.ts';
import { bandEdges, byteOf, hertzOfKey, KEYS, loudnessWeight, LOWEST_KEY } from './bands.ts';
import { ENVELOPE_HOP, FRAME_HOP, FRAME_SIZE, KEY_FRAME_SIZE, KEY_HOP, type Take } from './take.ts';

/** 114 dB below full scale: the last bit of 16, 12 dB down, is above it, so that another gain does not begin a take elsewhere. */
const SILENCE = 2e-6;
const LOOK_BACK = KEY_FRAME_SIZE / 2;
const BUFFER = 4 * KEY_FRAME_SIZE;

export class TakeReader {
	readonly #frame = new PowerSpectrum(FRAME_SIZE);
	readonly #keyFrame = new PowerSpectrum(KEY_FRAME_SIZE);
	readonly #edges = bandEdges(FRAME_SIZE);
	readonly #weights = Float64Array.from({ length: FRAME_SIZE / 2 + 1 }, (_, bin) =>
		loudnessWeight((bin * SAMPLE_RATE) / FRAME_SIZE)
	);
	readonly #keyBins = keyBins();
	/** Samples from `#base` on, counted from the first sound; half a frame of silence lies before it. */
	readonly #samples = new Float32Array(BUFFER);
	#base = -LOOK_BACK;
	#held = LOOK_BACK;
	#skipped = 0;
	#heard = 0;
	#bands: Uint8Array<ArrayBuffer>;
	#loudness: Float32Array<ArrayBuffer>;
	#keys: Uint8Array<ArrayBuffer>;
	#envelope: Float32Array<ArrayBuffer>;
	#highEnvelope: Float32Array<ArrayBuffer>;
	#frames = 0;
	#keyFrames = 0;
	#points = 0;

	/** `expectedSeconds` only sizes the memory; a recording may be longer or shorter. */
	constructor(expectedSeconds: number) {
		const samples = Math.ceil(Math.max(1, expectedSeconds) * SAMPLE_RATE);
		const frames = Math.ceil(samples / FRAME_HOP) + 2;
		this.#bands = new Uint8Array(frames * this.#bandCount);
		this.#loudness = new Float32Array(frames);
		this.#keys = new Uint8Array((Math.ceil(samples / KEY_HOP) + 2) * KEYS);
		this.#envelope = new Float32Array(Math.ceil(samples / ENVELOPE_HOP) + 2);
		this.#highEnvelope = new Float32Array(this.#envelope.length);
	}

	get #bandCount(): number {
		return this.#edges.length - 1;
	}

	push(samples: Float32Array): void {
		let at = 0;
		if (this.#heard === 0) {
			while (at < samples.length && samples[at]! < SILENCE && samples[at]! > -SILENCE) at += 1;
			this.#skipped += at;
		}
		while (at < samples.length) {
			if (this.#held === BUFFER) this.#makeRoom();
			const taken = Math.min(samples.length - at, BUFFER - this.#held);
			this.#samples.set(samples.subarray(at, at + taken), this.#held);
			this.#held += taken;
			this.#heard += taken;
			at += taken;
			this.#read(this.#heard);
		}
	}

	finish(): Take {
		const heard = this.#heard;
		// Silence behind the last sample, so that the last frames are whole.
		const silence = new Float32Array(LOOK_BACK);
		if (heard > 0) this.push(silence);
		this.#heard = heard;
		const frames = Math.min(this.#frames, Math.ceil(heard / FRAME_HOP));
		const keyFrames = Math.min(this.#keyFrames, Math.ceil(heard / KEY_HOP));
		const points = Math.min(this.#points, Math.floor(heard / ENVELOPE_HOP));
		return {
			startSeconds: this.#skipped / SAMPLE_RATE,
			durationSeconds: (this.#skipped + heard) / SAMPLE_RATE,
			frameCount: frames,
			bands: this.#bands.subarray(0, frames * this.#bandCount),
			bandCount: this.#bandCount,
			loudness: this.#loudness.subarray(0, frames),
			keyFrameCount: keyFrames,
			keys: this.#keys.subarray(0, keyFrames * KEYS),
			envelope: this.#envelope.subarray(0, points),
			highEnvelope: this.#highEnvelope.subarray(0, points)
		};
	}

	/** Keeps what a frame that is not read yet may begin with. */
	#makeRoom(): void {
		const needed = Math.min(
			this.#frames * FRAME_HOP - FRAME_SIZE / 2,
			this.#keyFrames * KEY_HOP - KEY_FRAME_SIZE / 2,
			this.#points * ENVELOPE_HOP - 1
		);
		const from = needed - this.#base;
		this.#samples.copyWithin(0, from, this.#held);
		this.#held -= from;
		this.#base = needed;
	}

	#read(end: number): void {
		while (this.#frames * FRAME_HOP + FRAME_SIZE / 2 <= end) this.#readFrame();
		while (this.#keyFrames * KEY_HOP + KEY_FRAME_SIZE / 2 <= end) this.#readKeys();
		while ((this.#points + 1) * ENVELOPE_HOP <= end) this.#readPoint();
	}

	#readFrame(): void {
		const { power } = this.#frame;
		this.#frame.compute(this.#samples, this.#frames * FRAME_HOP - FRAME_SIZE / 2 - this.#base);
		const bandCount = this.#bandCount;
		const from = this.#frames * bandCount;
		if (from + bandCount > this.#bands.length) this.#bands = grown(this.#bands);
		if (this.#frames === this.#loudness.length) this.#loudness = grown(this.#loudness);
		const [bands, edges, weights] = [this.#bands, this.#edges, this.#weights];
		let loudness = 0;
		for (let band = 0; band < bandCount; band++) {
			let sum = 0;
			const end = edges[band + 1]!;
			for (let bin = edges[band]!; bin < end; bin++) {
				sum += power[bin]!;
				loudness += power[bin]! * weights[bin]!;
			}
			bands[from + band] = byteOf(sum);
		}
		this.#loudness[this.#frames] = loudness;
		this.#frames += 1;
	}

	#readKeys(): void {
		const { power } = this.#keyFrame;
		this.#keyFrame.compute(this.#samples, this.#keyFrames * KEY_HOP - KEY_FRAME_SIZE / 2 - this.#base);
		const from = this.#keyFrames * KEYS;
		if (from + KEYS > this.#keys.length) this.#keys = grown(this.#keys);
		for (let key = 0; key < KEYS; key++) {
			const [first, last, share] = this.#keyBins[key]!;
			// Low keys are closer together than bins: the value between the two that lie around the key.
			let most = power[first]! * (1 - share) + power[first + 1]! * share;
			for (let bin = first + 1; bin <= last; bin++) if (power[bin]! > most) most = power[bin]!;
			this.#keys[from + key] = byteOf(most);
		}
		this.#keyFrames += 1;
	}

	#readPoint(): void {
		if (this.#points === this.#envelope.length) {
			this.#envelope = grown(this.#envelope);
			this.#highEnvelope = grown(this.#highEnvelope);
		}
		const from = this.#points * ENVELOPE_HOP - this.#base;
		const samples = this.#samples;
		let [sum, high, before] = [0, 0, samples[from - 1]!];
		for (let at = from; at < from + ENVELOPE_HOP; at++) {
			const sample = samples[at]!;
			const step = sample - before;
			before = sample;
			sum += sample * sample;
			high += step * step;
		}
		this.#envelope[this.#points] = sum / ENVELOPE_HOP;
		this.#highEnvelope[this.#points] = high / ENVELOPE_HOP;
		this.#points += 1;
	}
}

/** For each key: the bins half a semitone to either side, and how far the key lies between the first and the one behind it. */
function keyBins(): (readonly [number, number, number])[] {
	const hertzPerBin = SAMPLE_RATE / KEY_FRAME_SIZE;
	return Array.from({ length: KEYS }, (_, at) => {
		const exact = hertzOfKey(LOWEST_KEY + at) / hertzPerBin;
		const low = hertzOfKey(LOWEST_KEY + at - 0.5) / hertzPerBin;
		const high = hertzOfKey(LOWEST_KEY + at + 0.5) / hertzPerBin;
		if (high - low < 2) return [Math.floor(exact), Math.floor(exact), exact - Math.floor(exact)] as const;
		return [Math.ceil(low), Math.floor(high), 0] as const;
	});
}

function grown<T extends Uint8Array | Float32Array>(list: T): T {
	const larger = new (list.constructor as new (length: number) => T)(Math.ceil(list.length * 1.5) + 1_024);
	larger.set(list);
	return larger;
}
