// Decodes a file of sound, piece by piece, into what the server measures: mono, 22.05 kHz, 16 bits. WebCodecs does the decoding (mediabunny
// reads the container), so the memory held is the derived sound alone: 80 MB for the longest recording that is taken.
import { ADTS, AudioSampleSink, BlobSource, Input, MP3, MP4, WAVE, WEBM, type AudioSample } from 'mediabunny';
import { Resampler, SAMPLE_RATE } from '#lib/shared/recordings/signal/resampler.ts';
import { LONGEST_SECONDS } from './check-file.ts';
import { wavOf } from './wav-sound.ts';

export type DecodeProblem = 'no-decoder' | 'unreadable' | 'too-long';

/** The sound, or why there is none. `onprogress` hears 0..1. */
export async function decodeFile(
	file: Blob,
	onprogress: (share: number) => void
): Promise<Blob | DecodeProblem> {
	using input = new Input({ formats: [MP4, ADTS, MP3, WAVE, WEBM], source: new BlobSource(file) });
	let track;
	try {
		track = await input.getPrimaryAudioTrack();
	} catch {
		return 'unreadable';
	}
	if (track === null) return 'unreadable';
	if (!(await track.canDecode())) return 'no-decoder';
	const seconds = await track.computeDuration();
	if (seconds > LONGEST_SECONDS) return 'too-long';
	const pieces: Float32Array[] = [];
	let resampler: Resampler | undefined;
	let decoded = 0;
	try {
		for await (const sample of new AudioSampleSink(track).samples()) {
			resampler ??= new Resampler(sample.sampleRate);
			decoded += sample.numberOfFrames / sample.sampleRate;
			// Headers can lie about the length; what was decoded cannot.
			if (decoded > LONGEST_SECONDS) return 'too-long';
			// The resampler may hand back what it was given or what it will use again.
			pieces.push(resampler.push(monoOf(sample)).slice());
			sample.close();
			onprogress(Math.min(1, decoded / seconds));
		}
	} catch {
		return 'unreadable';
	}
	if (resampler === undefined) return 'unreadable';
	pieces.push(resampler.finish());
	return wavOf(pieces, SAMPLE_RATE);
}

function monoOf(sample: AudioSample): Float32Array {
	const mono = new Float32Array(sample.numberOfFrames);
	const plane = new Float32Array(sample.numberOfFrames);
	for (let channel = 0; channel < sample.numberOfChannels; channel++) {
		sample.copyTo(plane, { planeIndex: channel, format: 'f32-planar' });
		for (let at = 0; at < mono.length; at++)
			mono[at] = (mono[at] ?? 0) + (plane[at] ?? 0) / sample.numberOfChannels;
	}
	return mono;
}
