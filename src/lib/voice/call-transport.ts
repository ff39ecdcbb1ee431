// What carries a call: text and bytes, both ways, in order. The socket of the product is one; WebRTC puts its own behind the same face.

/** One connection. It is opened once and closed once; coming back is the business of the call's line. */
export interface CallTransport {
	/** Bytes that wait to be sent. */
	readonly bufferedAmount: number;
	/** Both do nothing once it is closed. */
	sendText(text: string): void;
	sendBytes(bytes: ArrayBuffer): void;
	close(): void;
	/**
	 * Set where sound travels by itself (a media track) and not as frames: no microphone frame is sent, and speech is played by the transport.
	 * `listen` gives it the microphone whenever that changes.
	 */
	readonly media?: CallMedia;
}

export interface CallMedia {
	listen(microphone: MediaStream | undefined): void;
	/** Paused sound is kept where it can be, else lost: `pause` is instant either way. */
	pause(): void;
	resume(): void;
	clear(): void;
}

export interface CallTransportListener {
	onOpen(): void;
	onText(text: string): void;
	onBytes(bytes: ArrayBuffer): void;
	/** Once, also when it could not be opened. `code` as of WebSocket: 1012 is a server that starts anew. */
	onClose(code: number): void;
}

export type OpenCallTransport = (listener: CallTransportListener) => CallTransport;

/** The socket of a call on this conversation. */
export function openSocketTransport(conversationId: string, listener: CallTransportListener): CallTransport {
	const socket = new WebSocket(
		new URL(`/api/chat/${conversationId}/voice`, location.href.replace(/^http/, 'ws'))
	);
	socket.binaryType = 'arraybuffer';
	socket.onopen = () => listener.onOpen();
	socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
		if (typeof data === 'string') listener.onText(data);
		else listener.onBytes(data);
	};
	socket.onclose = ({ code }) => listener.onClose(code);
	return {
		get bufferedAmount() {
			return socket.bufferedAmount;
		},
		sendText(text) {
			if (socket.readyState === WebSocket.OPEN) socket.send(text);
		},
		sendBytes(bytes) {
			if (socket.readyState === WebSocket.OPEN) socket.send(bytes);
		},
		close() {
			socket.close(1000);
		}
	};
}
