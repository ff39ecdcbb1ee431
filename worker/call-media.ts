// The sound of a conversation's calls by WebRTC, in its object. Without a media server everything goes by the page's socket, untouched.
import type { RunInBackground } from '#lib/server/observability/index.ts';
import {
	createRealtimeApi,
	createRealtimeSound,
	MEDIA_SECRET_HEADER,
	type AdapterSocket,
	type SoundSocket
} from '#lib/server/realtime/index.ts';
import type { Services } from '#lib/server/services.ts';
import { newSecret } from '#lib/shared/base64url.ts';

export interface CallMedia {
	/** What a call sends to the result goes the way that is open. `hear`: the call takes a frame of the microphone. */
	over(socket: WebSocket, send: SoundSocket, hear: (frame: ArrayBuffer) => void): SoundSocket;
	/** True: the message was about sound, and none of the call's business. */
	hear(socket: WebSocket, data: string | ArrayBuffer): boolean;
	closed(socket: WebSocket): void;
	/** The media server asks for a socket. */
	adopt(request: Request): Response;
}

const NOBODY: CallMedia = {
	over: (_, send) => send,
	hear: () => false,
	closed: () => undefined,
	adopt: () => new Response(null, { status: 404 })
};

export function createCallMedia(
	conversationId: string,
	services: Pick<Services, 'settings' | 'clock' | 'log' | 'mediaDoor'>,
	runInBackground: RunInBackground,
	/** Another one in tests. */
	openApi = createRealtimeApi
): CallMedia {
	const { settings, clock, log, mediaDoor } = services;
	const { REALTIME_APP_ID: appId, REALTIME_APP_TOKEN: token, REALTIME_URL: baseUrl } = settings;
	if (appId === undefined || token === undefined) return NOBODY;
	const sound = createRealtimeSound<WebSocket>({
		api: openApi({ baseUrl, appId, token }),
		clock,
		later(delayMs, work) {
			const timer = setTimeout(work, delayMs);
			return () => {
				clearTimeout(timer);
			};
		},
		newSecret,
		endpoint: (secret) => mediaDoor.addressOf(conversationId, secret),
		measured: (stats) => {
			log.info('call.sound', { conversationId, ...stats });
		},
		inBackground: runInBackground
	});
	return {
		over: (socket, send, hear) => sound.over(socket, send, hear),
		hear: (socket, data) => sound.hear(socket, data),
		closed: (socket) => {
			sound.closed(socket);
		},
		adopt(request) {
			const secret = request.headers.get(MEDIA_SECRET_HEADER) ?? '';
			const { 0: client, 1: server } = new WebSocketPair();
			const adapter: AdapterSocket = {
				sendBytes: (bytes) => {
					server.send(bytes);
				},
				close: (code, reason) => {
					server.close(code, reason);
				}
			};
			if (!sound.adopt(secret, adapter)) return new Response(null, { status: 404 });
			// With fifty messages a second it never sleeps: a socket that does not outlive the process will do.
			// Else bytes come as a Blob, whose content is late.
			server.binaryType = 'arraybuffer';
			server.accept();
			server.addEventListener('message', ({ data }) => {
				sound.hearAdapter(secret, adapter, data as string | ArrayBuffer);
			});
			const gone = () => {
				sound.adapterClosed(secret, adapter);
			};
			server.addEventListener('close', gone);
			server.addEventListener('error', gone);
			return new Response(null, { status: 101, webSocket: client });
		}
	};
}
