// PNG: https://www.w3.org/TR/png-3/. Kept are the chunks that make the picture; text, time and EXIF but its orientation go.
import { readOrientation, UPRIGHT, writeOrientation } from './orientation.ts';
import { brokenPicture, joined, latin, shownSize, slice, viewOf, type CleanPicture } from './picture.ts';

export const PNG_SIGNATURE = '\x89PNG\r\n\x1a\n';
const KEPT = new Set([
	...['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'bKGD'],
	...['gAMA', 'cHRM', 'sRGB', 'iCCP', 'sBIT', 'cICP', 'mDCV', 'cLLI', 'pHYs'],
	...['acTL', 'fcTL', 'fdAT']
]);
/** Bit depths by colour type. */
const DEPTHS: Record<number, readonly number[]> = {
	0: [1, 2, 4, 8, 16],
	2: [8, 16],
	3: [1, 2, 4, 8],
	4: [8, 16],
	6: [8, 16]
};

export function cleanPng(bytes: Uint8Array): CleanPicture {
	const view = viewOf(bytes);
	const kept: Uint8Array[] = [bytes.subarray(0, PNG_SIGNATURE.length)];
	let size: { width: number; height: number } | undefined;
	let orientation = UPRIGHT;
	let hasData = false;
	for (let at = PNG_SIGNATURE.length; ;) {
		if (at + 12 > bytes.length) throw brokenPicture();
		const length = view.getUint32(at);
		const type = latin(bytes, at + 4, 4);
		const end = at + 12 + length;
		const chunk = slice(bytes, at, end);
		if ((size === undefined) !== (type === 'IHDR')) throw brokenPicture();
		if (type === 'IHDR') size = readHeader(chunk);
		// An unknown chunk with a capital is one without which the picture cannot be drawn.
		if (!/^[A-Za-z]{4}$/.test(type) || (/^[A-Z]/.test(type) && !KEPT.has(type))) throw brokenPicture();
		if (type === 'eXIf') orientation = readOrientation(chunk.subarray(8, 8 + length));
		if (type === 'IDAT') hasData = true;
		if (KEPT.has(type)) kept.push(chunk);
		if (type === 'IEND') break;
		at = end;
	}
	if (size === undefined || !hasData) throw brokenPicture();
	if (orientation !== UPRIGHT) kept.splice(2, 0, writeChunk('eXIf', writeOrientation(orientation)));
	return { bytes: joined(kept), ...shownSize(size.width, size.height, orientation) };
}

function readHeader(chunk: Uint8Array): { width: number; height: number } {
	const view = viewOf(chunk);
	if (view.getUint32(0) !== 13 || view.getUint32(21) !== checksum(chunk.subarray(4, 21)))
		throw brokenPicture();
	const [depth, colour, compression, filter, interlace] = chunk.subarray(16, 21);
	const isPlausible =
		DEPTHS[colour ?? -1]?.includes(depth ?? 0) === true &&
		compression === 0 &&
		filter === 0 &&
		(interlace ?? 2) <= 1;
	if (!isPlausible) throw brokenPicture();
	return { width: view.getUint32(8), height: view.getUint32(12) };
}

function writeChunk(type: string, data: Uint8Array): Uint8Array {
	const chunk = new Uint8Array(12 + data.length);
	const view = viewOf(chunk);
	view.setUint32(0, data.length);
	chunk.set(
		Array.from(type, (letter) => letter.charCodeAt(0)),
		4
	);
	chunk.set(data, 8);
	view.setUint32(8 + data.length, checksum(chunk.subarray(4, 8 + data.length)));
	return chunk;
}

/** CRC-32 as PNG has it, bit by bit: only ever of a few bytes. */
function checksum(bytes: Uint8Array): number {
	let crc = 0xffffffff;
	for (const byte of bytes) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return ~crc >>> 0;
}
