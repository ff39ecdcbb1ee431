// The socket of a call, with its sound by WebRTC where the server has a media server. Everything but this file is loaded when the server
// says so; until then, and whenever the media connection fails, it is the socket alone.
import type { SoundEvent } from '../../shared/voice/sound.ts';
import { openSocketTransport, type CallTransport, type CallTransportListener } from '../call-transport.ts';
import type { MediaLine } from './media-line.ts';

/** `openSocket` is another one in tests. */
export function openMediaTransport(
	conversationId: string,
	listener: CallTransportListener,
	openSocket = openSocketTransport
): CallTransport {
	let line: MediaLine | undefined;
	let microphone: MediaStream | undefined;
	let isOver = false;
	const socket = openSocket(conversationId, {
		onOpen: () => {
			listener.onOpen();
		},
		onText(text) {
			if (text.startsWith('{"type":"sound.')) hear(JSON.parse(text) as SoundEvent);
			else if (line === undefined) listener.onText(text);
			else line.text(text);
		},
		onBytes: (bytes) => {
			listener.onBytes(bytes);
		},
		onClose(code) {
			leave();
			listener.onClose(code);
		}
	});

	function hear(event: SoundEvent): void {
		if (event.type !== 'sound.available') line?.hear(event);
		else if (line === undefined)
			begin(event.iceServers).catch(() => listener.onSoundPath?.({ by: 'socket', reason: 'unsupported' }));
	}

	async function begin(iceServers: readonly string[]): Promise<void> {
		const { openMediaLine } = await import('./media-line.ts');
		if (isOver || line !== undefined) return;
		line = openMediaLine({
			iceServers,
			send: (request) => {
				socket.sendText(JSON.stringify(request));
			},
			sendBytes: (bytes) => {
				socket.sendBytes(bytes);
			},
			onBytes: (bytes) => {
				listener.onBytes(bytes);
			},
			onText: (text) => {
				listener.onText(text);
			},
			onSoundPath: (path) => listener.onSoundPath?.(path)
		});
		line.listen(microphone);
	}

	function leave(): void {
		isOver = true;
		line?.close();
	}

	return {
		get bufferedAmount() {
			return socket.bufferedAmount;
		},
		sendText(text) {
			socket.sendText(text);
		},
		sendBytes(bytes) {
			if (line?.carry(bytes) !== true) socket.sendBytes(bytes);
		},
		listen(stream) {
			microphone = stream;
			line?.listen(stream);
		},
		close() {
			leave();
			socket.close();
		}
	};
}
