// What can be said of a file before a byte of it is sent: its kind by its own first bytes (never by its name), its size, its length where
// the headers tell. The server looks again: this only spares the wait.
import type { Container } from '#lib/shared/recordings/views.ts';

export const LARGEST_BYTES = 50_000_000;
export const LONGEST_SECONDS = 30 * 60;
const HEAD_BYTES = 64 * 1024;

export type FileProblem = 'empty' | 'too-large' | 'too-long' | 'not-sound';

export interface CheckedFile {
	container: Container;
	/** undefined where only decoding would tell. */
	durationSeconds: number | undefined;
}

export async function checkFile(file: Blob): Promise<CheckedFile | FileProblem> {
	if (file.size === 0) return 'empty';
	if (file.size > LARGEST_BYTES) return 'too-large';
	const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
	const container = containerOf(head);
	if (container === undefined) return 'not-sound';
	const durationSeconds = container === 'wav' ? wavSeconds(head, file.size) : undefined;
	if (durationSeconds !== undefined && durationSeconds > LONGEST_SECONDS) return 'too-long';
	return { container, durationSeconds };
}

export function containerOf(head: Uint8Array): Container | undefined {
	const text = (from: number, length: number) => String.fromCharCode(...head.subarray(from, from + length));
	if (['RIFF', 'RF64'].includes(text(0, 4)) && text(8, 4) === 'WAVE') return 'wav';
	if (text(4, 4) === 'ftyp') return 'm4a';
	const [first = 0, second = 0] = head;
	// The sync word of ADTS has layer 0; MPEG audio's is never 0.
	if (first === 0xff && (second & 0xf6) === 0xf0) return 'm4a';
	if (text(0, 3) === 'ID3' || (first === 0xff && (second & 0xe0) === 0xe0)) return 'mp3';
	return undefined;
}

/** By the bytes a second that the header names, as far as the file reaches. */
function wavSeconds(head: Uint8Array, sizeBytes: number): number | undefined {
	const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
	let at = 12;
	while (at + 20 <= head.length) {
		const length = view.getUint32(at + 4, true);
		if (String.fromCharCode(...head.subarray(at, at + 4)) === 'fmt ') {
			const bytesPerSecond = view.getUint32(at + 16, true);
			return bytesPerSecond === 0 ? undefined : (sizeBytes - at) / bytesPerSecond;
		}
		at += 8 + length + (length % 2);
	}
	return undefined;
}
