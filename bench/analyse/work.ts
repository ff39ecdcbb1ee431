// What is timed, in Node and in workerd alike: the product's own analysis of a file, its decoding alone, and Meyda's nearest features of the
// decoded sound, at the same rate of frames.
import Meyda from 'meyda';
import { analyseFile } from '../../src/lib/server/recordings/analyse-file.ts';
import type { Decoders } from '../../src/lib/server/recordings/decoding/mp3.ts';
import { openSound } from '../../src/lib/server/recordings/decoding/open-sound.ts';
import type { SoundFile } from '../../src/lib/server/recordings/decoding/sound-file.ts';
import { Resampler, SAMPLE_RATE } from '../../src/lib/shared/recordings/signal/resampler.ts';
import { FRAME_HOP, FRAME_SIZE } from '../../src/lib/shared/recordings/take/take.ts';

/** Level, loudness, the spectrum's shape and change, and pitch classes: what the product takes from each frame too, of what Meyda has. */
const FEATURES = [
	'rms',
	'energy',
	'loudness',
	'spectralCentroid',
	'spectralSpread',
	'spectralRolloff',
	'spectralFlatness',
	'spectralKurtosis',
	'chroma'
] as const;

export async function analysed(file: SoundFile, decoders: Decoders) {
	const { durationSeconds, analysis } = await analyseFile(file, decoders);
	return { durationSeconds, isScored: analysis.segments.length > 0 };
}

/** Mono at the product's rate. */
export async function decoded(file: SoundFile, decoders: Decoders): Promise<Float32Array> {
	const stream = await openSound(file, decoders);
	const samples = new Float32Array(Math.ceil((stream.durationSeconds + 1) * SAMPLE_RATE));
	let resampler: Resampler | undefined;
	let count = 0;
	const add = (part: Float32Array) => {
		samples.set(part, count);
		count += part.length;
	};
	for await (const { sampleRate, channels } of stream.blocks()) {
		resampler ??= new Resampler(sampleRate);
		const [first = new Float32Array(0), second = first] = channels;
		add(resampler.push(first.map((sample, at) => (sample + (second[at] ?? 0)) / 2)));
	}
	if (resampler !== undefined) add(resampler.finish());
	return samples.subarray(0, count);
}

/** How many frames. */
export function meydaOf(samples: Float32Array): number {
	Meyda.bufferSize = FRAME_SIZE;
	Meyda.sampleRate = SAMPLE_RATE;
	let frames = 0;
	for (let from = 0; from + FRAME_SIZE <= samples.length; from += FRAME_HOP) {
		if (Meyda.extract([...FEATURES], samples.subarray(from, from + FRAME_SIZE)) === null)
			throw new Error('Meyda gave nothing');
		frames += 1;
	}
	return frames;
}
