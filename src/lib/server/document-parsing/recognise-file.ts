// What a file is, by its first bytes and never by its name. Text is recognised by whoever decodes it.
import type { FileKind } from './parsed-file.ts';

/** Readers look for the mark in the first kilobyte (ISO 32000-2, annex I). */
const PDF_MARK_WITHIN = 1_024;
const PDF_MARK = [0x25, 0x50, 0x44, 0x46, 0x2d];
const ZIP_MARK = [0x50, 0x4b, 0x03, 0x04];

/** An archive is taken for a DOCX; that it is none is seen when it is opened. */
export function recogniseFile(bytes: Uint8Array): FileKind | undefined {
	if (isAt(bytes, ZIP_MARK, 0)) return 'docx';
	const last = Math.min(PDF_MARK_WITHIN, bytes.length - PDF_MARK.length);
	for (let at = 0; at <= last; at++) if (isAt(bytes, PDF_MARK, at)) return 'pdf';
	return undefined;
}

function isAt(bytes: Uint8Array, mark: readonly number[], from: number): boolean {
	return mark.every((byte, at) => bytes[from + at] === byte);
}
