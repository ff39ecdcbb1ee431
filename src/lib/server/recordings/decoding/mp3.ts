// MPEG audio by mpg123 in WebAssembly (mpg123-decoder), 64 KiB at a time. The package's own `decode` reads on for ever where the library
// reports an error that it does not expect; here every loop ends. workerd compiles nothing from bytes: there the module is handed in,
// `import mpg123 from '…/decoding/mpg123.wasm'` (written by scripts/extract-mpg123.mjs).
import { MPEGDecoder } from 'mpg123-decoder';
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import { LIMITS } from './limits.ts';
import { outlineMp3 } from './mp3-frames.ts';
import type { SoundBlock, SoundFile, SoundStream } from './sound-file.ts';

/** What is used of the package's inside: its version is pinned in package.json, and a test fails when it is not there. */
interface Inside {
	ready: Promise<void>;
	free: () => void;
	_decoder: number;
	_input: { ptr: number; len: number; buf: Uint8Array };
	_output: { ptr: number; len: number; buf: Float32Array };
	_samplesDecodedPtr: { ptr: number; buf: Uint32Array };
	_sampleRatePtr: { ptr: number; buf: Uint32Array };
	_errorStringPtr: { ptr: number };
	_common: {
		wasm: {
			mpeg_decoder_feed: (decoder: number, input: number, length: number) => number;
			mpeg_decoder_read: (
				decoder: number,
				output: number,
				length: number,
				samples: number,
				rate: number,
				error: number
			) => number;
		};
	};
}

const NEED_MORE = -10;
/** Reads of one feed that may bring nothing before the rest of it is given up. */
const MOST_EMPTY_READS = 16;

/** What a Worker has to bring along; elsewhere the package compiles its own. */
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

/** An empty module: where even this may not be compiled, the package would wait for its own for ever. */
const SMALLEST_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

async function startDecoder({ mpg123 }: Decoders): Promise<Inside> {
	if (mpg123 === undefined) await WebAssembly.compile(SMALLEST_MODULE);
	// Read by the constructor, and kept by the package from then on.
	(MPEGDecoder as { module?: WebAssembly.Module | undefined }).module = mpg123;
	const decoder = new MPEGDecoder() as unknown as Inside;
	await decoder.ready;
	return decoder;
}

async function* decode(
	file: SoundFile,
	from: number,
	decoders: Decoders
): AsyncGenerator<SoundBlock, void, undefined> {
	const decoder = await startDecoder(decoders);
	try {
		for (let at = from; at < file.sizeBytes; at += decoder._input.len) {
			const bytes = await file.read(at, Math.min(file.sizeBytes, at + decoder._input.len));
			if (bytes.length === 0) return;
			yield* decodeBytes(decoder, bytes);
		}
	} finally {
		decoder.free();
	}
}

function* decodeBytes(decoder: Inside, bytes: Uint8Array): Generator<SoundBlock, void, undefined> {
	const { wasm } = decoder._common;
	decoder._input.buf.set(bytes);
	let state = wasm.mpeg_decoder_feed(decoder._decoder, decoder._input.ptr, bytes.length);
	let emptyReads = 0;
	while (state !== NEED_MORE && emptyReads < MOST_EMPTY_READS) {
		decoder._samplesDecodedPtr.buf[0] = 0;
		state = wasm.mpeg_decoder_read(
			decoder._decoder,
			decoder._output.ptr,
			decoder._output.len,
			decoder._samplesDecodedPtr.ptr,
			decoder._sampleRatePtr.ptr,
			decoder._errorStringPtr.ptr
		);
		const [samples = 0] = decoder._samplesDecodedPtr.buf;
		const sampleRate = decoder._sampleRatePtr.buf[0] ?? 0;
		if (samples > 0 && sampleRate >= LIMITS.lowestRate) {
			emptyReads = 0;
			// The left channel lies before the right one; a mono file has it twice.
			const { buf } = decoder._output;
			yield { sampleRate, channels: [buf.subarray(0, samples), buf.subarray(samples, 2 * samples)] };
		} else emptyReads += 1;
	}
}
