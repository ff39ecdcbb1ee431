// Which sound of the microphone has come, in order, and how much of it need not come again. Guarantees: frames go on once each and in
// order, however often they are sent; what is given up for lost is counted; what may be forgotten by the browser is only what was settled
// (understood, or silent), so that a process that dies loses nothing that anybody said. It does not know what was understood.
import { MIC_KEPT_MS, MIC_SUBFRAME_MS, MIC_SUBFRAMES } from '#lib/shared/voice/protocol.ts';
import type { Clock } from '../platform/index.ts';

export interface MicFrame {
	seq: number;
	mediaMs: number;
	samples: Int16Array;
}

const FRAME_MS = MIC_SUBFRAME_MS * MIC_SUBFRAMES;
const SAMPLES_PER_MS = 16;
/** So many frames behind a hole are waited for it: a socket keeps order, so a hole is closed at once or never. */
const HELD_AT_MOST = 5;
/** All that a browser keeps may come at once when it comes back, and the time goes on meanwhile. */
const ALLOWANCE_MS = MIC_KEPT_MS * 1.5;
/** A clock of a sound card may be fast, and a slow line catches up. Ten times is neither. */
const ALLOWED_SPEED = 1.5;

export interface MicLedger {
	/** `taken` are the frames that are now next in order: none, this one, or several that waited for it. */
	accept(frame: MicFrame): { outcome: 'taken' | 'known' | 'held' | 'flood'; taken: MicFrame[] };
	/** What waits for a hole goes on without it: nothing more comes for now. */
	flush(): MicFrame[];
	/** Everything before this frame is understood or silent. Never goes back, nor beyond what has come. True when it moved. */
	settle(beforeSeq: number): boolean;
	/** The first frame that has not come. */
	nextSeq(): number;
	/** The first frame that is not settled. */
	settledSeq(): number;
	/** What has come and is not settled, in order; at most what a browser keeps. */
	unsettled(): readonly MicFrame[];
	/** The first frame that ends after this time of the microphone; `nextSeq` when none does. */
	seqAt(mediaMs: number): number;
	/** A browser came back: it may send again all it keeps. */
	reconnected(): void;
	/** Frames that never came, and frames that came again, since this was asked last. */
	takeCounts(): { gapFrames: number; replayedFrames: number };
}

export function createMicLedger(options: { nextMicSeq: number; clock: Clock }): MicLedger {
	const { clock } = options;
	let next = options.nextMicSeq;
	let settled = options.nextMicSeq;
	let kept: MicFrame[] = [];
	const held = new Map<number, MicFrame>();
	let gapFrames = 0;
	let replayedFrames = 0;
	let allowanceMs = ALLOWANCE_MS;
	let countedAt = clock.now();

	function isFlood({ samples }: MicFrame): boolean {
		const now = clock.now();
		allowanceMs = Math.min(ALLOWANCE_MS, allowanceMs + (now - countedAt) * ALLOWED_SPEED);
		countedAt = now;
		const costMs = samples.length / SAMPLES_PER_MS;
		if (allowanceMs < costMs) return true;
		allowanceMs -= costMs;
		return false;
	}

	function take(frame: MicFrame): MicFrame {
		next = frame.seq + 1;
		kept.push(frame);
		if (kept.length > MIC_KEPT_MS / FRAME_MS) kept.shift();
		return frame;
	}

	function takeHeld(taken: MicFrame[]): MicFrame[] {
		for (let frame = held.get(next); frame !== undefined; frame = held.get(next)) {
			held.delete(next);
			taken.push(take(frame));
		}
		return taken;
	}

	/** Gives up the first hole. */
	function skip(): MicFrame[] {
		const first = Math.min(...held.keys());
		gapFrames += first - next;
		next = first;
		return takeHeld([]);
	}

	return {
		accept(frame) {
			if (isFlood(frame)) return { outcome: 'flood', taken: [] };
			if (frame.seq < next || held.has(frame.seq)) {
				replayedFrames += 1;
				return { outcome: 'known', taken: [] };
			}
			if (frame.seq === next) return { outcome: 'taken', taken: takeHeld([take(frame)]) };
			held.set(frame.seq, frame);
			if (held.size < HELD_AT_MOST) return { outcome: 'held', taken: [] };
			return { outcome: 'taken', taken: skip() };
		},
		flush() {
			const taken: MicFrame[] = [];
			while (held.size > 0) taken.push(...skip());
			return taken;
		},
		settle(beforeSeq) {
			const to = Math.min(beforeSeq, next);
			if (to <= settled) return false;
			settled = to;
			kept = kept.filter(({ seq }) => seq >= to);
			return true;
		},
		nextSeq: () => next,
		settledSeq: () => settled,
		unsettled: () => kept,
		seqAt(mediaMs) {
			const found = kept.find((frame) => frame.mediaMs + frame.samples.length / SAMPLES_PER_MS > mediaMs);
			return found?.seq ?? next;
		},
		reconnected() {
			allowanceMs = ALLOWANCE_MS;
			countedAt = clock.now();
			// They come again, in order.
			held.clear();
		},
		takeCounts() {
			const counts = { gapFrames, replayedFrames };
			gapFrames = 0;
			replayedFrames = 0;
			return counts;
		}
	};
}
