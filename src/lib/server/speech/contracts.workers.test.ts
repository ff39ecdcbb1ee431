// The same inside workerd: sockets as the platform gives them, which say nothing before they are accepted and give blobs unless asked not to.
import { parseSettings, createManualClock, type Bindings } from '../platform/index.ts';
import { createLogger } from '../observability/index.ts';
import { breakersInMemory } from '../resilience/fixtures/breakers-in-memory.ts';
import { first } from './fixtures/deployment.ts';
import { playFlux, playListen, playSpeak } from './fixtures/plays.ts';
import type { Call, Play } from './fixtures/provider-server.ts';
import { createSpeechProviders, encodeTones } from './index.ts';
import { describeSpeaker } from './speaker.contract.ts';
import { describeTranscriber } from './transcriber.contract.ts';
import type { SpeechAi } from './workers-ai/speech-ai.ts';

/** Of readyState; workerd and the types name it otherwise. */
const OPEN = 1;
let sockets: WebSocket[] = [];
let isLost = false;

const pcmOf = (text: string) =>
	new Response(encodeTones(text, 24_000).buffer, { headers: { 'content-type': 'audio/pcm' } });

function aiThatPlays(play: Play): SpeechAi {
	return {
		run(_model, input, options) {
			options?.signal?.throwIfAborted();
			if (options?.websocket !== true)
				return Promise.resolve(isLost ? new Response(null, { status: 502 }) : pcmOf(String(input.text)));
			const [client, server] = Object.values(new WebSocketPair());
			if (client === undefined || server === undefined) throw new Error('no pair');
			server.binaryType = 'arraybuffer';
			server.accept();
			sockets.push(server);
			play(callOn(server));
			return Promise.resolve(new Response(null, { status: 101, webSocket: client }));
		}
	};
}

function callOn(socket: WebSocket): Call {
	const onMessage = (listener: (data: string | ArrayBuffer) => void) =>
		socket.addEventListener('message', ({ data }) => listener(data as string | ArrayBuffer));
	return {
		visit: { path: '', query: new URLSearchParams(), headers: {}, received: [], isClosed: false },
		send(message) {
			// As a server that has not yet noticed.
			if (socket.readyState !== OPEN) return;
			socket.send(
				typeof message === 'string' || message instanceof Uint8Array ? message : JSON.stringify(message)
			);
		},
		close: (code) => socket.close(code),
		cut: () => socket.close(1011),
		onText: (listener) =>
			onMessage((data) => {
				if (typeof data === 'string') listener(JSON.parse(data) as Record<string, unknown>);
			}),
		onBytes: (listener) =>
			onMessage((data) => {
				if (typeof data !== 'string') listener(new Uint8Array(data));
			})
	};
}

function open(settings: Record<string, string>, play: Play) {
	sockets = [];
	isLost = false;
	const clock = createManualClock();
	const AI = aiThatPlays(play) as unknown as NonNullable<Bindings['AI']>;
	return createSpeechProviders(parseSettings({ AI, ...settings }), {
		AI,
		breakers: breakersInMemory(clock),
		clock,
		log: createLogger({ write: () => undefined })
	});
}

const hangUp = () => {
	isLost = true;
	for (const socket of sockets) socket.close(1011);
};

describeTranscriber('flux in a Worker', {
	open: () => first(open({ VOICE_TRANSCRIBERS: 'flux' }, playFlux).transcribers),
	lose: hangUp
});
describeTranscriber('nova-3 in a Worker', {
	open: () => first(open({ VOICE_TRANSCRIBERS: 'nova-3' }, playListen).transcribers),
	lose: hangUp
});
describeSpeaker('aura-2 in a Worker', {
	open: () => first(open({ VOICE_SPEAKERS: 'aura-2' }, playSpeak).speakers),
	lose: hangUp
});
