// The parts of a DOCX that are wanted, out of its archive. Guarantees that no part inflates beyond its limit, whatever the archive says of
// itself: what is declared is looked at first, and what comes out is counted while it comes.
import { Inflate } from 'fflate';
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import { LIMITS } from '../limits.ts';

interface Entry {
	name: string;
	method: number;
	packedBytes: number;
	offset: number;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
/** A comment may stand behind the end. */
const LONGEST_COMMENT = 65_535;
/** The first of an entry's flags: its bytes are encrypted. */
const LOCKED = 1;
const SLICE_BYTES = 16 * 1024;

export interface Archive {
	/** undefined where there is no such part. Throws `too-large` and `invalid`. */
	read(name: string): string | undefined;
}

/** Throws `invalid` for what is no archive, `too-large` for one that declares too much. */
export function openArchive(bytes: Uint8Array): Archive {
	const entries = entriesOf(bytes);
	return {
		read(name) {
			const entry = entries.get(name);
			return entry === undefined ? undefined : decode(unpack(bytes, entry));
		}
	};
}

/** XML is UTF-8, or UTF-16 with its mark (ECMA-376 part 2, 8.1.4). */
function decode(part: Uint8Array): string {
	const isLittle = part[0] === 0xff && part[1] === 0xfe;
	const isBig = part[0] === 0xfe && part[1] === 0xff;
	return new TextDecoder(isLittle ? 'utf-16le' : isBig ? 'utf-16be' : 'utf-8').decode(part);
}

/** By the directory at the end: it alone says what an archive holds (APPNOTE.TXT, 4.3). */
function entriesOf(bytes: Uint8Array): Map<string, Entry> {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	let end = bytes.length - END_BYTES;
	const last = Math.max(0, end - LONGEST_COMMENT);
	while (end >= last && view.getUint32(end, true) !== END) end--;
	if (end < last) throw broken();
	const count = view.getUint16(end + 10, true);
	if (count > LIMITS.archiveEntries) throw new AppError('too-large', m.documents_too_many_parts());
	const entries = new Map<string, Entry>();
	let at = view.getUint32(end + 16, true);
	for (let index = 0; index < count; index++) {
		if (at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL) throw broken();
		const nameBytes = view.getUint16(at + 28, true);
		const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameBytes));
		if (isWanted(name) && (view.getUint16(at + 8, true) & LOCKED) !== 0)
			throw new AppError('unsupported', m.documents_locked_docx());
		entries.set(name, {
			name,
			method: view.getUint16(at + 10, true),
			packedBytes: view.getUint32(at + 20, true),
			offset: view.getUint32(at + 42, true)
		});
		if (isWanted(name) && view.getUint32(at + 24, true) > LIMITS.partBytes) throw tooMuch();
		at += 46 + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
	}
	return entries;
}

/** Pictures and films are never unpacked, and may be as large as they like. */
const isWanted = (name: string): boolean => name.endsWith('.xml') || name.endsWith('.rels');

function unpack(bytes: Uint8Array, { method, packedBytes, offset }: Entry): Uint8Array {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (offset + 30 > bytes.length || view.getUint32(offset, true) !== LOCAL) throw broken();
	const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
	const packed = bytes.subarray(start, start + packedBytes);
	if (packed.length < packedBytes) throw broken();
	if (method === 0) {
		if (packed.length > LIMITS.partBytes) throw tooMuch();
		return packed;
	}
	if (method !== 8) throw broken();
	const pieces: Uint8Array[] = [];
	let size = 0;
	const inflater = new Inflate((piece) => {
		size += piece.length;
		if (size > LIMITS.partBytes) throw tooMuch();
		pieces.push(piece);
	});
	try {
		for (let at = 0; at < packed.length; at += SLICE_BYTES)
			inflater.push(packed.subarray(at, at + SLICE_BYTES), at + SLICE_BYTES >= packed.length);
	} catch (thrown) {
		throw thrown instanceof AppError ? thrown : broken(thrown);
	}
	const whole = new Uint8Array(size);
	let at = 0;
	for (const piece of pieces) {
		whole.set(piece, at);
		at += piece.length;
	}
	return whole;
}

const broken = (cause?: unknown): AppError => new AppError('invalid', m.documents_broken_docx(), { cause });
const tooMuch = (): AppError => new AppError('too-large', m.documents_inflates());
