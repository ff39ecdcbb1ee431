// 16-bit mono samples as a WAV file: RIFF, one `fmt ` chunk of 16 bytes, one `data` chunk.

export function toWav(samples: Int16Array, sampleRate: number): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(44 + samples.length * 2);
	const view = new DataView(bytes.buffer);
	const put = (at: number, text: string) => bytes.set(new TextEncoder().encode(text), at);
	put(0, 'RIFF');
	view.setUint32(4, 36 + samples.length * 2, true);
	put(8, 'WAVEfmt ');
	view.setUint32(16, 16, true);
	view.setUint16(20, 1, true);
	view.setUint16(22, 1, true);
	view.setUint32(24, sampleRate, true);
	view.setUint32(28, sampleRate * 2, true);
	view.setUint16(32, 2, true);
	view.setUint16(34, 16, true);
	put(36, 'data');
	view.setUint32(40, samples.length * 2, true);
	for (let index = 0; index < samples.length; index++)
		view.setInt16(44 + index * 2, samples[index] ?? 0, true);
	return bytes;
}
