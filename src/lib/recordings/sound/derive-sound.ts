// What the server cannot decode is decoded here: by WebCodecs in a worker, and where the browser has no such decoder by the one that its
// audio element uses.
import { SAMPLE_RATE } from '#lib/shared/recordings/signal/resampler.ts';
import { LONGEST_SECONDS } from './check-file.ts';
import type { DecodeProblem } from './decode-file.ts';
import type { DecodeReport } from './decode.worker.ts';
import { wavOf } from './wav-sound.ts';

/** The sound, or why there is none. Rejects only when `signal` ends it. */
export async function deriveSound(
	file: Blob,
	onprogress: (share: number) => void,
	signal: AbortSignal
): Promise<Blob | DecodeProblem> {
	const found = 'AudioDecoder' in globalThis ? await inWorker(file, onprogress, signal) : 'no-decoder';
	return found === 'no-decoder' || found === 'unreadable' ? bySystem(file, found, signal) : found;
}

function inWorker(
	file: Blob,
	onprogress: (share: number) => void,
	signal: AbortSignal
): Promise<Blob | DecodeProblem> {
	const worker = new Worker(new URL('./decode.worker.ts', import.meta.url), { type: 'module' });
	return new Promise<Blob | DecodeProblem>((resolve, reject) => {
		signal.addEventListener('abort', () => reject(new DOMException('ended', 'AbortError')));
		worker.addEventListener('error', () => resolve('unreadable'));
		worker.addEventListener('message', ({ data }: MessageEvent<DecodeReport>) => {
			if ('share' in data) onprogress(data.share);
			else resolve('sound' in data ? data.sound : data.problem);
		});
		worker.postMessage(file);
	}).finally(() => worker.terminate());
}

async function bySystem(
	file: Blob,
	otherwise: DecodeProblem,
	signal: AbortSignal
): Promise<Blob | DecodeProblem> {
	let heard: AudioBuffer;
	try {
		heard = await new OfflineAudioContext(1, 1, SAMPLE_RATE).decodeAudioData(await file.arrayBuffer());
	} catch {
		return otherwise;
	}
	signal.throwIfAborted();
	if (heard.duration > LONGEST_SECONDS) return 'too-long';
	const channels = Array.from({ length: heard.numberOfChannels }, (_, at) => heard.getChannelData(at));
	const mono = new Float32Array(heard.length);
	for (const channel of channels)
		for (let at = 0; at < mono.length; at++)
			mono[at] = (mono[at] ?? 0) + (channel[at] ?? 0) / channels.length;
	return wavOf([mono], SAMPLE_RATE);
}
