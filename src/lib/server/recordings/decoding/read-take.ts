// From a file to what the analysis sees of it, block by block. Channels are averaged; a change of rate in the middle is followed.
import { Resampler } from '#lib/shared/recordings/signal/resampler.ts';
import { TakeReader } from '#lib/shared/recordings/take/take-reader.ts';
import type { Take } from '#lib/shared/recordings/take/take.ts';
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import { ClippingMeter } from './clipping.ts';
import { LIMITS } from './limits.ts';
import type { Decoders } from './mp3.ts';
import { openSound, requireLength } from './open-sound.ts';
import type { SoundFile } from './sound-file.ts';

export interface ReadTake {
	take: Take;
	format: 'wav' | 'mp3';
	/** Share of the samples at which the wave was cut off. */
	clippedShare: number;
	/** The file ends before its headers say, or could not be read to its end. */
	isCutShort: boolean;
}

export async function readTake(file: SoundFile, decoders: Decoders = {}): Promise<ReadTake> {
	const stream = await openSound(file, decoders);
	const reader = new TakeReader(stream.durationSeconds);
	const clipping = new ClippingMeter();
	const mix = createMixer();
	let resampler: Resampler | undefined;
	let rate = 0;
	let seconds = 0;
	for await (const { sampleRate, channels } of stream.blocks()) {
		if (resampler === undefined || sampleRate !== rate) {
			if (resampler !== undefined) reader.push(resampler.finish());
			resampler = new Resampler(sampleRate);
			rate = sampleRate;
		}
		for (const channel of channels.slice(0, 2)) clipping.push(channel);
		const samples = mix(channels);
		seconds += samples.length / sampleRate;
		// More than the headers said, and more than is taken.
		if (seconds > LIMITS.longestSeconds + 1)
			throw new AppError('too-large', m.recordings_too_long({ limit: LIMITS.longestSeconds / 60 }));
		reader.push(resampler.push(samples));
	}
	if (resampler !== undefined) reader.push(resampler.finish());
	const take = reader.finish();
	requireLength(take.durationSeconds);
	return {
		take,
		format: stream.format,
		clippedShare: clipping.share(),
		isCutShort: stream.isCutShort || take.durationSeconds < stream.durationSeconds - 1
	};
}

/** Means of the channels, in one list that is used again. */
function createMixer(): (channels: readonly Float32Array[]) => Float32Array {
	let room = new Float32Array(0);
	return ([first = new Float32Array(0), second, ...others]) => {
		if (second === undefined) return first;
		if (room.length < first.length) room = new Float32Array(first.length);
		const sum = room.subarray(0, first.length);
		for (let at = 0; at < sum.length; at++) sum[at] = (first[at] ?? 0) + (second[at] ?? 0);
		for (const other of others)
			for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + (other[at] ?? 0);
		const count = 2 + others.length;
		for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) / count;
		return sum;
	};
}
