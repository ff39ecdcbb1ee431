// One reader of one turn: server-sent events from a position on (or from the turn's start), to the end of the turn: its parts, and what
// happens to the conversation meanwhile. Pulled by the reader, so that a slow one holds up itself alone and nothing is buffered for
// it; every reader gets the same bytes.
import { formatSse, SSE_DONE, SSE_HEARTBEAT } from '#lib/shared/conversation/sse.ts';
import type { EventLog, Frame } from '../store/event-log.ts';
import type { Journal } from '../journal.ts';

/** While nothing happens, so that proxies keep the connection. */
export const HEARTBEAT_MS = 15_000;
const FRAMES_AT_ONCE = 256;

export function followTurn(
	log: EventLog,
	journal: Journal,
	turnId: string,
	after: number | 'start'
): ReadableStream<Uint8Array> {
	const encoder = new TextEncoder();
	/** undefined while the turn waits and its start is what we wait for. */
	let cursor = after === 'start' ? undefined : after;
	let wake: (() => void) | undefined;
	// A response's head leaves with its first bytes: whoever waits behind other turns must know at once that they were accepted.
	let isQuiet = true;
	const rouse = () => {
		wake?.();
		wake = undefined;
	};
	const unsubscribe = journal.subscribe(turnId, rouse);
	const heartbeat = setInterval(() => {
		isQuiet = true;
		rouse();
	}, HEARTBEAT_MS);
	const leave = () => {
		clearInterval(heartbeat);
		unsubscribe();
		rouse();
	};

	function nextFrames(): Frame[] {
		const upTo = journal.visibleSeq();
		if (cursor === undefined) {
			const start = log.startOf(turnId);
			if (start === undefined) return [];
			cursor = start - 1;
		}
		const frames = log.framesFor(turnId, cursor, upTo, FRAMES_AT_ONCE);
		const end = frames.findIndex(isTerminal);
		return end === -1 ? frames : frames.slice(0, end + 1);
	}

	return new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				for (;;) {
					const frames = nextFrames();
					const last = frames.at(-1);
					if (last !== undefined) {
						cursor = last.seq;
						isQuiet = false;
						const hasEnded = isTerminal(last);
						const text = frames.map((frame) => formatSse(frame.seq, frame.json)).join('');
						controller.enqueue(encoder.encode(hasEnded ? text + SSE_DONE : text));
						if (!hasEnded) return;
						leave();
						controller.close();
						return;
					}
					if (isQuiet) {
						isQuiet = false;
						controller.enqueue(encoder.encode(SSE_HEARTBEAT));
						return;
					}
					await new Promise<void>((resolve) => {
						wake = resolve;
					});
				}
			},
			cancel: leave
		},
		// Nothing is fetched ahead of the reader.
		{ highWaterMark: 0 }
	);
}

/** Parts are stored with their type first. */
function isTerminal({ json }: Frame): boolean {
	return /^\{"type":"(finish|abort|error)"/.test(json);
}
