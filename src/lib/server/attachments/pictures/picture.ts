// What the readers of the picture formats share. They walk a file's structure without decoding it: what is left out of the copy never
// mattered to how it looks, and what stands behind its end was no picture.
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';

export interface CleanPicture {
	bytes: Uint8Array<ArrayBuffer>;
	/** As it is shown, in pixels. */
	width: number;
	height: number;
}

/** The file breaks off, or is not what it begins as. */
export function brokenPicture(): AppError {
	return new AppError('invalid', m.attachments_broken());
}

export function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Up to `end`. Throws when that lies beyond the file. */
export function slice(bytes: Uint8Array, start: number, end: number): Uint8Array {
	if (end > bytes.length || end < start) throw brokenPicture();
	return bytes.subarray(start, end);
}

/** Bytes as Latin-1, for the names formats give their pieces. */
export function latin(bytes: Uint8Array, start: number, length: number): string {
	return String.fromCharCode(...bytes.subarray(start, start + length));
}

export function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
	let at = 0;
	for (const piece of pieces) {
		whole.set(piece, at);
		at += piece.length;
	}
	return whole;
}

/** The size as it is shown: half of the orientations lay a picture on its side. */
export function shownSize(width: number, height: number, orientation: number) {
	if (width === 0 || height === 0) throw brokenPicture();
	return orientation >= 5 ? { width: height, height: width } : { width, height };
}
