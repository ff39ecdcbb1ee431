// The two filters that write bytes as letters (ISO 32000-2, 7.4.2 and 7.4.3). What is none of their letters is passed over.

export function decodeAscii85(source: Uint8Array): Uint8Array {
	let zeros = 0;
	for (const byte of source) if (byte === 0x7a) zeros++;
	const out = new Uint8Array(Math.ceil((source.length - zeros) / 5) * 4 + zeros * 4);
	let length = 0;
	let group: number[] = [];
	const flush = (count: number) => {
		const value = group.reduce((sum, digit) => sum * 85 + digit, 0);
		for (let at = 0; at < count; at++) out[length++] = Math.floor(value / 256 ** (3 - at)) % 256;
		group = [];
	};
	for (const byte of source) {
		if (byte === 0x7e) break;
		if (byte === 0x7a && group.length === 0) length += 4;
		else if (byte >= 0x21 && byte <= 0x75) {
			group.push(byte - 0x21);
			if (group.length === 5) flush(4);
		}
	}
	const rest = group.length;
	if (rest > 1) {
		while (group.length < 5) group.push(84);
		flush(rest - 1);
	}
	return out.subarray(0, length);
}

export function decodeAsciiHex(source: Uint8Array): Uint8Array {
	const digits: number[] = [];
	for (const byte of source) {
		if (byte === 0x3e) break;
		const digit = Number.parseInt(String.fromCharCode(byte), 16);
		if (!Number.isNaN(digit)) digits.push(digit);
	}
	return Uint8Array.from(
		{ length: Math.ceil(digits.length / 2) },
		(_, at) => (digits[2 * at] ?? 0) * 16 + (digits[2 * at + 1] ?? 0)
	);
}
