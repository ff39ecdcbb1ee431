// Records from the microphone: what it hears, untouched by the browser's noise suppression and gain, which would change the playing.
import { Resampler, SAMPLE_RATE } from '#lib/shared/recordings/signal/resampler.ts';
import { LONGEST_SECONDS } from './check-file.ts';
import { wavOf } from './wav-sound.ts';
import captureUrl from './capture.worklet.ts?worker&url';

export type MicrophoneState = 'idle' | 'asking' | 'recording' | 'stopped' | 'denied' | 'missing' | 'failed';

export class Microphone {
	state: MicrophoneState = $state('idle');
	/** Of what was recorded so far. */
	seconds = $state(0);
	/** 0..1, the loudest of the last tenth of a second. */
	level = $state(0);
	/** The loudest sample so far touched the ceiling: the recording is distorted there. */
	isTooLoud = $state(false);
	recorded: Blob | undefined = $state.raw();
	#pieces: Float32Array[] = [];
	#stream: MediaStream | undefined;
	#context: AudioContext | undefined;

	/** `isSmall`: at 22.05 kHz, enough for speech. */
	constructor(private readonly wish: { longestSeconds?: number; isSmall?: boolean } = {}) {}

	async start(): Promise<void> {
		this.discard();
		this.state = 'asking';
		try {
			this.#stream = await navigator.mediaDevices.getUserMedia({
				audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false }
			});
			await this.#listen(this.#stream);
			this.state = 'recording';
		} catch (thrown) {
			this.#release();
			const name = thrown instanceof DOMException ? thrown.name : '';
			this.state =
				name === 'NotAllowedError' || name === 'SecurityError'
					? 'denied'
					: name === 'NotFoundError'
						? 'missing'
						: 'failed';
		}
	}

	stop(): void {
		if (this.state !== 'recording') return;
		const rate = this.#context?.sampleRate ?? 48_000;
		this.#release();
		this.recorded = this.wish.isSmall === true ? smaller(this.#pieces, rate) : wavOf(this.#pieces, rate);
		this.#pieces = [];
		this.level = 0;
		this.state = 'stopped';
	}

	discard(): void {
		this.#release();
		this.#pieces = [];
		this.recorded = undefined;
		this.seconds = 0;
		this.level = 0;
		this.isTooLoud = false;
		this.state = 'idle';
	}

	async #listen(stream: MediaStream): Promise<void> {
		const context = (this.#context = new AudioContext());
		await context.audioWorklet.addModule(captureUrl);
		await context.resume();
		const capture = new AudioWorkletNode(context, 'capture', { numberOfOutputs: 0, channelCount: 1 });
		capture.port.onmessage = ({ data }: MessageEvent<Float32Array>) => this.#take(data, context.sampleRate);
		context.createMediaStreamSource(stream).connect(capture);
		// Unplugged, or taken away in the browser's own controls: what was heard until then is kept.
		stream.getAudioTracks()[0]?.addEventListener('ended', () => this.stop());
	}

	#take(piece: Float32Array, rate: number): void {
		if (this.state !== 'recording' && this.state !== 'asking') return;
		this.#pieces.push(piece);
		this.seconds += piece.length / rate;
		this.level = piece.reduce((loudest, sample) => Math.max(loudest, Math.abs(sample)), 0);
		if (this.level >= 0.999) this.isTooLoud = true;
		if (this.seconds >= (this.wish.longestSeconds ?? LONGEST_SECONDS)) this.stop();
	}

	#release(): void {
		for (const track of this.#stream?.getTracks() ?? []) track.stop();
		this.#stream = undefined;
		void this.#context?.close();
		this.#context = undefined;
	}
}

function smaller(pieces: readonly Float32Array[], rate: number): Blob {
	const resampler = new Resampler(rate);
	const small = pieces.map((piece) => resampler.push(piece).slice());
	return wavOf([...small, resampler.finish()], SAMPLE_RATE);
}
