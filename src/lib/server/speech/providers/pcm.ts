// Bytes of linear PCM as samples: 16-bit, little-endian, mono. A sample may be cut in two between chunks; a RIFF header, which some servers
// put before sound they were asked for without, is taken off.
import { SPEECH_SAMPLE_RATE } from '#lib/shared/voice/protocol.ts';

export interface PcmReader {
	/** Throws an Error for sound of another kind. */
	read(bytes: Uint8Array): Int16Array;
}

const FMT = 0x666d7420;
const DATA = 0x64617461;
const RIFF = 0x52494646;
/** Headers are 44 bytes, with lists of who made it a few hundred. */
const MOST_HEADER = 4_096;

export function createPcmReader(sampleRate = SPEECH_SAMPLE_RATE): PcmReader {
	let rest = new Uint8Array(0);
	let isPastHeader = false;

	return {
		read(bytes) {
			let all = rest.length === 0 ? bytes : joined(rest, bytes);
			rest = new Uint8Array(0);
			if (!isPastHeader) {
				const at = headerLength(all, sampleRate);
				if (at === undefined) {
					rest = all.slice();
					return new Int16Array(0);
				}
				isPastHeader = true;
				all = all.subarray(at);
			}
			const whole = all.length - (all.length % 2);
			rest = all.slice(whole);
			const samples = new Int16Array(whole / 2);
			const view = new DataView(all.buffer, all.byteOffset, whole);
			for (let index = 0; index < samples.length; index++) samples[index] = view.getInt16(index * 2, true);
			return samples;
		}
	};
}

/** Where the sound begins; undefined: not all of the header is there. */
function headerLength(bytes: Uint8Array, sampleRate: number): number | undefined {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	if (bytes.length < 4) return undefined;
	if (view.getUint32(0) !== RIFF) return 0;
	for (let at = 12; at + 8 <= bytes.length && at < MOST_HEADER;) {
		const name = view.getUint32(at);
		if (name === DATA) return at + 8;
		if (name === FMT) {
			if (at + 24 > bytes.length) return undefined;
			const [format, channels, rate, bits] = [at + 8, at + 10, at + 12, at + 22].map((place, index) =>
				index === 2 ? view.getUint32(place, true) : view.getUint16(place, true)
			);
			if (format !== 1 || channels !== 1 || bits !== 16 || rate !== sampleRate)
				throw new Error(`sound of format ${format}, ${channels} channels, ${rate} Hz, ${bits} bits`);
		}
		const size = view.getUint32(at + 4, true);
		at += 8 + size + (size % 2);
	}
	if (bytes.length >= MOST_HEADER) throw new Error('a header without an end');
	return undefined;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
	const both = new Uint8Array(first.length + second.length);
	both.set(first);
	both.set(second, first.length);
	return both;
}
