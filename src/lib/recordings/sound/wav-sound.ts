// Mono 16-bit WAV: what the microphone gives and what the browser decodes for the server goes out in this shape.

const HEADER_BYTES = 44;

export function wavOf(pieces: readonly Float32Array[], sampleRate: number): Blob {
	const count = pieces.reduce((sum, { length }) => sum + length, 0);
	const header = new DataView(new ArrayBuffer(HEADER_BYTES));
	const text = (at: number, value: string) => {
		for (let index = 0; index < value.length; index++) header.setUint8(at + index, value.charCodeAt(index));
	};
	text(0, 'RIFF');
	header.setUint32(4, HEADER_BYTES - 8 + 2 * count, true);
	text(8, 'WAVEfmt ');
	header.setUint32(16, 16, true);
	header.setUint16(20, 1, true);
	header.setUint16(22, 1, true);
	header.setUint32(24, sampleRate, true);
	header.setUint32(28, 2 * sampleRate, true);
	header.setUint16(32, 2, true);
	header.setUint16(34, 16, true);
	text(36, 'data');
	header.setUint32(40, 2 * count, true);
	return new Blob([header.buffer, ...pieces.map(sixteenBits)], { type: 'audio/wav' });
}

function sixteenBits(samples: Float32Array): ArrayBuffer {
	const view = new DataView(new ArrayBuffer(2 * samples.length));
	for (let at = 0; at < samples.length; at++)
		view.setInt16(2 * at, Math.max(-32_768, Math.min(32_767, Math.round((samples[at] ?? 0) * 32_767))), true);
	return view.buffer;
}
