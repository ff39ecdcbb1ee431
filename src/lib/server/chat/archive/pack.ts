// Lines to compressed bytes and back, a piece at a time: what is in memory at once is the compressed archive and one piece.
import { sha256Hex } from '#lib/shared/ids.ts';
import type { StoredArchive } from './archive.ts';

/** About two hundred megabytes of log. A longer conversation stays in its object: packing must fit an isolate beside everything else. */
export const ARCHIVE_LIMIT_BYTES = 24 * 1024 * 1024;
const PIECE_CHARACTERS = 64 * 1024;

/** undefined when the result would be larger than the limit. */
export async function pack(
	lines: Iterable<string>,
	limitBytes = ARCHIVE_LIMIT_BYTES
): Promise<StoredArchive | undefined> {
	const pieces = inPieces(lines);
	const encoder = new TextEncoder();
	const source = new ReadableStream<BufferSource>(
		{
			pull(controller) {
				const next = pieces.next();
				if (next.done === true) controller.close();
				else controller.enqueue(encoder.encode(next.value));
			}
		},
		{ highWaterMark: 0 }
	);
	const reader = source.pipeThrough(new CompressionStream('gzip')).getReader();
	const chunks: Uint8Array[] = [];
	let length = 0;
	for (;;) {
		const { done, value } = await reader.read();
		if (done) break;
		length += value.byteLength;
		if (length > limitBytes) {
			await reader.cancel();
			return undefined;
		}
		chunks.push(value);
	}
	const bytes = new Uint8Array(length);
	let offset = 0;
	for (const chunk of chunks) {
		bytes.set(chunk, offset);
		offset += chunk.byteLength;
	}
	return { bytes, sha256: await sha256Hex(bytes) };
}

export async function* unpack(bytes: Uint8Array<ArrayBuffer>): AsyncGenerator<string> {
	const text = new Blob([bytes])
		.stream()
		.pipeThrough(new DecompressionStream('gzip'))
		.pipeThrough(new TextDecoderStream());
	const reader = text.getReader();
	let rest = '';
	for (;;) {
		const { done, value } = await reader.read();
		if (done) break;
		const lines = (rest + value).split('\n');
		rest = lines.pop() ?? '';
		yield* lines;
	}
	yield rest;
}

function* inPieces(lines: Iterable<string>): Generator<string> {
	let piece = '';
	for (const line of lines) {
		piece += line;
		if (piece.length < PIECE_CHARACTERS) continue;
		yield piece;
		piece = '';
	}
	if (piece !== '') yield piece;
}
