// Frames of the microphone out of the track that the SFU sends. The page says on its socket which frame it recorded just now; the samples
// come a little later or earlier by the track, without numbers. Here each number gets its sound.
//
// The track and the socket take ways of their own, so where a stretch of frames begins is known to some tens of milliseconds (LATE_MS); from
// there on frames follow each other without a gap. Numbers whose sound was lost on the way get silence, so that the call is not held up; when
// no packets come at all they wait: the page has those frames still, and sends them by the socket when the connection is given up.
import type { SoundFrame } from '#lib/shared/voice/frames.ts';
import { MIC_SAMPLE_RATE, MIC_SUBFRAME_MS } from '#lib/shared/voice/protocol.ts';
import type { RecordedFrame } from '#lib/shared/voice/sound.ts';
import type { Clock } from '../platform/index.ts';
import { decodePacket } from './packet.ts';
import { createResampler } from './resampler.ts';
import { readStereo, toIntegers } from './samples.ts';

const TRACK_RATE = 48_000;
const samplesOf = (ms: number) => (MIC_SAMPLE_RATE * ms) / 1_000;

/** By how much sound is assumed to come later by the track than its number by the socket: a packet of 20 ms, and what decoding holds back. */
const LATE_MS = 50;
/** A number waits so long for its sound while other sound comes. */
const PATIENCE_MS = 400;
const BEHIND_MS = 1_000;
/** Two and a half seconds of frames. */
const MOST_WAITING = 32;
/** No number for so long: the microphone was muted, and the next one begins a new stretch. */
const STRETCH_MS = 250;
/** More sound than this waiting for numbers: the clocks ran apart; what is oldest is passed over. */
const MOST_AHEAD_MS = 500;
/** Lost packets become silence, up to so much at once: more is a new beginning. */
const MOST_LOST_MS = 1_000;

export interface MicUplink {
	/** A message of the adapter. Throws a RangeError for what is none. */
	packet(bytes: Uint8Array): void;
	/** The page recorded this frame just now. */
	announce(frame: RecordedFrame): void;
	/** Numbers wait for their sound for longer, or more of them, than a track that lives would let them. */
	isBehind(): boolean;
}

export function createMicUplink(options: { clock: Clock; onFrame: (frame: SoundFrame) => void }): MicUplink {
	const { clock, onFrame } = options;
	const resampler = createResampler(TRACK_RATE, MIC_SAMPLE_RATE);
	let sound = new Int16Array();
	let announced: (RecordedFrame & { at: number })[] = [];
	let lastAnnouncedAt = -Infinity;
	let lastTimestamp: number | undefined;
	let lastLength = 0;

	function append(samples: Int16Array): void {
		const most = samplesOf(announced.reduce((ms, frame) => ms + lengthMsOf(frame), MOST_AHEAD_MS));
		const all = new Int16Array(sound.length + samples.length);
		all.set(sound);
		all.set(samples, sound.length);
		sound = all.length > most ? all.slice(all.length - most) : all;
	}

	/** Packets that did not come, in samples of the track. The timestamp wraps around at 2^32. */
	function lostBefore(timestamp: number): number {
		if (lastTimestamp === undefined) return 0;
		const lost = (timestamp - lastTimestamp - lastLength) >>> 0;
		return lost <= (TRACK_RATE * MOST_LOST_MS) / 1_000 ? lost : 0;
	}

	/** `isFlowing`: a packet came just now, so that what is missing was lost. */
	function giveFrames(isFlowing: boolean): void {
		const now = clock.now();
		for (;;) {
			const [next] = announced;
			if (next === undefined) return;
			const isLost = isFlowing && now - next.at >= PATIENCE_MS;
			const length = samplesOf(lengthMsOf(next));
			if (sound.length < length && !isLost) return;
			const samples = new Int16Array(length);
			samples.set(sound.subarray(0, length));
			sound = sound.slice(length);
			announced = announced.slice(1);
			const { seq, mediaMs, subframes } = next;
			onFrame({ kind: 'microphone', subframes, responseId: 0, seq, mediaMs, samples });
		}
	}

	return {
		packet(bytes) {
			const { payload, timestamp } = decodePacket(bytes);
			const stereo = readStereo(payload);
			if (stereo.length === 0) return;
			const lost = lostBefore(timestamp);
			if (lost > 0) append(toIntegers(resampler.push(new Float32Array(lost))));
			lastTimestamp = timestamp;
			lastLength = stereo.length;
			append(toIntegers(resampler.push(stereo)));
			giveFrames(true);
		},
		announce(frame) {
			const now = clock.now();
			if (now - lastAnnouncedAt > STRETCH_MS && announced.length === 0)
				// The frame's own first sample is this old by the track.
				sound = sound.slice(Math.max(0, sound.length - Math.max(0, samplesOf(lengthMsOf(frame) - LATE_MS))));
			lastAnnouncedAt = now;
			announced.push({ ...frame, at: now });
			giveFrames(false);
		},
		isBehind() {
			const [oldest] = announced;
			return oldest !== undefined && (clock.now() - oldest.at > BEHIND_MS || announced.length > MOST_WAITING);
		}
	};
}

const lengthMsOf = ({ subframes }: RecordedFrame) => subframes * MIC_SUBFRAME_MS;
