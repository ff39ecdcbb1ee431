// A WebSocket to a provider of speech, out of the answer that upgrades it: of env.AI.run(…, { websocket: true }) or of a fetch with
// `upgrade: websocket`. Says once how it ended; nothing comes after that.
import type { AppError } from '#lib/shared/errors.ts';
import { closedWith, failedWith, lost, thrownBy, unread, type Part } from './failure.ts';

/** As much of a WebSocket of the platform as is used. */
export interface PlatformSocket {
	binaryType?: string;
	accept?(): void;
	send(data: string | ArrayBuffer): void;
	close(code?: number, reason?: string): void;
	addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
	addEventListener(type: 'close', listener: (event: { code: number }) => void): void;
	addEventListener(type: 'error', listener: (event: unknown) => void): void;
}

/** Answers with a response that carries a socket, or with one that refuses. */
export type Dial = (signal: AbortSignal) => Promise<Upgrade>;
type Upgrade = Pick<Response, 'status' | 'headers' | 'body'> & { webSocket?: unknown };

export interface SocketListener {
	onText(text: string): void;
	onBytes(bytes: Uint8Array): void;
	/** The provider hung up, or sent what nobody sends. Not after close(). */
	onLost(error: AppError): void;
}

export interface ProviderSocket {
	/** Never throws: what cannot be sent is told to onLost. */
	send(data: string | ArrayBuffer): void;
	/** Says `farewell` first, if there is one. */
	close(farewell?: string): void;
}

/** Longer messages are not from a provider in its right mind: transcripts have a few KB, sounds a second or so. */
const MOST_TEXT = 256 * 1024;
const MOST_BYTES = 2 * 1024 * 1024;

export async function openProviderSocket(
	part: Part,
	dial: Dial,
	listener: SocketListener,
	signal: AbortSignal
): Promise<ProviderSocket> {
	const response = await dial(signal).catch((thrown: unknown) => {
		throw signal.aborted ? signal.reason : thrownBy(part, thrown);
	});
	const socket = response.webSocket as PlatformSocket | null | undefined;
	if (socket === null || socket === undefined) {
		unread(response);
		throw failedWith(part, response);
	}
	let isOver = false;
	function end(error: AppError) {
		if (isOver) return;
		isOver = true;
		quietly(() => socket?.close(1000));
		listener.onLost(error);
	}
	// workerd gives blobs otherwise, since its compatibility date of 2026-03-17.
	socket.binaryType = 'arraybuffer';
	socket.addEventListener('message', ({ data }) => {
		if (isOver) return;
		if (typeof data === 'string') {
			if (data.length > MOST_TEXT) end(lost(part, new Error(`a message of ${data.length} characters`)));
			else listener.onText(data);
		} else if (data instanceof ArrayBuffer) {
			if (data.byteLength > MOST_BYTES) end(lost(part, new Error(`a message of ${data.byteLength} bytes`)));
			else listener.onBytes(new Uint8Array(data));
		}
	});
	socket.addEventListener('close', ({ code }) => end(closedWith(part, code)));
	socket.addEventListener('error', () => end(lost(part, new Error('the connection broke'))));
	socket.accept?.();
	const close = (farewell?: string) => {
		if (isOver) return;
		isOver = true;
		if (farewell !== undefined) quietly(() => socket.send(farewell));
		quietly(() => socket.close(1000));
	};
	// Whoever gave up while it was dialled has nobody to close it.
	if (signal.aborted) {
		close();
		throw signal.reason;
	}
	signal.addEventListener('abort', () => close(), { once: true });
	return {
		send(data) {
			if (isOver) return;
			try {
				socket.send(data);
			} catch (thrown) {
				end(lost(part, thrown));
			}
		},
		close
	};
}

/** A socket that is already gone. */
function quietly(work: () => void) {
	try {
		work();
	} catch {
		// Nobody is there to be told.
	}
}
