// MPEG audio, 64 KiB at a time, by a decoder that is handed in as a module: an isolate compiles none from bytes. Every loop here ends,
// whatever the library says of its input.
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import { LIMITS } from './limits.ts';
import { outlineMp3 } from './mp3-frames.ts';
import { INPUT_BYTES, startMpg123, type Mpg123 } from './mpg123.ts';
import type { SoundBlock, SoundFile, SoundStream } from './sound-file.ts';

/** Reads of one feed that may bring nothing before the rest of it is given up. */
const MOST_EMPTY_READS = 16;

/** What is needed for MPEG audio: decoding/mpg123.wasm, imported in a Worker, compiled from its file elsewhere. */
export interface Decoders {
	mpg123?: WebAssembly.Module | undefined;
}

export async function openMp3(file: SoundFile, decoders: Decoders): Promise<SoundStream> {
	const outline = await outlineMp3(file, LIMITS.longestSeconds);
	if (outline === null) throw new AppError('invalid', m.recordings_broken());
	const { from, durationSeconds, claimedSeconds } = outline;
	return {
		format: 'mp3',
		// What claims to be too long is refused for it, whether or not it is.
		durationSeconds:
			claimedSeconds !== null && claimedSeconds > LIMITS.longestSeconds ? claimedSeconds : durationSeconds,
		isCutShort: claimedSeconds !== null && claimedSeconds > durationSeconds + 1,
		blocks: () => decode(file, from, decoders)
	};
}

async function* decode(
	file: SoundFile,
	from: number,
	{ mpg123 }: Decoders
): AsyncGenerator<SoundBlock, void, undefined> {
	if (mpg123 === undefined) throw new TypeError('MPEG audio needs the module mpg123.wasm.');
	const decoder = await startMpg123(mpg123);
	for (let at = from; at < file.sizeBytes; at += INPUT_BYTES) {
		const bytes = await file.read(at, Math.min(file.sizeBytes, at + INPUT_BYTES));
		if (bytes.length === 0) return;
		yield* decodeBytes(decoder, bytes);
	}
}

function* decodeBytes(decoder: Mpg123, bytes: Uint8Array): Generator<SoundBlock, void, undefined> {
	let emptyReads = 0;
	let isMore = decoder.feed(bytes);
	while (isMore && emptyReads < MOST_EMPTY_READS) {
		const read = decoder.read();
		isMore = read.isMore;
		if (read.left.length > 0 && read.sampleRate >= LIMITS.lowestRate) {
			emptyReads = 0;
			yield { sampleRate: read.sampleRate, channels: [read.left, read.right] };
		} else emptyReads += 1;
	}
}
