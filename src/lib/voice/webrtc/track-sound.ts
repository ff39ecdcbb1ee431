// A track of the network as samples, and silence as a track.
import { TRACK_RATE } from './track-reader.ts';
import tapUrl from './track-tap.worklet.ts?worker&url';

export interface TrackSound {
	/** Sent while the microphone is not to be heard: a sender without packets is closed by the media server after 30 s. */
	readonly silence: MediaStreamTrack;
	hear(track: MediaStreamTrack): void;
	close(): void;
}

/** Rejects where the browser cannot. */
export async function openTrackSound(onSamples: (samples: Float32Array) => void): Promise<TrackSound> {
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
		tap.port.onmessage = ({ data }: MessageEvent<Float32Array>) => {
			onSamples(data);
		};
		// Chromium lets nothing of a track of the network through to a context unless an element plays it too: this one is muted.
		const element = new Audio();
		element.muted = true;
		await context.resume();
		return {
			silence,
			hear(track) {
				const stream = new MediaStream([track]);
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
