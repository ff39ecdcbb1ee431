// A unit vector as signed bytes and one scale: a quarter of the memory of float32, at a loss of cosine below 0.01.

export interface QuantisedVector {
	bytes: Int8Array<ArrayBuffer>;
	/** Cosine of two quantised vectors = dot(bytes, bytes) · scale · scale. 0 for a zero vector. */
	scale: number;
}

export function quantise(values: ArrayLike<number>): QuantisedVector {
	const bytes = new Int8Array(values.length);
	let largest = 0;
	for (let at = 0; at < values.length; at++) largest = Math.max(largest, Math.abs(values[at] ?? 0));
	if (!(largest > 0) || !Number.isFinite(largest)) return { bytes, scale: 0 };
	let squares = 0;
	for (let at = 0; at < values.length; at++) {
		const byte = Math.round(((values[at] ?? 0) / largest) * 127);
		bytes[at] = byte;
		squares += byte * byte;
	}
	return { bytes, scale: 1 / Math.sqrt(squares) };
}
