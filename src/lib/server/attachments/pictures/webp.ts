// WebP: https://developers.google.com/speed/webp/docs/riff_container. Kept are the picture's own chunks; EXIF but its orientation, XMP
// and chunks that nobody knows go.
import { readOrientation, UPRIGHT, writeOrientation } from './orientation.ts';
import { brokenPicture, joined, latin, shownSize, slice, viewOf, type CleanPicture } from './picture.ts';

const KEPT = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
const HEADER_BYTES = 12;
const HAS_EXIF = 0x08;
const HAS_XMP = 0x04;

interface Size {
	width: number;
	height: number;
}

export const isWebp = (bytes: Uint8Array) => latin(bytes, 0, 4) === 'RIFF' && latin(bytes, 8, 4) === 'WEBP';

export function cleanWebp(bytes: Uint8Array): CleanPicture {
	if (bytes.length < HEADER_BYTES) throw brokenPicture();
	const file = slice(bytes, 0, 8 + viewOf(bytes).getUint32(4, true));
	const view = viewOf(file);
	const kept: Uint8Array[] = [];
	let canvas: Size | undefined;
	let extended: Uint8Array | undefined;
	let orientation = UPRIGHT;
	let hasPicture = false;
	for (let at = HEADER_BYTES; at < file.length;) {
		if (at + 8 > file.length) throw brokenPicture();
		const type = latin(file, at, 4);
		const length = view.getUint32(at + 4, true);
		const data = slice(file, at + 8, at + 8 + length);
		const padded = 8 + length + (length % 2);
		if (type === 'EXIF') orientation = readOrientation(data);
		if (KEPT.has(type)) {
			// The last one's padding is often left out.
			const chunk = new Uint8Array(padded);
			chunk.set(file.subarray(at, at + padded));
			if (type === 'VP8X') {
				if (canvas !== undefined || length < 10) throw brokenPicture();
				extended = chunk;
			}
			canvas = larger(canvas, sizeOf(type, data));
			hasPicture ||= type === 'VP8 ' || type === 'VP8L' || type === 'ANMF';
			kept.push(chunk);
		}
		at += padded;
	}
	if (canvas === undefined || !hasPicture) throw brokenPicture();
	if (extended === undefined) orientation = UPRIGHT;
	else {
		const flags = (extended[8] ?? 0) & ~(HAS_EXIF | HAS_XMP);
		extended[8] = orientation === UPRIGHT ? flags : flags | HAS_EXIF;
		if (orientation !== UPRIGHT) kept.push(writeChunk('EXIF', writeOrientation(orientation)));
	}
	const header = Uint8Array.from(file.subarray(0, HEADER_BYTES));
	const whole = joined([header, ...kept]);
	viewOf(whole).setUint32(4, whole.length - 8, true);
	return { bytes: whole, ...shownSize(canvas.width, canvas.height, orientation) };
}

function sizeOf(type: string, data: Uint8Array): Size | undefined {
	const view = viewOf(data);
	if (type === 'VP8X') return { width: 1 + threeBytes(data, 4), height: 1 + threeBytes(data, 7) };
	if (type === 'VP8 ') {
		if (data.length < 10 || latin(data, 3, 3) !== '\x9d\x01\x2a') throw brokenPicture();
		return { width: view.getUint16(6, true) & 0x3fff, height: view.getUint16(8, true) & 0x3fff };
	}
	if (type === 'VP8L') {
		if (data.length < 5 || data[0] !== 0x2f) throw brokenPicture();
		const bits = view.getUint32(1, true);
		return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
	}
	return undefined;
}

/** A small canvas must not hide what has to be decoded to fill it. */
function larger(known: Size | undefined, next: Size | undefined): Size | undefined {
	if (known === undefined || next === undefined) return known ?? next;
	return { width: Math.max(known.width, next.width), height: Math.max(known.height, next.height) };
}

function threeBytes(data: Uint8Array, at: number): number {
	return (data[at] ?? 0) | ((data[at + 1] ?? 0) << 8) | ((data[at + 2] ?? 0) << 16);
}

/** `data` has an even length: no padding. */
function writeChunk(type: string, data: Uint8Array): Uint8Array {
	const chunk = new Uint8Array(8 + data.length);
	chunk.set(
		Array.from(type, (letter) => letter.charCodeAt(0)),
		0
	);
	viewOf(chunk).setUint32(4, data.length, true);
	chunk.set(data, 8);
	return chunk;
}
