// What carries a call: text and bytes, both ways, in order. The socket of the product is one; webrtc/ puts its own behind the same face.
import type { SoundLoss } from '../shared/voice/sound.ts';

/** One connection. It is opened once and closed once; coming back is the business of the call's line. */
export interface CallTransport {
	/** Bytes that wait to be sent. */
	readonly bufferedAmount: number;
	/** Both do nothing once it is closed. */
	sendText(text: string): void;
	sendBytes(bytes: ArrayBuffer): void;
	close(): void;
	/**
	 * The microphone as it is heard right now; undefined while muted, while the button of push-to-talk is up, and after it is gone. A transport that
	 * carries sound by a media track of its own needs it. Frames are given to `sendBytes` all the same, and speech comes by `onBytes` all the same:
	 * such a transport keeps back what the track carries, and makes frames of what it hears.
	 */
	listen?(microphone: MediaStream | undefined): void;
}

/** How sound travels just now. `socket` with a `reason` that is a fault is worth a word on the screen. */
export interface SoundPath {
	by: 'socket' | 'media';
	reason?: SoundLoss;
}

export interface CallTransportListener {
	onOpen(): void;
	onText(text: string): void;
	onBytes(bytes: ArrayBuffer): void;
	/** Once, also when it could not be opened. `code` as of WebSocket: 1012 is a server that starts anew. */
	onClose(code: number): void;
	/** Only from a transport with a media track: whenever the way of sound changes. */
	onSoundPath?(path: SoundPath): void;
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
