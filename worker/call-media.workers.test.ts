// The media server's sockets in workerd: what its adapters send is heard, and what is spoken reaches them.
import { expect, it } from 'vitest';
import {
	createMediaDoor,
	MEDIA_PATH,
	MEDIA_SECRET_HEADER,
	type RealtimeApi
} from '#lib/server/realtime/index.ts';
import { createLogger } from '#lib/server/observability/index.ts';
import { parseSettings, systemClock } from '#lib/server/platform/index.ts';
import { decodeFrame, encodeFrame } from '#lib/shared/voice/frames.ts';
import { decodePacket } from '#lib/server/realtime/packet.ts';
import { stereoPacket } from '#lib/server/realtime/fixtures/stereo-packet.ts';
import { readStereo } from '#lib/server/realtime/samples.ts';
import { createCallMedia } from './call-media.ts';

const CONFIGURED = {
	REALTIME_APP_ID: 'an-app-of-tests',
	REALTIME_APP_TOKEN: 'its-secret',
	PUBLIC_ORIGIN: 'https://school.example'
};

/** Answers that arrive when they are waited for. */
function collected<T>() {
	const all: T[] = [];
	let wake = () => {};
	return {
		all,
		add(one: T) {
			all.push(one);
			wake();
		},
		async first(fits: (one: T) => boolean): Promise<T> {
			for (;;) {
				const found = all.find(fits);
				if (found !== undefined) return found;
				await new Promise<void>((resolve) => {
					wake = resolve;
				});
			}
		}
	};
}

function setUp(environment: Record<string, string>) {
	const settings = parseSettings(environment);
	const log = createLogger({ level: 'error' });
	const sockets = new Map<string, WebSocket>();
	const knock = (secret: string) =>
		media.adopt(
			new Request(`https://conversation${MEDIA_PATH}`, { headers: { [MEDIA_SECRET_HEADER]: secret } })
		);
	function call(way: string, endpoint: string): void {
		const { webSocket } = knock(endpoint.split('/').at(-1) ?? '');
		if (webSocket === null) throw new Error(`${way} was not let in`);
		webSocket.binaryType = 'arraybuffer';
		webSocket.accept();
		sockets.set(way, webSocket);
	}
	const api: RealtimeApi = {
		newSession: async () => 'session',
		publish: async () => 'answer',
		subscribe: async () => 'offer',
		renegotiate: async () => undefined,
		async openAdapters({ microphone, speech }) {
			call('microphone', microphone.endpoint);
			call('speech', speech.endpoint);
			return { adapters: ['a', 'b'], speechSession: 'speaker' };
		},
		closeAdapters: async () => undefined,
		closeTrack: async () => undefined
	};
	const mediaDoor = createMediaDoor({
		namespace: { getByName: () => ({ fetch: () => Promise.reject(new Error('not asked')) }) },
		appId: settings.REALTIME_APP_ID,
		publicOrigin: settings.PUBLIC_ORIGIN
	});
	const media = createCallMedia(
		'a-conversation',
		{ settings, clock: systemClock, log, mediaDoor },
		(_label, work) => void work,
		() => api
	);
	return { media, sockets, knock };
}

it('frames go both ways by the sockets of the media server', async () => {
	const { media, sockets } = setUp(CONFIGURED);
	const page = new WebSocketPair()[0];
	const said = collected<{ type: string }>();
	const heard = collected<ArrayBuffer>();
	const line = media.over(
		page,
		{ send: (text) => said.add(JSON.parse(text) as { type: string }), sendBytes: () => undefined },
		(frame) => heard.add(frame)
	);
	const say = (message: object) => media.hear(page, JSON.stringify(message));
	say({ type: 'sound.offer', attempt: 1, sdp: 'mine', mid: '0' });
	await said.first(({ type }) => type === 'sound.answer');
	say({ type: 'sound.connected', attempt: 1 });
	await said.first(({ type }) => type === 'sound.subscribe');
	say({ type: 'sound.accept', attempt: 1, sdp: 'mine too' });
	await said.first(({ type }) => type === 'sound.live');

	say({ type: 'sound.frame', seq: 7, mediaMs: 560, subframes: 4 });
	for (let i = 0; i < 8; i++)
		sockets.get('microphone')?.send(stereoPacket(new Float32Array(960).fill(0.5), i * 960));
	expect(decodeFrame(await heard.first(() => true))).toMatchObject({ seq: 7, mediaMs: 560 });

	const track = collected<Float32Array>();
	sockets.get('speech')?.addEventListener('message', ({ data }) => {
		track.add(readStereo(decodePacket(new Uint8Array(data as ArrayBuffer)).payload));
	});
	const samples = new Int16Array(960).fill(9_000);
	line.sendBytes(encodeFrame({ kind: 'speech', subframes: 0, responseId: 1, seq: 0, mediaMs: 0, samples }));
	expect(await said.first(({ type }) => type === 'sound.frame')).toMatchObject({ responseId: 1, seq: 0 });
	await track.first((packet) => packet.some((sample) => sample > 0.2));

	sockets.get('speech')?.close(1000);
	await said.first(({ type }) => type === 'sound.lost');
	media.closed(page);
});

it('nobody is let in with a wrong secret, or where there is no media server', () => {
	expect(setUp(CONFIGURED).knock('wrong').status).toBe(404);
	const none = setUp({});
	expect(none.knock('wrong').status).toBe(404);
	expect(none.media.hear(new WebSocketPair()[0], '{"type":"sound.offer"}')).toBe(false);
});
