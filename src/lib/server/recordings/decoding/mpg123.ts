// libmpg123 in WebAssembly, as the npm package mpg123-decoder builds it (mpg123.wasm, written by scripts/extract-mpg123.mjs). Only that module
// is used. The package's own JavaScript carries it as text and compiles it, which workerd forbids, wants a Worker to be there, and its
// `decode` reads on for ever where the library reports an error that it does not expect.

/** By the names that the package's build gave them. */
interface Exports {
	k: WebAssembly.Memory;
	/** Runs before anything else. */
	l: () => void;
	/** malloc */
	m: (bytes: number) => number;
	/** mpeg_frame_decoder_create, mpeg_decoder_feed, mpeg_decoder_read: each returns 0 or one of the library's codes. */
	p: (decoder: number, isGapless: number) => number;
	q: (decoder: number, input: number, length: number) => number;
	r: (
		decoder: number,
		output: number,
		length: number,
		samples: number,
		sampleRate: number,
		errorText: number
	) => number;
}

export const INPUT_BYTES = 64 * 1024;
/** Both channels, one behind the other: 16 of the longest frames there are. */
const OUTPUT_FLOATS = 2 * 16 * 2_889;
const NEED_MORE = -10;

export interface Mpg123 {
	/** Takes up to INPUT_BYTES. True when there may be samples to read. */
	feed: (bytes: Uint8Array) => boolean;
	/** The samples are good until the next call; a mono file has the same in both channels. */
	read: () => { left: Float32Array; right: Float32Array; sampleRate: number; isMore: boolean };
}

/** It has nothing to be closed: its memory goes when nobody holds it. */
export async function startMpg123(module: WebAssembly.Module): Promise<Mpg123> {
	const instance = await WebAssembly.instantiate(module, { a: OUTSIDE });
	const library = instance.exports as unknown as Exports;
	library.l();
	const at = {
		input: library.m(INPUT_BYTES),
		output: library.m(4 * OUTPUT_FLOATS),
		decoder: library.m(4),
		samples: library.m(4),
		sampleRate: library.m(4),
		errorText: library.m(4)
	};
	// The memory does not grow (OUTSIDE.e): views of it stay good.
	const { buffer } = library.k;
	const word = (address: number): number => new Uint32Array(buffer, address, 1)[0] ?? 0;
	const failure = library.p(at.decoder, 1);
	if (failure !== 0) throw new Error(`libmpg123 did not start: ${String(failure)}`);
	const decoder = word(at.decoder);
	return {
		feed: (bytes) => {
			new Uint8Array(buffer, at.input, INPUT_BYTES).set(bytes);
			return library.q(decoder, at.input, bytes.length) !== NEED_MORE;
		},
		read: () => {
			new Uint32Array(buffer, at.samples, 1)[0] = 0;
			const state = library.r(decoder, at.output, OUTPUT_FLOATS, at.samples, at.sampleRate, at.errorText);
			const samples = word(at.samples);
			return {
				left: new Float32Array(buffer, at.output, samples),
				right: new Float32Array(buffer, at.output + 4 * samples, samples),
				sampleRate: word(at.sampleRate),
				isMore: state !== NEED_MORE
			};
		}
	};
}

/** What C's library asks of an operating system, and is not given: there are no files, timers or more memory, and messages go nowhere. */
const OUTSIDE = {
	/** proc_exit, abort, and a function that was left out. */
	a: (code: number) => {
		throw new Error(`libmpg123 ended with ${String(code)}`);
	},
	c: () => {
		throw new Error('libmpg123 gave up');
	},
	j: () => {
		throw new Error('libmpg123 wanted to close a file');
	},
	b: () => undefined,
	d: () => 0,
	/** resize_heap */
	e: () => 0,
	/** fd_write, fd_close, fd_read, fd_seek: "no such system call". */
	f: () => 52,
	g: () => 52,
	h: () => 52,
	i: () => 52
};
