// Looks at every stream of a PDF before its reader does: a few kilobytes can inflate to gigabytes, and the reader keeps what it inflates.
// Guarantees that what follows inflates to no more than the limits: a stream that would is a refusal, and one that no text needs, or of which
// nothing can be said beforehand (a picture, a chain of filters that nobody writes, a broken one), loses its filter in the bytes themselves, so
// that it is read as it lies. Streams of a file that is encrypted under an empty password are not seen through.
import { constants, inflateSync } from 'node:zlib';
import { LIMITS } from '../limits.ts';
import { decodeAscii85, decodeAsciiHex, lzwSize, runLengthSize, tooMuch } from './byte-filters.ts';
import { indexOf, streamsOf, type FoundStream, type StreamEntry } from './object-lexer.ts';

type Filter = 'flate' | 'lzw' | 'run-length' | 'letters-85' | 'letters-16';
const FILTERS = new Map<string, Filter>([
	['FlateDecode', 'flate'],
	['Fl', 'flate'],
	['LZWDecode', 'lzw'],
	['LZW', 'lzw'],
	['RunLengthDecode', 'run-length'],
	['RL', 'run-length'],
	['ASCII85Decode', 'letters-85'],
	['A85', 'letters-85'],
	['ASCIIHexDecode', 'letters-16'],
	['AHx', 'letters-16']
]);
const LONGEST_CHAIN = 3;
/** Of a predictor's row, which its reader makes room for: columns, colours, bits. */
const LARGEST_NUMBER = 100_000;
/** What no text is drawn with. */
const APART = new Set(['Image', 'EmbeddedFile']);

/** Throws `too-large`, and `invalid` for objects that no program writes. Changes `bytes`. */
export function boundStreams(bytes: Uint8Array): void {
	let total = 0;
	const isEncrypted = indexOf(bytes, '/Encrypt', 0) !== -1;
	for (const stream of streamsOf(bytes)) {
		const entries = stream.entries.filter(({ key }) => key === 'Filter' || key === 'F');
		if (entries.length === 0) continue;
		const size = isApart(stream) ? undefined : sizeOf(bytes, stream, entries, isEncrypted);
		if (size === undefined) for (const entry of entries) takeFilter(bytes, entry);
		else total += size;
		if (total > LIMITS.inflatedBytes) throw tooMuch();
	}
}

const isApart = ({ entries }: FoundStream): boolean =>
	entries.some(({ key, names }) => (key === 'Subtype' || key === 'Type') && APART.has(names?.[0] ?? ''));

/** Bytes in all that the reader makes of it; undefined where that cannot be said. */
function sizeOf(
	bytes: Uint8Array,
	stream: FoundStream,
	filters: readonly StreamEntry[],
	isEncrypted: boolean
): number | undefined {
	const [only, ...others] = filters;
	const chain = only?.names?.map((name) => FILTERS.get(name));
	if (chain === undefined || others.length > 0 || chain.length > LONGEST_CHAIN) return undefined;
	const parameters = stream.entries.filter(({ key }) => key === 'DecodeParms' || key === 'DP');
	const numbers = parameters.flatMap((entry) => entry.numbers);
	const isPlain = parameters.every((entry) => {
		const first = bytes[entry.start];
		// Themselves, null, or a list of them: what lies elsewhere is not looked up.
		return first === 0x3c || first === 0x5b || first === 0x6e;
	});
	if (!isPlain || numbers.some((number) => !(Math.abs(number) <= LARGEST_NUMBER))) return undefined;

	let total = 0;
	// To the file's end: where a stream ends it says itself.
	let source = bytes.subarray(stream.start);
	for (const [at, filter] of chain.entries()) {
		const isLast = at === chain.length - 1;
		if (filter === 'letters-85') source = decodeAscii85(source, LIMITS.streamBytes);
		else if (filter === 'letters-16') source = decodeAsciiHex(source, LIMITS.streamBytes);
		else if (filter === 'flate') {
			const out = inflate(source);
			if (out === undefined) return isEncrypted ? total : undefined;
			source = out;
		} else if (filter === undefined || !isLast) return undefined;
		else if (isEncrypted) return total;
		else if (filter === 'run-length') return total + runLengthSize(source, LIMITS.streamBytes);
		// Beside EarlyChange it has parameters only where it is a picture.
		else if (numbers.some((number) => number !== 0 && number !== 1)) return undefined;
		else return total + lzwSize(source, !numbers.includes(0), LIMITS.streamBytes);
		total += source.length;
	}
	return total;
}

/** undefined for what is broken: its reader would go on where this one does not. */
function inflate(source: Uint8Array): Uint8Array | undefined {
	try {
		// Ends with the stream, whatever follows it, and takes one that was cut off for as long as it goes.
		return inflateSync(source, {
			maxOutputLength: LIMITS.streamBytes,
			finishFlush: constants.Z_SYNC_FLUSH
		});
	} catch (thrown) {
		if (thrown instanceof RangeError) throw tooMuch();
		return undefined;
	}
}

/** Written over by a name that no reader knows. */
function takeFilter(bytes: Uint8Array, { start, end }: StreamEntry): void {
	bytes.fill(0x58, start, end);
	bytes[start] = 0x2f;
}
