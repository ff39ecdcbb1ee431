// The sound of a response on its way to the browser: even chunks, no further ahead of the playback than allowed, and what may not have
// been played yet kept for a browser that comes back. Guarantees: all samples go down once and in order, numbered; nothing after `stop`.
import { encodeFrame } from '#lib/shared/voice/frames.ts';
import { SPEECH_CHUNK_MS, SPEECH_SAMPLE_RATE } from '#lib/shared/voice/protocol.ts';
import type { SpeechPacing } from './speech-pacing.ts';

export interface SoundLine {
	/** Sound of a piece, in order. */
	add(index: number, samples: Int16Array): void;
	/** No more comes: the rest goes, however short. */
	end(): void;
	/** The pace has changed. */
	pump(): void;
	/** A browser is there again: it gets what it may not have played. */
	repeat(): void;
	/** It has played up to here. */
	played(ms: number): void;
	stop(): void;
	/** All that came has been sent. */
	isDry(): boolean;
}

const CHUNK = (SPEECH_SAMPLE_RATE * SPEECH_CHUNK_MS) / 1_000;

export function createSoundLine(options: {
	responseId: number;
	pacing: SpeechPacing;
	later: (delayMs: number, work: () => void) => () => void;
	send: (frame: ArrayBuffer) => void;
	/** The first sample of this piece is about to go. */
	onPiece: (index: number) => void;
	/** Everything has gone. */
	onSent: () => void;
}): SoundLine {
	const { pacing } = options;
	const bits: { index: number; samples: Int16Array }[] = [];
	let waiting = 0;
	let lastPiece = -1;
	let seq = 0;
	let isEnded = false;
	let isStopped = false;
	let timer: (() => void) | undefined;
	const kept: { endMs: number; frame: ArrayBuffer }[] = [];

	/** The next chunk, across pieces. */
	function cut(length: number): Int16Array {
		const chunk = new Int16Array(length);
		for (let at = 0; at < length;) {
			const bit = bits[0];
			if (bit === undefined) break;
			if (bit.index !== lastPiece) options.onPiece((lastPiece = bit.index));
			const part = bit.samples.subarray(0, length - at);
			chunk.set(part, at);
			at += part.length;
			if (part.length === bit.samples.length) bits.shift();
			else bit.samples = bit.samples.subarray(part.length);
		}
		waiting -= length;
		return chunk;
	}

	function pump(): void {
		timer?.();
		timer = undefined;
		while (!isStopped && (waiting >= CHUNK || (isEnded && waiting > 0))) {
			const length = Math.min(CHUNK, waiting);
			const lengthMs = (length * 1_000) / SPEECH_SAMPLE_RATE;
			const waitMs = pacing.waitMs(lengthMs);
			if (waitMs === undefined) return;
			if (waitMs > 0) {
				timer = options.later(waitMs, pump);
				return;
			}
			const mediaMs = pacing.sentMs();
			const frame = encodeFrame({
				kind: 'speech',
				subframes: 0,
				responseId: options.responseId,
				seq: seq++,
				mediaMs,
				samples: cut(length)
			});
			pacing.sent(lengthMs);
			kept.push({ endMs: mediaMs + lengthMs, frame });
			options.send(frame);
		}
		if (isEnded && waiting === 0 && !isStopped) {
			isStopped = true;
			options.onSent();
		}
	}

	return {
		add(index, samples) {
			if (isStopped || samples.length === 0) return;
			bits.push({ index, samples });
			waiting += samples.length;
			if (timer === undefined) pump();
		},
		end() {
			isEnded = true;
			pump();
		},
		pump,
		repeat() {
			for (const { frame } of kept) options.send(frame);
			pump();
		},
		played(ms) {
			while (kept[0] !== undefined && kept[0].endMs <= ms) kept.shift();
		},
		stop() {
			isStopped = true;
			timer?.();
			timer = undefined;
			bits.length = 0;
			kept.length = 0;
			waiting = 0;
		},
		isDry: () => waiting < CHUNK
	};
}
