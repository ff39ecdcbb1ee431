// What other tabs do, as it happens: the log from a position on, over a socket that comes back by itself.
import type { FoldableEvent } from '#lib/shared/conversation/fold.ts';
import type { LiveFrame } from '#lib/shared/conversation/live.ts';
import { unattended } from '#lib/ui/unattended.ts';
import { backoffMs, type Surroundings } from './wire.ts';

/** Follows the conversation until the returned function is called. */
export function followLive(
	surroundings: Pick<Surroundings, 'openSocket' | 'wait' | 'isOnline'>,
	conversationId: string,
	afterSeq: number,
	onevent: (event: FoldableEvent) => void
): () => void {
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
			if (frame.type !== 'events') return;
			for (const event of frame.events) {
				cursor = Math.max(cursor, event.seq);
				onevent(event);
			}
		};
		socket.onclose = () => {
			unattended(reopen());
		};
	}

	async function reopen(): Promise<void> {
		if (isOver) return;
		await surroundings.wait(backoffMs(attempt++));
		open();
	}

	open();
	return () => {
		isOver = true;
		socket?.close();
	};
}

function readFrame(data: unknown): LiveFrame | undefined {
	try {
		return typeof data === 'string' ? (JSON.parse(data) as LiveFrame) : undefined;
	} catch {
		return undefined;
	}
}
