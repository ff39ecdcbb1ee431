// JPEG: ITU-T T.81, annex B. Kept are the tables, frames and scans, JFIF, the colour profile and Adobe's word on colours; EXIF but its
// orientation, XMP, comments, previews and whatever else stands in an application segment go.
import { EXIF_PREFIX, readOrientation, UPRIGHT, writeOrientation } from './orientation.ts';
import { brokenPicture, joined, latin, shownSize, slice, viewOf, type CleanPicture } from './picture.ts';

export const JPEG_SIGNATURE = '\xff\xd8\xff';
const SOS = 0xda;
const EOI = 0xd9;
const COMMENT = 0xfe;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP15 = 0xef;
const APPLICATIONS: Record<number, string> = { [APP0]: 'JFIF\0', 0xe2: 'ICC_PROFILE\0', 0xee: 'Adobe' };

export function cleanJpeg(bytes: Uint8Array): CleanPicture {
	const view = viewOf(bytes);
	const kept: Uint8Array[] = [];
	let size: { width: number; height: number } | undefined;
	let orientation: number | undefined;
	let hasScan = false;
	for (let at = 2; ;) {
		if (at + 2 > bytes.length || bytes[at] !== 0xff) throw brokenPicture();
		const marker = bytes[at + 1] ?? 0;
		if (marker === 0xff) {
			// Padding before a marker.
			at += 1;
			continue;
		}
		if (marker === EOI) break;
		if (marker < 0xc0 || isStandalone(marker) || at + 4 > bytes.length) throw brokenPicture();
		const end = at + 2 + view.getUint16(at + 2);
		const segment = slice(bytes, at, end);
		if (segment.length < 4) throw brokenPicture();
		if (isFrame(marker)) {
			if (size !== undefined || segment.length < 10) throw brokenPicture();
			size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
		}
		if (marker === APP1 && latin(segment, 4, EXIF_PREFIX.length) === EXIF_PREFIX)
			orientation ??= readOrientation(segment.subarray(4));
		if (isKept(marker, segment)) kept.push(segment);
		at = end;
		if (marker === SOS) {
			at = endOfScan(bytes, end);
			kept.push(bytes.subarray(end, at));
			hasScan = true;
		}
	}
	if (size === undefined || !hasScan) throw brokenPicture();
	const turned = orientation ?? UPRIGHT;
	const exif = turned === UPRIGHT ? [] : [writeExif(turned)];
	const whole = joined([Uint8Array.of(0xff, 0xd8), ...exif, ...kept, Uint8Array.of(0xff, EOI)]);
	return { bytes: whole, ...shownSize(size.width, size.height, turned) };
}

/** RST0–7 and SOI have no length, and no place outside a scan or at its start. */
function isStandalone(marker: number): boolean {
	return marker >= 0xd0 && marker <= 0xd8;
}

/** SOF0–15; three codes among them are tables. */
function isFrame(marker: number): boolean {
	return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function isKept(marker: number, segment: Uint8Array): boolean {
	if (marker === COMMENT) return false;
	if (marker < APP0 || marker > APP15) return true;
	const name = APPLICATIONS[marker];
	return name !== undefined && latin(segment, 4, name.length) === name;
}

/** Where the next marker stands: in a scan, 0xff is data when 0 follows it, and restarts belong to the scan. */
function endOfScan(bytes: Uint8Array, start: number): number {
	for (let at = start; ; at += 2) {
		at = bytes.indexOf(0xff, at);
		const next = at === -1 ? undefined : bytes[at + 1];
		if (next === undefined) throw brokenPicture();
		if (next === 0xff) at -= 1;
		else if (next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at;
	}
}

function writeExif(orientation: number): Uint8Array {
	const block = writeOrientation(orientation);
	const length = 2 + EXIF_PREFIX.length + block.length;
	const prefix = Array.from(EXIF_PREFIX, (letter) => letter.charCodeAt(0));
	return Uint8Array.from([0xff, APP1, length >> 8, length & 0xff, ...prefix, ...block]);
}
