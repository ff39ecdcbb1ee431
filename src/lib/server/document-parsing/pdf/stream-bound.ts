// Looks at every stream of a PDF before its reader does: a few kilobytes can inflate to gigabytes, and the reader keeps what it inflates.
// Guarantees that what follows inflates to no more than the limits: a stream that would is a refusal, and pictures, which no text needs,
// are blanked in the bytes themselves, so that nothing can hide behind that name. Streams of a file that is encrypted under an empty
// password are not seen through.
import { constants, inflateSync } from 'node:zlib';
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import { LIMITS } from '../limits.ts';
import { decodeAscii85, decodeAsciiHex } from './ascii-filters.ts';

/** Of the words before a stream that say what it is. */
const DICTIONARY_BYTES = 4_096;
/** A filter may be named more than once; nobody means more than that. */
const DEEPEST = 4;
/** What these make of a byte at most: repeats of 128, and strings as long as its table. */
const RUN_LENGTH_GROWTH = 64;
const LZW_GROWTH = 1_400;

/** Throws `too-large`. Changes `bytes`. */
export function boundStreams(bytes: Uint8Array): void {
	let total = 0;
	for (const stream of streamsOf(bytes)) {
		const { start, end, dictionary } = stream;
		if (/\/Subtype\s*\/Image\b/.test(dictionary)) {
			bytes.fill(0, start, end);
			continue;
		}
		total += inflatedBytes(bytes.subarray(start), bytes.subarray(start, end), dictionary, 0);
		if (total > LIMITS.inflatedBytes) throw tooMuch();
	}
}

interface Stream {
	start: number;
	/** Of `endstream`; the file's own where that is missing. */
	end: number;
	dictionary: string;
}

function* streamsOf(bytes: Uint8Array): Generator<Stream> {
	let from = 0;
	for (;;) {
		const at = indexOf(bytes, 'stream', from);
		if (at === -1) return;
		from = at + 6;
		const next = bytes[from];
		// The keyword ends its line; without one it is a word in a text, or the end of another stream.
		if ((next !== 0x0d && next !== 0x0a) || isAt(bytes, 'end', at - 3)) continue;
		const start = next === 0x0d && bytes[from + 1] === 0x0a ? from + 2 : from + 1;
		const close = indexOf(bytes, 'endstream', start);
		const end = close === -1 ? bytes.length : close;
		const before = new TextDecoder('latin1').decode(bytes.subarray(Math.max(0, at - DICTIONARY_BYTES), at));
		yield { start, end, dictionary: before.slice(Math.max(0, before.lastIndexOf(' obj'))) };
		// Not behind its end: what says `endstream` inside a stream is the stream's own, and what follows is looked at, too.
		from = start;
	}
}

/** `open`: from the stream's first byte to the file's last, since a deflated stream knows itself where it ends. */
function inflatedBytes(open: Uint8Array, closed: Uint8Array, dictionary: string, depth: number): number {
	if (depth > DEEPEST) throw tooMuch();
	if (/\/(ASCII85Decode|A85)\b/.test(dictionary) && depth === 0) {
		const decoded = decodeAscii85(closed);
		return inflatedBytes(decoded, decoded, dictionary, depth + 1);
	}
	if (/\/(ASCIIHexDecode|AHx)\b/.test(dictionary) && depth === 0) {
		const decoded = decodeAsciiHex(closed);
		return inflatedBytes(decoded, decoded, dictionary, depth + 1);
	}
	if (!isZlib(open)) {
		const growth = /\/(LZWDecode|LZW)\b/.test(dictionary)
			? LZW_GROWTH
			: /\/(RunLengthDecode|RL)\b/.test(dictionary)
				? RUN_LENGTH_GROWTH
				: 1;
		if (growth > 1 && closed.length * growth > LIMITS.inflatedBytes) throw tooMuch();
		return closed.length;
	}
	const { size, start } = inflate(open);
	// Deflated twice, a gigabyte is a few hundred bytes: what comes out is looked at as what went in.
	return isZlib(start) ? size + inflatedBytes(start, start, '', depth + 1) : size;
}

/** By the two bytes every such stream begins with (RFC 1950): the reader refuses others, whatever the dictionary says. */
function isZlib(bytes: Uint8Array): boolean {
	const [method = 0, flags = 0] = bytes;
	return (method & 0x0f) === 8 && ((method << 8) | flags) % 31 === 0;
}

/** `start`: what came out, empty where nothing did. */
function inflate(source: Uint8Array): { size: number; start: Uint8Array } {
	try {
		// Ends with the stream, whatever follows it, and takes one that was cut off for as long as it goes.
		const out = inflateSync(source, {
			maxOutputLength: LIMITS.streamBytes,
			finishFlush: constants.Z_SYNC_FLUSH
		});
		return { size: out.length, start: out };
	} catch (thrown) {
		if (thrown instanceof RangeError) throw tooMuch();
		// Broken: the reader gets no further with it either.
		return { size: 0, start: new Uint8Array() };
	}
}

function indexOf(bytes: Uint8Array, word: string, from: number): number {
	const first = word.charCodeAt(0);
	for (let at = bytes.indexOf(first, from); at !== -1; at = bytes.indexOf(first, at + 1))
		if (isAt(bytes, word, at)) return at;
	return -1;
}

function isAt(bytes: Uint8Array, word: string, at: number): boolean {
	for (let index = 0; index < word.length; index++)
		if (bytes[at + index] !== word.charCodeAt(index)) return false;
	return true;
}

const tooMuch = (): AppError => new AppError('too-large', m.documents_inflates());
