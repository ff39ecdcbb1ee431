// Samples on the adapter's side are bytes (16 bit, little-endian, left and right in turn); on ours one channel, in numbers.

/** Both channels in one. Half a sample at the end, or half a pair, throws a RangeError. */
export function readStereo(payload: Uint8Array): Float32Array {
	if (payload.length % 4 !== 0) throw new RangeError('A packet of sound ends inside a pair of samples.');
	const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
	const samples = new Float32Array(payload.length / 4);
	for (let i = 0; i < samples.length; i++)
		samples[i] = (view.getInt16(i * 4, true) + view.getInt16(i * 4 + 2, true)) / 65_536;
	return samples;
}

export function writeStereo(samples: Float32Array): Uint8Array {
	const payload = new Uint8Array(samples.length * 4);
	const view = new DataView(payload.buffer);
	for (let i = 0; i < samples.length; i++) {
		const value = toSixteenBit(samples[i] ?? 0);
		view.setInt16(i * 4, value, true);
		view.setInt16(i * 4 + 2, value, true);
	}
	return payload;
}

export const toFloats = (samples: Int16Array): Float32Array =>
	Float32Array.from(samples, (sample) => sample / 32_768);

export const toIntegers = (samples: Float32Array): Int16Array => Int16Array.from(samples, toSixteenBit);

const toSixteenBit = (value: number): number =>
	Math.max(-32_768, Math.min(32_767, Math.round(value * 32_768)));
