// A WebSocket of a conversation as the chat room knows one. Its position is kept with it, so that it survives hibernation.
import type { LiveSocket, Watcher } from '#lib/server/chat/index.ts';

/** What a hibernating socket keeps. */
export interface KeptWithSocket {
	position: number;
	watcher: Watcher;
}

export function toLiveSocket(socket: WebSocket): LiveSocket {
	const { watcher, position } = socket.deserializeAttachment() as KeptWithSocket;
	let now = position;
	let kept = position;
	return {
		watcher,
		position: () => now,
		moveTo: (seq) => {
			now = seq;
		},
		keep: () => {
			if (kept === now) return;
			kept = now;
			socket.serializeAttachment({ position: now, watcher } satisfies KeptWithSocket);
		},
		send: (frame) => socket.send(frame),
		close: (code, reason) => socket.close(code, reason)
	};
}
