// The one fact of EXIF that a picture needs: how it is turned. Read from whatever a camera wrote, and written alone.
// https://www.cipa.jp/std/documents/e/DC-X008-Translation-2019-E.pdf
import { latin, viewOf } from './picture.ts';

/** As it lies. */
export const UPRIGHT = 1;
const ORIENTATION_TAG = 0x0112;
const SHORT = 3;
const ENTRY_BYTES = 12;
export const EXIF_PREFIX = 'Exif\0\0';

/** 1 to 8; upright where the block says nothing or cannot be read. The prefix may be there or not. */
export function readOrientation(block: Uint8Array): number {
	const tiff =
		latin(block, 0, EXIF_PREFIX.length) === EXIF_PREFIX ? block.subarray(EXIF_PREFIX.length) : block;
	if (tiff.length < 8) return UPRIGHT;
	const view = viewOf(tiff);
	const order = latin(tiff, 0, 2);
	if (order !== 'II' && order !== 'MM') return UPRIGHT;
	const isLittle = order === 'II';
	const directory = view.getUint32(4, isLittle);
	if (directory + 2 > tiff.length) return UPRIGHT;
	const count = view.getUint16(directory, isLittle);
	for (let index = 0; index < count; index++) {
		const at = directory + 2 + index * ENTRY_BYTES;
		if (at + ENTRY_BYTES > tiff.length) return UPRIGHT;
		if (view.getUint16(at, isLittle) !== ORIENTATION_TAG) continue;
		const value = view.getUint16(at + 8, isLittle);
		const isKnown = view.getUint16(at + 2, isLittle) === SHORT && value >= 1 && value <= 8;
		return isKnown ? value : UPRIGHT;
	}
	return UPRIGHT;
}

/** A TIFF block that says nothing else. Little-endian: header, a directory of one entry, no next directory. */
export function writeOrientation(orientation: number): Uint8Array {
	return Uint8Array.from([
		...[0x49, 0x49, 0x2a, 0, 8, 0, 0, 0],
		...[1, 0],
		...[0x12, 0x01, SHORT, 0, 1, 0, 0, 0, orientation, 0, 0, 0],
		...[0, 0, 0, 0]
	]);
}
