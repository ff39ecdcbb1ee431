/// <reference types="vite/client" />
// Runs in the page: a call's transport as the product has it, the object's side of its sound as the product has it, and a media server
// between them. The page's socket is played, with a delay; the microphone sings.
import { createRealtimeSound } from '../../src/lib/server/realtime/realtime-sound.ts';
import { decodeFrame, encodeFrame, type SoundFrame } from '../../src/lib/shared/voice/frames.ts';
import type { CallTransportListener, SoundPath } from '../../src/lib/voice/call-transport.ts';
import { openMediaTransport } from '../../src/lib/voice/webrtc/open-media-transport.ts';
import { openMediaServer } from './media-server.ts';
import { listen, sing } from './melody.ts';

const MIC_RATE = 16_000;
const MIC_FRAME = 1_280;
const SPEECH_RATE = 24_000;
const SPEECH_FRAME = 960;
const SOCKET_MS = 15;

interface Heard {
	melody: string;
	seqs: number[];
}

async function openLoopback({ isDeaf = false } = {}) {
	const paths: SoundPath[] = [];
	/** Frames as they came to the one end and the other, each as often as it came. */
	const byTrack: SoundFrame[] = [];
	const bySocket: SoundFrame[] = [];
	const speech: { frame: SoundFrame; at: number }[] = [];
	const pageSocket = {};
	let page: CallTransportListener | undefined;
	const later = (delayMs: number, work: () => void) => {
		const timer = setTimeout(work, delayMs);
		return () => {
			clearTimeout(timer);
		};
	};
	const door = {
		adopt: (...given: Parameters<typeof sound.adopt>) => sound.adopt(...given),
		hearAdapter: (...given: Parameters<typeof sound.hearAdapter>) => {
			sound.hearAdapter(...given);
		}
	};
	const server = await openMediaServer(door, isDeaf);
	const sound = createRealtimeSound<object>({
		api: server.api,
		clock: { now: () => performance.now() },
		later,
		newSecret: () => crypto.randomUUID(),
		endpoint: (secret) => secret,
		measured: () => undefined,
		inBackground: (_label, work) => {
			work.catch(() => undefined);
		}
	});
	const call = sound.over(
		pageSocket,
		{
			send: (text) => void later(SOCKET_MS, () => page?.onText(text)),
			sendBytes: (bytes) => void later(SOCKET_MS, () => page?.onBytes(bytes))
		},
		(bytes) => byTrack.push(decodeFrame(bytes))
	);
	const transport = openMediaTransport(
		'a-conversation',
		{
			onOpen: () => undefined,
			onText: () => undefined,
			onBytes: (bytes) => speech.push({ frame: decodeFrame(bytes), at: performance.now() }),
			onClose: () => undefined,
			onSoundPath: (path) => paths.push(path)
		},
		(_id, listener) => {
			page = listener;
			return {
				bufferedAmount: 0,
				sendText: (text) => void later(SOCKET_MS, () => sound.hear(pageSocket, text)),
				sendBytes: (bytes) => bySocket.push(decodeFrame(bytes)),
				close: () => undefined
			};
		}
	);
	const context = new AudioContext({ sampleRate: 48_000 });
	await context.resume();
	const microphone = context.createMediaStreamDestination();
	let seq = 0;
	let said = new Int16Array();
	let saidAt = 0;
	// A microphone that is never quiet for long: its frames come every 80 ms, of words or of silence.
	setInterval(() => {
		const samples = new Int16Array(MIC_FRAME);
		samples.set(said.subarray(saidAt, saidAt + MIC_FRAME));
		saidAt += MIC_FRAME;
		transport.sendBytes(
			encodeFrame({ kind: 'microphone', subframes: 4, responseId: 0, seq, mediaMs: seq * 80, samples })
		);
		seq++;
	}, 80);
	transport.listen?.(microphone.stream);
	call.send(JSON.stringify({ type: 'session.ready' }));

	return {
		paths,
		/** Says it into the microphone. */
		say(melody: string): void {
			const tones = sing(melody, 48_000);
			const buffer = context.createBuffer(1, tones.length, 48_000);
			buffer.copyToChannel(tones, 0);
			const source = context.createBufferSource();
			source.buffer = buffer;
			source.connect(microphone);
			source.start();
			said = toSixteenBit(sing(melody, MIC_RATE));
			saidAt = 0;
		},
		/** What the call hears by now: each frame once, in order, whichever way it came first. */
		heard(): Heard & { carried: number } {
			const frames = once([...byTrack, ...bySocket]);
			return {
				melody: listen(joined(frames), MIC_RATE),
				seqs: frames.map((frame) => frame.seq),
				carried: byTrack.length
			};
		},
		/** The call speaks: a tenth of a second ahead of time, as it does. */
		speak(responseId: number, melody: string): number {
			const tones = toSixteenBit(sing(melody, SPEECH_RATE));
			const frames = Math.ceil(tones.length / SPEECH_FRAME);
			call.send(JSON.stringify({ type: 'response.started', responseId, sampleRate: SPEECH_RATE }));
			for (let index = 0; index < frames; index++) {
				const samples = new Int16Array(SPEECH_FRAME);
				samples.set(tones.subarray(index * SPEECH_FRAME, (index + 1) * SPEECH_FRAME));
				setTimeout(
					() => {
						call.sendBytes(
							encodeFrame({
								kind: 'speech',
								subframes: 0,
								responseId,
								seq: index,
								mediaMs: index * 40,
								samples
							})
						);
					},
					Math.max(0, index * 40 - 100)
				);
			}
			setTimeout(() => {
				call.send(JSON.stringify({ type: 'response.done', responseId, eventSeq: responseId }));
			}, frames * 40);
			return frames;
		},
		/** What the page was given to play: each frame once. */
		played(responseId: number): Heard & { offsetMs: number } {
			const frames = once(
				speech.map(({ frame }) => frame).filter((frame) => frame.responseId === responseId)
			);
			return {
				melody: listen(joined(frames), SPEECH_RATE),
				seqs: frames.map((frame) => frame.seq),
				offsetMs: offsetOf(frames)
			};
		},
		cut: () => {
			server.cut();
		},
		connections: () => server.connections(),
		end: () => {
			transport.close();
			sound.closed(pageSocket);
		}
	};
}

function once(frames: SoundFrame[]): SoundFrame[] {
	const known = new Map(frames.toReversed().map((frame) => [frame.seq, frame]));
	return [...known.values()].toSorted((a, b) => a.seq - b.seq);
}

const joined = (frames: SoundFrame[]) => Int16Array.from(frames.flatMap(({ samples }) => [...samples]));

const toSixteenBit = (samples: Float32Array) =>
	Int16Array.from(samples, (sample) => Math.round(sample * 32_767));

/** By how much the sound stands beside the time its frames say it has: where it begins, since it begins with a tone. */
function offsetOf(frames: SoundFrame[]): number {
	for (const { samples, mediaMs } of frames) {
		const at = samples.findIndex((sample) => Math.abs(sample) > 0.05 * 32_768);
		if (at >= 0) return mediaMs + (at * 1_000) / SPEECH_RATE;
	}
	return NaN;
}

declare global {
	interface Window {
		openLoopback: typeof openLoopback;
		loopback: Awaited<ReturnType<typeof openLoopback>>;
	}
}
window.openLoopback = openLoopback;
