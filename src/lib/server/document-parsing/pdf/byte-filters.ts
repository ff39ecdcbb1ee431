// The filters of a PDF but for deflate (ISO 32000-2, 7.4.2 to 7.4.5), each no further than to a limit. What is none of their letters is passed
// over; each ends with its own mark, and never where the file says that it does.
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';

export function decodeAscii85(source: Uint8Array, most: number): Uint8Array {
	const out = new Output(most);
	let group: number[] = [];
	const flush = (count: number) => {
		const value = group.reduce((sum, digit) => sum * 85 + digit, 0);
		for (let at = 0; at < count; at++) out.write(Math.floor(value / 256 ** (3 - at)) % 256);
		group = [];
	};
	for (const byte of source) {
		if (byte === 0x7e) break;
		if (byte === 0x7a && group.length === 0) {
			group = [0, 0, 0, 0, 0];
			flush(4);
		} else if (byte >= 0x21 && byte <= 0x75) {
			group.push(byte - 0x21);
			if (group.length === 5) flush(4);
		}
	}
	const rest = group.length;
	if (rest > 1) {
		while (group.length < 5) group.push(84);
		flush(rest - 1);
	}
	return out.bytes();
}

export function decodeAsciiHex(source: Uint8Array, most: number): Uint8Array {
	const out = new Output(most);
	let high: number | undefined;
	for (const byte of source) {
		if (byte === 0x3e) break;
		const digit = Number.parseInt(String.fromCharCode(byte), 16);
		if (Number.isNaN(digit)) continue;
		if (high === undefined) high = digit;
		else {
			out.write(high * 16 + digit);
			high = undefined;
		}
	}
	if (high !== undefined) out.write(high * 16);
	return out.bytes();
}

/** How many bytes it makes. */
export function runLengthSize(source: Uint8Array, most: number): number {
	let size = 0;
	for (let at = 0; at + 1 < source.length;) {
		const length = source[at] ?? 128;
		if (length === 128) break;
		size += length < 128 ? length + 1 : 257 - length;
		if (size > most) throw tooMuch();
		at += length < 128 ? length + 2 : 2;
	}
	return size;
}

/** How many bytes it makes. `early`: its codes grow longer one code early, as they do where nothing is said. */
export function lzwSize(source: Uint8Array, early: boolean, most: number): number {
	const lengths = new Uint32Array(4_097).fill(1, 0, 256);
	const shift = early ? 1 : 0;
	let [next, width, before, size] = [258, 9, 0, 0];
	let [bits, held] = [0, 0];
	for (const byte of source) {
		bits = ((bits << 8) | byte) & 0xff_ffff;
		held += 8;
		if (held < width) continue;
		held -= width;
		const code = (bits >>> held) & ((1 << width) - 1);
		if (code === 257) break;
		if (code === 256) {
			[next, width, before] = [258, 9, 0];
			continue;
		}
		const length = code < next ? (lengths[code] ?? 1) : before + 1;
		if (before > 0 && next < 4_096) lengths[next++] = before + 1;
		width = Math.min(12, Math.max(9, Math.ceil(Math.log2(next + shift + 1))));
		before = length;
		size += length;
		if (size > most) throw tooMuch();
	}
	return size;
}

class Output {
	private held = new Uint8Array(1_024);
	private length = 0;
	private readonly most: number;

	constructor(most: number) {
		this.most = most;
	}

	write(byte: number): void {
		if (this.length === this.most) throw tooMuch();
		if (this.length === this.held.length) {
			const larger = new Uint8Array(Math.min(this.most, 2 * this.length));
			larger.set(this.held);
			this.held = larger;
		}
		this.held[this.length++] = byte;
	}

	bytes(): Uint8Array {
		return this.held.subarray(0, this.length);
	}
}

export const tooMuch = (): AppError => new AppError('too-large', m.documents_inflates());
