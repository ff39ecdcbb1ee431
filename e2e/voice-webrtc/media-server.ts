// The media server, in the page: a second peer connection stands for the SFU's end of the line, and what its adapters carry goes to the
// conversation's object and comes from it as packets of PCM, 48 kHz stereo.
import type { AdapterSocket, RealtimeApi } from '../../src/lib/server/realtime/index.ts';
import { decodePacket } from '../../src/lib/server/realtime/packet.ts';
import { readStereo } from '../../src/lib/server/realtime/samples.ts';
import { stereoPacket } from '../../src/lib/server/realtime/fixtures/stereo-packet.ts';

const RATE = 48_000;
const PACKET = 960;
/** The adapter of speech holds back so much, to play without a break. */
const BUFFER_MS = 60;

const WORKLETS = `
registerProcessor('to-server', class extends AudioWorkletProcessor {
	piece = new Float32Array(${PACKET}); length = 0;
	process([[channel]]) {
		for (const sample of channel ?? new Float32Array(128)) {
			this.piece[this.length++] = sample;
			if (this.length < ${PACKET}) continue;
			this.port.postMessage(this.piece);
			this.length = 0;
		}
		return true;
	}
});
registerProcessor('from-server', class extends AudioWorkletProcessor {
	queue = []; at = 0; held = 0; isPlaying = false;
	constructor() {
		super();
		this.port.onmessage = ({ data }) => { this.queue.push(data); this.held += data.length; };
	}
	process(_, [[out]]) {
		if (!this.isPlaying && this.held >= ${(BUFFER_MS * RATE) / 1_000}) this.isPlaying = true;
		if (!this.isPlaying) return true;
		for (let i = 0; i < out.length; i++) {
			const [first] = this.queue;
			if (first === undefined) { this.isPlaying = false; break; }
			out[i] = first[this.at++];
			this.held--;
			if (this.at === first.length) { this.queue.shift(); this.at = 0; }
		}
		return true;
	}
});`;

/** What the object's door is to the adapters. */
interface AdapterDoor {
	adopt(secret: string, adapter: AdapterSocket): boolean;
	hearAdapter(secret: string, adapter: AdapterSocket, data: ArrayBuffer): void;
}

interface MediaServer {
	api: RealtimeApi;
	/** The line is cut, without a word to anybody. */
	cut(): void;
	/** How many have connected. */
	connections(): number;
}

/** `isDeaf`: its answers name no address, so that nobody ever reaches it. */
export async function openMediaServer(door: AdapterDoor, isDeaf = false): Promise<MediaServer> {
	const context = new AudioContext({ sampleRate: RATE });
	await context.audioWorklet.addModule(
		URL.createObjectURL(new Blob([WORKLETS], { type: 'text/javascript' }))
	);
	await context.resume();
	let peer = new RTCPeerConnection();
	let microphone: MediaStreamTrack | undefined;
	let speech: MediaStreamTrack | undefined;
	let hasStopped = false;
	let connections = 0;

	function sendMicrophone(track: MediaStreamTrack, secret: string): void {
		const stream = new MediaStream([track]);
		const element = new Audio();
		element.muted = true;
		element.srcObject = stream;
		void element.play();
		const node = new AudioWorkletNode(context, 'to-server', {
			numberOfOutputs: 0,
			channelCount: 1,
			channelCountMode: 'explicit'
		});
		const adapter: AdapterSocket = { sendBytes: () => undefined, close: () => node.disconnect() };
		if (!door.adopt(secret, adapter)) throw new Error('the microphone was not let in');
		let timestamp = 0;
		node.port.onmessage = ({ data }: MessageEvent<Float32Array>) => {
			if (!hasStopped) door.hearAdapter(secret, adapter, stereoPacket(data, timestamp).slice().buffer);
			timestamp += PACKET;
		};
		context.createMediaStreamSource(stream).connect(node);
	}

	function publishSpeech(secret: string): MediaStreamTrack | undefined {
		const node = new AudioWorkletNode(context, 'from-server', { numberOfInputs: 0, outputChannelCount: [1] });
		const destination = context.createMediaStreamDestination();
		node.connect(destination);
		const adapter: AdapterSocket = {
			sendBytes: (bytes) => node.port.postMessage(readStereo(decodePacket(new Uint8Array(bytes)).payload)),
			close: () => node.disconnect()
		};
		if (!door.adopt(secret, adapter)) throw new Error('speech was not let in');
		return destination.stream.getAudioTracks()[0];
	}

	/** Its description with all addresses, or with none. */
	async function described(): Promise<string> {
		if (peer.iceGatheringState !== 'complete')
			await new Promise<void>((resolve) => {
				peer.onicegatheringstatechange = () => {
					if (peer.iceGatheringState === 'complete') resolve();
				};
			});
		const sdp = peer.localDescription?.sdp ?? '';
		return isDeaf ? sdp.replaceAll(/^a=candidate:.*\r\n/gm, '') : sdp;
	}

	const api: RealtimeApi = {
		async newSession() {
			peer.close();
			peer = new RTCPeerConnection();
			hasStopped = false;
			peer.ontrack = ({ track }) => {
				microphone = track;
			};
			return 'session';
		},
		async publish(_, { sdp }) {
			const offered = isDeaf ? sdp.replaceAll(/^a=candidate:.*\r\n/gm, '') : sdp;
			await peer.setRemoteDescription({ type: 'offer', sdp: offered });
			await peer.setLocalDescription(await peer.createAnswer());
			return await described();
		},
		async openAdapters(order) {
			if (microphone === undefined) throw new Error('there is no microphone to send');
			sendMicrophone(microphone, order.microphone.endpoint);
			speech = publishSpeech(order.speech.endpoint);
			return { adapters: ['microphone', 'speech'], speechSession: 'speaker' };
		},
		async subscribe() {
			if (speech === undefined) throw new Error('there is no speech to hear');
			peer.addTransceiver(speech, { direction: 'sendonly' });
			await peer.setLocalDescription(await peer.createOffer());
			return await described();
		},
		async renegotiate(_, sdp) {
			await peer.setRemoteDescription({ type: 'answer', sdp });
			connections++;
		},
		closeAdapters: () => Promise.resolve(),
		closeTrack: () => Promise.resolve()
	};
	return {
		api,
		cut() {
			hasStopped = true;
			peer.close();
		},
		connections: () => connections
	};
}
