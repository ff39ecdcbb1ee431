// What a caller says, as sound: utterances in tones (src/lib/server/speech/scripted) with silence between them, and where each lies.
import { encodeTones, toneMsOf } from '../../src/lib/server/speech/scripted/tone-speech.ts';
import { MIC_SAMPLE_RATE } from '../../src/lib/shared/voice/protocol.ts';

export interface ToneTrack {
	/** 16 kHz mono. */
	samples: Int16Array<ArrayBuffer>;
	utterances: { text: string; startMs: number; endMs: number }[];
	lengthMs: number;
}

/** `afterMs`: silence behind it. */
export function toneTrack(leadMs: number, says: readonly { text: string; afterMs: number }[]): ToneTrack {
	const utterances: ToneTrack['utterances'] = [];
	let at = leadMs;
	for (const { text, afterMs } of says) {
		const endMs = at + toneMsOf(text);
		utterances.push({ text, startMs: at, endMs });
		at = endMs + afterMs;
	}
	const samples = new Int16Array(Math.round((at * MIC_SAMPLE_RATE) / 1_000));
	for (const { text, startMs } of utterances)
		samples.set(encodeTones(text, MIC_SAMPLE_RATE), Math.round((startMs * MIC_SAMPLE_RATE) / 1_000));
	return { samples, utterances, lengthMs: at };
}

/** A WAV file of it, as Chromium takes for a microphone. */
export function toWav(samples: Int16Array<ArrayBuffer>): Uint8Array {
	const file = new Uint8Array(44 + samples.byteLength);
	const view = new DataView(file.buffer);
	const word = (at: number, text: string) => {
		for (let i = 0; i < text.length; i++) view.setUint8(at + i, text.charCodeAt(i));
	};
	word(0, 'RIFF');
	view.setUint32(4, 36 + samples.byteLength, true);
	word(8, 'WAVEfmt ');
	view.setUint32(16, 16, true);
	// PCM, mono, 16 bits.
	view.setUint16(20, 1, true);
	view.setUint16(22, 1, true);
	view.setUint32(24, MIC_SAMPLE_RATE, true);
	view.setUint32(28, MIC_SAMPLE_RATE * 2, true);
	view.setUint16(32, 2, true);
	view.setUint16(34, 16, true);
	word(36, 'data');
	view.setUint32(40, samples.byteLength, true);
	file.set(new Uint8Array(samples.buffer), 44);
	return file;
}
