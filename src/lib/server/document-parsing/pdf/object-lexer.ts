// The dictionaries of a PDF's streams, found as its reader will find them and before it does (ISO 32000-2, 7.2 and 7.3; where writers and
// the standard differ, as pdf.js has it). Every `obj` in the bytes is looked at, wherever it stands, so that nothing is hidden by a string, a
// comment or a stream that looks like something else. Time is in proportion to the file, or it is a refusal.
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';

export interface StreamEntry {
	/** Without its slash, its escapes resolved. */
	key: string;
	/** Where the value stands. */
	start: number;
	end: number;
	/** What it is where it is one name, or an array of nothing but names; undefined for anything else. */
	names: string[] | undefined;
	/** Every number in it, however deep. */
	numbers: number[];
}

export interface FoundStream {
	entries: StreamEntry[];
	/** Of its first byte. */
	start: number;
}

const WHITE = new Set([0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]);
const DELIMITERS = new Set(Array.from('()<>[]{}/%', (letter) => letter.charCodeAt(0)));
/** Nobody nests deeper; a reader that recurses ends somewhere. */
const DEEPEST = 1_000;
/** Each byte belongs to one object; what is read more often was made to be. */
const READ_OFTEN = 3;
const READ_LEAST = 1024 * 1024;
const MOST_NUMBERS = 64;

interface Token {
	kind: 'name' | 'number' | 'word' | 'other' | 'end';
	text: string;
	start: number;
	end: number;
}

interface Frame {
	isDictionary: boolean;
	entries: StreamEntry[];
	/** Of the entry whose value comes next. */
	key: string | undefined;
}

/** Throws `invalid` for objects that no program writes. */
export function* streamsOf(bytes: Uint8Array): Generator<FoundStream> {
	const lexer = new Lexer(bytes, READ_OFTEN * bytes.length + READ_LEAST);
	for (let at = indexOf(bytes, 'obj', 0); at !== -1; at = indexOf(bytes, 'obj', at + 1)) {
		if (isAt(bytes, 'end', at - 3)) continue;
		const found = readObject(lexer, at + 3);
		if (found !== undefined) yield found;
	}
}

function readObject(lexer: Lexer, from: number): FoundStream | undefined {
	const frames: Frame[] = [];
	let token = lexer.next(from);
	for (;;) {
		const frame = frames.at(-1);
		const isKey = frame?.isDictionary === true && frame.key === undefined;
		if (token.kind === 'end') return undefined;
		// Kinds tell marks from names: /<< is none.
		const mark = token.kind === 'word' ? token.text : '';
		// Where a key belongs, marks that open something are passed over; where a value does, what closes is one.
		if (!isKey && (mark === '<<' || mark === '[')) {
			if (frames.length >= DEEPEST) throw broken();
			begin(frame, token);
			frames.push({ isDictionary: mark === '<<', entries: [], key: undefined });
		} else if (frame !== undefined && (isKey ? mark === '>>' : mark === ']' && !frame.isDictionary)) {
			frames.pop();
			const next = lexer.next(token.end);
			const isStream = isKey && next.kind === 'word' && next.text === 'stream';
			if (isStream && frames.length > 0) throw broken();
			if (isStream) return { entries: frame.entries, start: lexer.lineAfter(next.end) };
			if (frames.length === 0) return undefined;
			finish(frames, token.end);
			token = next;
			continue;
		} else if (frame === undefined) return undefined;
		else if (isKey) {
			if (token.kind === 'name') frame.key = token.text;
			else extend(frame, token);
		} else {
			begin(frame, token);
			add(frames, token);
			finish(frames, token.end);
		}
		// A picture in the midst of an object, which its reader would look for the end of.
		if (mark === 'BI') throw broken();
		token = lexer.next(token.end);
	}
}

/** A value begins: of an entry where it is a dictionary's own. */
function begin(frame: Frame | undefined, { text, kind, start, end }: Token): void {
	if (frame?.isDictionary !== true || frame.key === undefined) return;
	const names = kind === 'name' ? [text] : text === '[' ? [] : undefined;
	frame.entries.push({ key: frame.key, start, end, names, numbers: [] });
}

/** A value ends; in a dictionary a key comes next. */
function finish(frames: readonly Frame[], end: number): void {
	const frame = frames.at(-1);
	if (frame?.isDictionary !== true) return;
	frame.key = undefined;
	const entry = frame.entries.at(-1);
	if (entry !== undefined) entry.end = end;
}

/** What stands inside belongs to the values around it. */
function add(frames: readonly Frame[], { kind, text }: Token): void {
	for (let depth = frames.length - 1; depth >= 0 && depth >= frames.length - 4; depth--) {
		const frame = frames[depth];
		const entry = frame?.isDictionary === true ? frame.entries.at(-1) : undefined;
		if (entry === undefined) continue;
		if (kind === 'number') {
			if (entry.numbers.length < MOST_NUMBERS) entry.numbers.push(Number(text));
		}
		if (depth === frames.length - 1) continue;
		if (kind === 'name' && depth === frames.length - 2) entry.names?.push(text);
		else entry.names = undefined;
	}
}

/** The rest of a reference: `9 0 R`. */
function extend(frame: Frame, { kind, text, end }: Token): void {
	const entry = frame.entries.at(-1);
	const isReference = entry?.names === undefined && (entry?.numbers.length ?? 0) > 0;
	if (entry !== undefined && isReference && (kind === 'number' || text === 'R')) entry.end = end;
}

class Lexer {
	private readonly bytes: Uint8Array;
	/** Bytes that may still be read. */
	private left: number;

	constructor(bytes: Uint8Array, budget: number) {
		this.bytes = bytes;
		this.left = budget;
	}

	next(from: number): Token {
		const { bytes } = this;
		let at = from;
		for (; at < bytes.length; at++) {
			const byte = bytes[at] ?? 0;
			if (byte === 0x25) while (at + 1 < bytes.length && !isLineEnd(bytes[at + 1])) at++;
			else if (!WHITE.has(byte)) break;
		}
		const start = at;
		const token = this.read(start);
		this.left -= token.end - from + 1;
		if (this.left < 0) throw broken();
		return token;
	}

	/** As a reader goes on behind `stream`: to the end of its line, whatever stands there. */
	lineAfter(from: number): number {
		const { bytes } = this;
		let at = from;
		while (at < bytes.length && !isLineEnd(bytes[at])) at++;
		return bytes[at] === 0x0d && bytes[at + 1] === 0x0a ? at + 2 : at + 1;
	}

	private read(start: number): Token {
		const { bytes } = this;
		const first = bytes[start];
		const token = (kind: Token['kind'], end: number, text = '') => ({ kind, text, start, end });
		if (first === undefined) return token('end', start);
		if (first === 0x2f) {
			const end = this.regularFrom(start + 1);
			const text = latin1(bytes.subarray(start + 1, end)).replace(/#([\da-f]{2})/gi, (_, hex: string) =>
				String.fromCharCode(Number.parseInt(hex, 16))
			);
			return token('name', end, text);
		}
		if (first === 0x28) return token('other', this.stringEnd(start));
		if (first === 0x3c && bytes[start + 1] !== 0x3c) {
			const close = bytes.indexOf(0x3e, start);
			return token('other', close === -1 ? bytes.length : close + 1);
		}
		if ((first === 0x3c || first === 0x3e) && bytes[start + 1] === first)
			return token('word', start + 2, first === 0x3c ? '<<' : '>>');
		if (DELIMITERS.has(first)) return token('word', start + 1, String.fromCharCode(first));
		const isNumber = isNumeric(first);
		let end = start + 1;
		// Letters behind a number are a word of their own.
		if (isNumber) while (end < bytes.length && isNumeric(bytes[end])) end++;
		else end = this.regularFrom(end);
		return token(isNumber ? 'number' : 'word', end, latin1(bytes.subarray(start, Math.min(end, start + 40))));
	}

	private regularFrom(from: number): number {
		const { bytes } = this;
		let at = from;
		for (; at < bytes.length; at++) {
			const byte = bytes[at] ?? 0;
			if (WHITE.has(byte) || DELIMITERS.has(byte)) break;
		}
		return at;
	}

	private stringEnd(start: number): number {
		let depth = 0;
		for (let at = start; at < this.bytes.length; at++) {
			const byte = this.bytes[at];
			if (byte === 0x5c) at++;
			else if (byte === 0x28) depth++;
			else if (byte === 0x29 && --depth === 0) return at + 1;
		}
		return this.bytes.length;
	}
}

const isLineEnd = (byte: number | undefined): boolean => byte === 0x0a || byte === 0x0d;
const isNumeric = (byte: number | undefined): boolean =>
	byte !== undefined && ((byte >= 0x30 && byte <= 0x39) || byte === 0x2b || byte === 0x2d || byte === 0x2e);
const decoder = new TextDecoder('latin1');
const latin1 = (bytes: Uint8Array): string => decoder.decode(bytes);

/** Of the word's first letter, -1 where there is none. */
export function indexOf(bytes: Uint8Array, word: string, from: number): number {
	const first = word.charCodeAt(0);
	for (let at = bytes.indexOf(first, from); at !== -1; at = bytes.indexOf(first, at + 1))
		if (isAt(bytes, word, at)) return at;
	return -1;
}

function isAt(bytes: Uint8Array, word: string, at: number): boolean {
	for (let index = 0; index < word.length; index++)
		if (bytes[at + index] !== word.charCodeAt(index)) return false;
	return true;
}

const broken = (): AppError => new AppError('invalid', m.documents_broken_pdf());
