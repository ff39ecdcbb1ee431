// Frames of speech into the track that the SFU publishes: one packet of 20 ms after the other for as long as the track lives, silence
// where nobody speaks (a track without packets is closed after 30 s, and nobody can subscribe to one that never sent any). The SFU plays
// what it gets in real time and cannot be told to forget it, so it is given little ahead: what is cancelled is never sent.
//
// Each frame is placed as it comes: the page is told where in the track it will be found.
import { AUDIBLE, ONSET_QUIET_MS, type PlacedFrame } from '#lib/shared/voice/sound.ts';
import type { SoundFrame } from '#lib/shared/voice/frames.ts';
import type { Clock } from '../platform/index.ts';
import { encodePacket } from './packet.ts';
import { createResampler, type Resampler } from './resampler.ts';
import { toFloats, writeStereo } from './samples.ts';

const TRACK_RATE = 48_000;
const PACKET_MS = 20;
const PACKET_SAMPLES = (TRACK_RATE * PACKET_MS) / 1_000;
/** So far ahead of the clock the SFU is given packets: what a timer may be late. */
const LEAD_PACKETS = 2;
/** A process that stood still for longer does not catch up: the SFU would play all of it late from then on. */
const MOST_BEHIND_PACKETS = 5;
const samplesOf = (ms: number) => Math.round((TRACK_RATE * ms) / 1_000);

export interface SpeechDownlink {
	/** `sampleRate`: of the frame, Hz. */
	push(frame: SoundFrame, sampleRate: number): void;
	/** Nothing more of this response is sent. */
	drop(responseId: number): void;
	stop(): void;
}

interface SpeechDownlinkOptions {
	clock: Clock;
	later: (delayMs: number, work: () => void) => () => void;
	send: (packet: Uint8Array) => void;
	onPlaced: (frame: PlacedFrame) => void;
}

interface Piece {
	responseId: number;
	/** Of its first sample in the track. */
	at: number;
	samples: Float32Array;
}

export function createSpeechDownlink(options: SpeechDownlinkOptions): SpeechDownlink {
	const { clock, later, send, onPlaced } = options;
	let startedAt = clock.now();
	let sent = 0;
	let pieces: Piece[] = [];
	/** Where the last piece ended, and since when it has been quiet there, in samples of the track. */
	let end = 0;
	let quietFrom = 0;
	let hasStalled = false;
	let voice: { responseId: number; rate: number; resampler: Resampler } | undefined;
	let takeBack = later(0, tick);

	function tick(): void {
		const due = Math.floor((clock.now() - startedAt) / PACKET_MS) + LEAD_PACKETS;
		if (due - sent > MOST_BEHIND_PACKETS) {
			startedAt += (due - sent - LEAD_PACKETS) * PACKET_MS;
			hasStalled = true;
		}
		const until = Math.floor((clock.now() - startedAt) / PACKET_MS) + LEAD_PACKETS;
		for (; sent < until; sent++) send(encodePacket(writeStereo(take(sent * PACKET_SAMPLES))));
		takeBack = later(Math.max(1, startedAt + (sent - LEAD_PACKETS + 1) * PACKET_MS - clock.now()), tick);
	}

	/** The track's next packet. */
	function take(from: number): Float32Array {
		const packet = new Float32Array(PACKET_SAMPLES);
		for (const { at, samples } of pieces) {
			const begin = Math.max(at, from);
			const stop = Math.min(at + samples.length, from + PACKET_SAMPLES);
			if (begin < stop) packet.set(samples.subarray(begin - at, stop - at), begin - from);
		}
		pieces = pieces.filter(({ at, samples }) => at + samples.length > from + PACKET_SAMPLES);
		return packet;
	}

	/** The voice's own stream of samples; a new one for each response, so that none begins with what is left of another. */
	function resamplerFor(responseId: number, rate: number): Resampler {
		if (voice?.responseId !== responseId || voice.rate !== rate)
			voice = { responseId, rate, resampler: createResampler(rate, TRACK_RATE) };
		return voice.resampler;
	}

	return {
		push({ responseId, seq, mediaMs, samples: given }, sampleRate) {
			const isFirst = voice?.responseId !== responseId;
			const samples = resamplerFor(responseId, sampleRate).push(toFloats(given));
			const next = sent * PACKET_SAMPLES;
			// Before a new response, and after the process stood still, the page needs an edge to find again.
			const earliest = isFirst || hasStalled ? quietFrom + samplesOf(ONSET_QUIET_MS) : 0;
			hasStalled = false;
			const at = Math.max(next, end, earliest);
			const onset = samples.findIndex((sample) => Math.abs(sample) >= AUDIBLE);
			const isEdge = onset >= 0 && at + onset - quietFrom >= samplesOf(ONSET_QUIET_MS);
			const last = samples.findLastIndex((sample) => Math.abs(sample) >= AUDIBLE);
			end = at + samples.length;
			if (last >= 0) quietFrom = at + last + 1;
			pieces.push({ responseId, at, samples });
			onPlaced({
				responseId,
				seq,
				mediaMs,
				lengthMs: (given.length / sampleRate) * 1_000,
				streamMs: (at / TRACK_RATE) * 1_000,
				isAudible: onset >= 0,
				...(isEdge ? { audibleMs: (onset / TRACK_RATE) * 1_000 } : {})
			});
		},
		drop(responseId) {
			pieces = pieces.filter((piece) => piece.responseId !== responseId);
			// Packets already sent may still be heard; from there on it is quiet.
			const next = sent * PACKET_SAMPLES;
			end = Math.max(next, ...pieces.map(({ at, samples }) => at + samples.length));
			if (pieces.length === 0) quietFrom = Math.min(quietFrom, next);
		},
		stop() {
			takeBack();
			pieces = [];
		}
	};
}
