// GIF: https://www.w3.org/Graphics/GIF/spec-gif89a.txt. Kept are the frames, how each is shown, and how often an animation repeats;
// comments and every other extension (XMP is one) go.
import { brokenPicture, joined, latin, shownSize, slice, viewOf, type CleanPicture } from './picture.ts';

const TRAILER = 0x3b;
const FRAME = 0x2c;
const EXTENSION = 0x21;
const CONTROL = 0xf9;
const APPLICATION = 0xff;
const REPETITIONS = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0']);

export const isGif = (bytes: Uint8Array) => ['GIF87a', 'GIF89a'].includes(latin(bytes, 0, 6));

export function cleanGif(bytes: Uint8Array): CleanPicture {
	const view = viewOf(bytes);
	const byteAt = (at: number): number => {
		const byte = bytes[at];
		if (byte === undefined) throw brokenPicture();
		return byte;
	};
	const tableBytes = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
	const endOfBlocks = (start: number): number => {
		let at = start;
		for (let length = byteAt(at); length > 0; length = byteAt(at)) at += 1 + length;
		return at + 1;
	};
	let at = 13 + tableBytes(byteAt(10));
	const kept = [slice(bytes, 0, at)];
	let width = view.getUint16(6, true);
	let height = view.getUint16(8, true);
	let hasFrame = false;
	for (let kind = byteAt(at); kind !== TRAILER; kind = byteAt(at)) {
		let end: number;
		let isKept = true;
		if (kind === FRAME) {
			const flags = byteAt(at + 9);
			// A frame that reaches beyond the screen has to be decoded all the same.
			width = Math.max(width, view.getUint16(at + 5, true));
			height = Math.max(height, view.getUint16(at + 7, true));
			end = endOfBlocks(at + 10 + tableBytes(flags) + 1);
			hasFrame = true;
		} else if (kind === EXTENSION) {
			const label = byteAt(at + 1);
			end = endOfBlocks(at + 2);
			isKept = label === CONTROL || (label === APPLICATION && REPETITIONS.has(latin(bytes, at + 3, 11)));
		} else throw brokenPicture();
		const block = slice(bytes, at, end);
		if (isKept) kept.push(block);
		at = end;
	}
	if (!hasFrame) throw brokenPicture();
	return { bytes: joined([...kept, Uint8Array.of(TRAILER)]), ...shownSize(width, height, 1) };
}
