// What others do, as it happens: the log from a position on and who is here, over a socket that comes back by itself.
import type { FoldableEvent } from '#lib/shared/conversation/fold.ts';
import type { LiveFrame, LiveRequest } from '#lib/shared/conversation/live.ts';
import { unattended } from '#lib/ui/unattended.ts';
import { backoffMs } from '#lib/shared/wire-error.ts';
import type { Surroundings } from './wire.ts';

export type LiveNews = Exclude<LiveFrame, { type: 'events' }>;

export interface LiveListener {
	onevent(event: FoldableEvent): void;
	/** Everything that is not of the log. */
	onnews(news: LiveNews): void;
	onclose(): void;
}

export interface LiveLine {
	/** Said to whoever listens now; lost when nobody does. */
	say(request: LiveRequest): void;
	leave(): void;
}

/** Follows the conversation until `leave`. */
export function followLive(
	surroundings: Pick<Surroundings, 'openSocket' | 'wait' | 'isOnline'>,
	conversationId: string,
	afterSeq: number,
	listener: LiveListener
): LiveLine {
	let cursor = afterSeq;
	let attempt = 0;
	let isOver = false;
	let socket: WebSocket | undefined;

	function open(): void {
		if (isOver) return;
		socket = surroundings.openSocket(`/api/chat/${conversationId}/live?after=${cursor}`);
		socket.onmessage = (message) => {
			const frame = readFrame(message.data);
			if (frame === undefined) return;
			attempt = 0;
			if (frame.type !== 'events') {
				listener.onnews(frame);
				return;
			}
			for (const event of frame.events) {
				cursor = Math.max(cursor, event.seq);
				listener.onevent(event);
			}
		};
		socket.onclose = () => {
			listener.onclose();
			unattended(reopen());
		};
	}

	async function reopen(): Promise<void> {
		if (isOver) return;
		await surroundings.wait(backoffMs(attempt++));
		open();
	}

	open();
	return {
		say(request) {
			if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(request));
		},
		leave() {
			isOver = true;
			socket?.close();
		}
	};
}

function readFrame(data: unknown): LiveFrame | undefined {
	try {
		return typeof data === 'string' ? (JSON.parse(data) as LiveFrame) : undefined;
	} catch {
		return undefined;
	}
}
