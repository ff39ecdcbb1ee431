// Bytes to text. Guarantees: what is returned was text (UTF-8, UTF-16 with its mark, or Windows-1252 without a single control
// character); everything else is refused as `unsupported`, and more than SOURCE_LIMIT_BYTES as `too-large`, before any decoding.
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';

export const SOURCE_LIMIT_BYTES = 10 * 1024 * 1024;

/** PDF, and ZIP, which a DOCX is: read in the background (../ingest). */
const BY_INGESTION: readonly (readonly number[])[] = [
	[0x25, 0x50, 0x44, 0x46, 0x2d],
	[0x50, 0x4b, 0x03, 0x04]
];
const MAGIC: readonly (readonly [string, readonly number[]])[] = [
	['an old Office document', [0xd0, 0xcf, 0x11, 0xe0]],
	['a PNG picture', [0x89, 0x50, 0x4e, 0x47]],
	['a JPEG picture', [0xff, 0xd8, 0xff]],
	['a GIF picture', [0x47, 0x49, 0x46, 0x38]],
	['a gzip archive', [0x1f, 0x8b]],
	['an MP3 recording', [0x49, 0x44, 0x33]],
	['an RTF document', [0x7b, 0x5c, 0x72, 0x74, 0x66]]
];
/** Above this share of control characters a file is binary, not text with a few stray ones. */
const CONTROL_SHARE = 0.01;

export function refuseTooLarge(sizeBytes: number): void {
	if (sizeBytes <= SOURCE_LIMIT_BYTES) return;
	const size = (sizeBytes / 1024 / 1024).toFixed(1);
	throw new AppError(
		'too-large',
		`This document is ${size} MB; the limit is ${SOURCE_LIMIT_BYTES / 1024 / 1024} MB. Please split it into smaller documents.`,
		{ details: { sizeBytes, limitBytes: SOURCE_LIMIT_BYTES } }
	);
}

function unsupported(what: string): AppError {
	return new AppError('unsupported', `${what} Please save it as Markdown, HTML or plain text in UTF-8.`);
}

function isControl(byte: number): boolean {
	return byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c;
}

export function decodeText(bytes: Uint8Array): string {
	refuseTooLarge(bytes.byteLength);
	if (BY_INGESTION.some((magic) => magic.every((byte, at) => bytes[at] === byte)))
		throw new AppError('unsupported', m.documents_by_ingestion());
	for (const [what, magic] of MAGIC)
		if (magic.every((byte, at) => bytes[at] === byte)) throw unsupported(`This file is ${what}, not text.`);
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
	if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
	let controls = 0;
	for (const byte of bytes) if (isControl(byte)) controls++;
	if (controls > Math.max(16, bytes.byteLength * CONTROL_SHARE) || controls * 4 > bytes.byteLength)
		throw unsupported('This file is binary, or text in an encoding that does not say what it is.');
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
	} catch {
		// Older word processors: single bytes, no control characters, nothing in the five undefined places.
		const isSingleByte =
			controls === 0 && !bytes.some((byte) => [0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte));
		if (isSingleByte) return new TextDecoder('windows-1252').decode(bytes);
		throw unsupported('This file is not valid UTF-8 text.');
	}
}
