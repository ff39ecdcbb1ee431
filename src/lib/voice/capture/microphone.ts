// The microphone of a call: 16 kHz in subframes of 20 ms, with the browser's echo cancellation. Comes back by itself from a device that was
// unplugged (with another, and says so) and from a page that slept.
import captureUrl from './capture.worklet.ts?worker&url';
import { MIC_SAMPLE_RATE } from '../../shared/voice/protocol.ts';
import type { CallDevices, CallErrorCode } from '../call-face.ts';

export type MicrophoneFault = Extract<CallErrorCode, `microphone-${string}` | 'unsupported-browser'>;

/** Where a call's voice comes from. */
export interface Microphone {
	/** Rejects with a MicrophoneError. */
	open(deviceId: string): Promise<void>;
	devices(): Promise<CallDevices>;
	/** The browser's own stream, while it is open. */
	readonly stream: MediaStream | undefined;
	close(): void;
}

export interface MicrophoneListener {
	onSubframe(subframe: Int16Array): void;
	onDevices(devices: CallDevices): void;
	/** The chosen one is gone; `isReplaced`: another is in use instead, else nothing is heard any more. */
	onLost(isReplaced: boolean): void;
	/** It was refused before, and the person has allowed it since. */
	onAllowed(): void;
}

export class MicrophoneError extends Error {
	override readonly name = 'MicrophoneError';
	constructor(readonly code: MicrophoneFault) {
		super(code);
	}
}

/** Nothing came for so long although it should: the audio thread is dead, or the track is. */
const SILENT_MS = 3_000;

export class BrowserMicrophone implements Microphone {
	stream: MediaStream | undefined;
	#context: AudioContext | undefined;
	#node: AudioWorkletNode | undefined;
	#wanted = '';
	#heardAt = 0;
	#watch: ReturnType<typeof setInterval> | undefined;
	#permission: PermissionStatus | undefined;
	/** Counts openings: what an older one still does is of no account. */
	#opening = 0;

	constructor(private readonly listener: MicrophoneListener) {}

	async open(deviceId: string): Promise<void> {
		const opening = ++this.#opening;
		this.#wanted = deviceId;
		// Undefined on a page that is not secure.
		const media = navigator.mediaDevices as MediaDevices | undefined;
		if (media === undefined || typeof AudioWorkletNode === 'undefined')
			throw new MicrophoneError('unsupported-browser');
		await this.#followPermission();
		let stream: MediaStream;
		try {
			stream = await media.getUserMedia({ audio: constraints(deviceId) });
		} catch (thrown) {
			throw new MicrophoneError(faultOf(thrown));
		}
		if (opening !== this.#opening) {
			stopTracks(stream);
			return;
		}
		this.#release();
		this.stream = stream;
		try {
			await this.#listen(stream);
		} catch {
			this.#release();
			throw new MicrophoneError('unsupported-browser');
		}
		if (this.#watch === undefined) {
			media.addEventListener('devicechange', this.#devicesChanged);
			addEventListener('visibilitychange', this.#wake);
			this.#watch = setInterval(() => this.#check(), 1_000);
		}
		this.listener.onDevices(await this.devices());
	}

	async devices(): Promise<CallDevices> {
		const all = await navigator.mediaDevices.enumerateDevices().catch(() => []);
		const inputs = all
			// Chrome lists its own choice and the system's besides the devices themselves.
			.filter(
				({ kind, deviceId }) => kind === 'audioinput' && !['', 'default', 'communications'].includes(deviceId)
			)
			.map(({ deviceId: id, label }) => ({ id, label }));
		return { inputs, chosen: inputs.some(({ id }) => id === this.#wanted) ? this.#wanted : '' };
	}

	close(): void {
		this.#opening += 1;
		this.#release();
		clearInterval(this.#watch);
		this.#watch = undefined;
		if (this.#permission !== undefined) this.#permission.onchange = null;
		this.#permission = undefined;
		(navigator.mediaDevices as MediaDevices | undefined)?.removeEventListener(
			'devicechange',
			this.#devicesChanged
		);
		removeEventListener('visibilitychange', this.#wake);
	}

	async #listen(stream: MediaStream): Promise<void> {
		const { context, source } = connectable(stream);
		this.#context = context;
		await context.audioWorklet.addModule(captureUrl);
		if (this.#context !== context) return;
		const node = new AudioWorkletNode(context, 'voice-capture', { numberOfOutputs: 0, channelCount: 1 });
		node.port.onmessage = ({ data }: MessageEvent<Int16Array>) => {
			if (this.#node !== node) return;
			this.#heardAt = performance.now();
			this.listener.onSubframe(data);
		};
		this.#node = node;
		this.#heardAt = performance.now();
		source.connect(node);
		void context.resume();
		stream.getAudioTracks()[0]?.addEventListener('ended', () => {
			if (this.stream === stream) void this.#replace();
		});
	}

	/** The track has ended: unplugged, or taken away in the browser's own controls. */
	async #replace(): Promise<void> {
		this.#release();
		try {
			await this.open('');
			this.listener.onLost(true);
		} catch {
			this.listener.onLost(false);
		}
	}

	readonly #devicesChanged = (): void => {
		void this.#followDevices();
	};

	async #followDevices(): Promise<void> {
		const devices = await this.devices();
		this.listener.onDevices(devices);
		// None was left, and one is back.
		if (this.stream === undefined && devices.inputs.length > 0) this.listener.onAllowed();
	}

	readonly #wake = (): void => {
		// Resuming while the system holds the sound ("interrupted") breaks it for good on iOS.
		if (document.visibilityState === 'visible' && this.#context?.state === 'suspended')
			void this.#context.resume();
	};

	#check(): void {
		const context = this.#context;
		if (context === undefined || this.stream === undefined) return;
		const track = this.stream.getAudioTracks()[0];
		if (document.visibilityState !== 'visible' || context.state !== 'running' || track?.muted === true) {
			this.#heardAt = performance.now();
			this.#wake();
		} else if (performance.now() - this.#heardAt > SILENT_MS) {
			this.#heardAt = performance.now();
			void this.#again();
		}
	}

	async #again(): Promise<void> {
		try {
			await this.open(this.#wanted);
		} catch {
			await this.#replace();
		}
	}

	async #followPermission(): Promise<void> {
		if (this.#permission !== undefined) return;
		try {
			this.#permission = await navigator.permissions.query({ name: 'microphone' });
		} catch {
			// Firefox before 131 and Safari before 16 cannot be asked.
			return;
		}
		const permission = this.#permission;
		permission.onchange = () => {
			if (permission.state === 'granted' && this.stream === undefined) this.listener.onAllowed();
		};
	}

	#release(): void {
		if (this.stream !== undefined) stopTracks(this.stream);
		this.stream = undefined;
		this.#node?.port.postMessage('leave');
		this.#node = undefined;
		void this.#context?.close();
		this.#context = undefined;
	}
}

/** A context of 16 kHz, or of the microphone's own rate where the browser does not connect the two. */
function connectable(stream: MediaStream): { context: AudioContext; source: MediaStreamAudioSourceNode } {
	let context = new AudioContext({ sampleRate: MIC_SAMPLE_RATE, latencyHint: 'interactive' });
	try {
		return { context, source: context.createMediaStreamSource(stream) };
	} catch {
		void context.close();
		context = new AudioContext({ latencyHint: 'interactive' });
		return { context, source: context.createMediaStreamSource(stream) };
	}
}

function constraints(deviceId: string): MediaTrackConstraints {
	return {
		echoCancellation: true,
		noiseSuppression: true,
		autoGainControl: true,
		channelCount: 1,
		...(deviceId === '' ? {} : { deviceId: { exact: deviceId } })
	};
}

function faultOf(thrown: unknown): MicrophoneFault {
	const name = thrown instanceof DOMException ? thrown.name : '';
	if (name === 'NotAllowedError' || name === 'SecurityError') return 'microphone-denied';
	if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'microphone-missing';
	return 'microphone-busy';
}

function stopTracks(stream: MediaStream): void {
	for (const track of stream.getTracks()) track.stop();
}
