// A track of the network as samples, and silence as a track.
import { TRACK_RATE } from './track-reader.ts';
import tapUrl from './track-tap.worklet.ts?worker&url';

export interface TrackSound {
	/** Sent while the microphone is not to be heard: a sender without packets is closed by the media server after 30 s. */
	readonly silence: MediaStreamTrack;
	hear(receiver: RTCRtpReceiver): void;
	close(): void;
}

/** No packet for so long, where one comes every 20 ms: what is heard is made up by the decoder. */
const FRESH_MS = 45;

/** Rejects where the browser cannot. */
export async function openTrackSound(
	onSamples: (samples: Float32Array, isMadeUp: boolean) => void
): Promise<TrackSound> {
	const context = new AudioContext({ sampleRate: TRACK_RATE });
	try {
		await context.audioWorklet.addModule(tapUrl);
		const silent = context.createMediaStreamDestination();
		const [silence] = silent.stream.getAudioTracks();
		if (silence === undefined) throw new Error('no track of silence');
		const tap = new AudioWorkletNode(context, 'track-tap', {
			numberOfInputs: 1,
			numberOfOutputs: 0,
			channelCount: 1,
			channelCountMode: 'explicit'
		});
		let receiver: RTCRtpReceiver | undefined;
		let packet: number | undefined;
		let packetAt = -Infinity;
		tap.port.onmessage = ({ data }: MessageEvent<Float32Array>) => {
			// Browsers disagree on what these times are counted from: that one changes is what tells.
			const [source] = receiver?.getSynchronizationSources() ?? [];
			const now = performance.now();
			if (source !== undefined && source.timestamp !== packet) {
				packet = source.timestamp;
				packetAt = now;
			}
			onSamples(data, now - packetAt > FRESH_MS);
		};
		// Chromium lets nothing of a track of the network through to a context unless an element plays it too: this one is muted.
		const element = new Audio();
		element.muted = true;
		await context.resume();
		return {
			silence,
			hear(given) {
				receiver = given;
				const stream = new MediaStream([given.track]);
				element.srcObject = stream;
				void element.play().catch(() => undefined);
				context.createMediaStreamSource(stream).connect(tap);
			},
			close() {
				element.srcObject = null;
				tap.port.postMessage('leave');
				void context.close();
			}
		};
	} catch (thrown) {
		void context.close();
		throw thrown;
	}
}
